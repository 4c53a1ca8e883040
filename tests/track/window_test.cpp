#include "track/window.hpp"

#include <gtest/gtest.h>

namespace siamrt::track {

TEST(Window, CosineHasZeroEndsAndOneInTheMiddle) {
  const auto window = make_window(Window::cosine, 5);
  const double line[] = {0, 0.5, 1, 0.5, 0};
  for (size_t i = 0; i < 5; ++i) {
    for (size_t j = 0; j < 5; ++j) EXPECT_NEAR(window[5 * i + j], line[i] * line[j], 1e-15);
  }
}

TEST(Window, OpenCosineIsTheInsideOfALargerOne) {
  const auto open = make_window(Window::cosine_open, 4);
  const auto closed = make_window(Window::cosine, 6);
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = 0; j < 4; ++j) EXPECT_DOUBLE_EQ(open[4 * i + j], closed[6 * (i + 1) + j + 1]);
  }
  EXPECT_GT(open[0], 0);
}

TEST(Window, UniformIsOnes) {
  EXPECT_EQ(make_window(Window::uniform, 3), std::vector<double>(9, 1.0));
}

TEST(Window, OfOneCellIsOne) {
  for (const Window kind : {Window::cosine, Window::cosine_open, Window::uniform}) {
    EXPECT_EQ(make_window(kind, 1), std::vector<double>{1.0});
  }
}

}  // namespace siamrt::track
