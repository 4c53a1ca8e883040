#include "core/natural_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace siamrt::core {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::shuffle(names.begin(), names.end(), std::mt19937(5));
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return natural_less(a, b); });
  return names;
}

TEST(NaturalOrder, ComparesRunsOfDigitsByValue) {
  EXPECT_THAT(sorted({"img1.jpg", "img2.jpg", "img10.jpg", "img100.jpg"}),
              ElementsAre("img1.jpg", "img2.jpg", "img10.jpg", "img100.jpg"));
  EXPECT_THAT(sorted({"a2b3", "a2b20", "a10b1"}), ElementsAre("a2b3", "a2b20", "a10b1"));
}

TEST(NaturalOrder, HoldsForNumbersBeyondAnyIntegerType) {
  const std::string big(40, '9');
  EXPECT_TRUE(natural_less("f" + big, "f1" + std::string(40, '0')));
  EXPECT_FALSE(natural_less("f1" + std::string(40, '0'), "f" + big));
}

TEST(NaturalOrder, PutsFewerLeadingZerosFirstAmongEqualValues) {
  EXPECT_THAT(sorted({"f1", "f01", "f001", "f2"}), ElementsAre("f1", "f01", "f001", "f2"));
}

TEST(NaturalOrder, PutsAShorterNameBeforeItsContinuation) {
  EXPECT_TRUE(natural_less("img", "img1"));
  EXPECT_TRUE(natural_less("", "a"));
  EXPECT_FALSE(natural_less("", ""));
}

TEST(NaturalOrder, ComparesOtherBytesWithoutSign) {
  EXPECT_TRUE(natural_less("z", "\xC3\xA9"));
  EXPECT_TRUE(natural_less("A", "a"));
}

TEST(NaturalOrder, IsAStrictWeakOrderOnRandomNames) {
  std::mt19937 random(6);
  std::vector<std::string> names;
  for (int i = 0; i < 60; ++i) {
    std::string name;
    for (int k = static_cast<int>(random() % 5); k >= 0; --k) name += "0019ab."[random() % 7];
    names.push_back(name);
  }
  for (const auto& a : names) {
    EXPECT_FALSE(natural_less(a, a)) << a;
    for (const auto& b : names) {
      EXPECT_EQ(a == b, !natural_less(a, b) && !natural_less(b, a)) << a << ' ' << b;
      for (const auto& c : names) {
        if (natural_less(a, b) && natural_less(b, c)) {
          EXPECT_TRUE(natural_less(a, c)) << a << ' ' << b << ' ' << c;
        }
      }
    }
  }
}

}  // namespace
}  // namespace siamrt::core
