#include "media/palette.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace siamrt::media {
namespace {

double distance(const cv::Scalar& a, const cv::Scalar& b) {
  return std::sqrt(std::pow(a[0] - b[0], 2) + std::pow(a[1] - b[1], 2) + std::pow(a[2] - b[2], 2));
}

/// What a person without green cones sees: Vienot, Brettel and Mollon (1999), simplified to RGB.
cv::Scalar without_green(const cv::Scalar& bgr) {
  const double r = bgr[2];
  const double g = bgr[1];
  const double yellow = 0.29275 * r + 0.70725 * g;
  return {-0.02234 * r + 0.02234 * g + bgr[0], yellow, yellow};
}

TEST(TargetColour, DiffersForAnyTwoOfTwentyOneTargets) {
  for (int a = 0; a < 21; ++a) {
    for (int b = 0; b < a; ++b)
      EXPECT_GT(distance(target_colour(a), target_colour(b)), 20) << a << ' ' << b;
  }
}

TEST(TargetColour, OfTheFirstSevenDiffersAlsoForTheRedGreenBlind) {
  for (int a = 0; a < 7; ++a) {
    for (int b = 0; b < a; ++b) {
      EXPECT_GT(distance(without_green(target_colour(a)), without_green(target_colour(b))), 25)
          << a << ' ' << b;
    }
  }
}

TEST(TargetColour, TakesAnyNumber) {
  EXPECT_EQ(target_colour(0), target_colour(21));
  EXPECT_EQ(target_colour(-1), target_colour(20));
  for (const int index : {-1000000, 1000000}) {
    for (int k = 0; k < 3; ++k) {
      EXPECT_GE(target_colour(index)[k], 0);
      EXPECT_LE(target_colour(index)[k], 255);
    }
  }
}

TEST(TextColour, ContrastsWithEveryTargetColour) {
  for (int i = 0; i < 21; ++i) {
    const cv::Scalar back = target_colour(i);
    EXPECT_GT(distance(text_colour(back), back), 150) << i;
  }
}

}  // namespace
}  // namespace siamrt::media
