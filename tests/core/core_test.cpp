#include "core/natural_order.hpp"

#include <gtest/gtest.h>

namespace siamrt::core {

TEST(NaturalOrder, ComparesRunsOfDigitsByValue) {
  EXPECT_TRUE(natural_less("img2.jpg", "img10.jpg"));
  EXPECT_FALSE(natural_less("img10.jpg", "img2.jpg"));
}

}  // namespace siamrt::core
