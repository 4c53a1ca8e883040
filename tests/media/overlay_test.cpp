#include "media/overlay.hpp"

#include "media/palette.hpp"
#include "media/strokes.hpp"
#include "pictures.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <limits>

namespace siamrt::media {
namespace {

/// Pixels of `image` near a colour.
int count_near(const cv::Mat& image, const cv::Scalar& colour, double tolerance = 12) {
  cv::Mat mask;
  cv::inRange(image, colour - cv::Scalar::all(tolerance), colour + cv::Scalar::all(tolerance),
              mask);
  return cv::countNonZero(mask);
}

cv::Mat plain(int width, int height, int grey = 100) {
  return {height, width, CV_8UC3, cv::Scalar::all(grey)};
}

Overlay without_labels() {
  Overlay::Options options;
  options.labels = false;
  options.trail = 0;
  return Overlay(options);
}

TEST(Overlay, DrawsTheFourSidesOfABoxInTheTargetsColour) {
  cv::Mat canvas = plain(640, 480);
  Drawn target;
  target.box = {200, 150, 160, 120};
  without_labels().draw(canvas, {target});
  for (const cv::Point& side :
       {cv::Point(280, 150), cv::Point(280, 270), cv::Point(200, 210), cv::Point(360, 210)}) {
    EXPECT_GT(count_near(canvas(cv::Rect(side.x - 2, side.y - 2, 4, 4)), target_colour(0)), 0)
        << side;
  }
  EXPECT_EQ(test::largest_difference(canvas(cv::Rect(210, 160, 140, 100)), plain(140, 100)), 0);
  EXPECT_EQ(test::largest_difference(canvas(cv::Rect(0, 0, 640, 140)), plain(640, 140)), 0);
}

TEST(Overlay, DashesALostTarget) {
  cv::Mat solid = plain(640, 480);
  cv::Mat dashed = plain(640, 480);
  Drawn target;
  target.box = {100, 100, 300, 200};
  without_labels().draw(solid, {target});
  target.lost = true;
  without_labels().draw(dashed, {target});
  const int drawn_solid = count_near(solid(cv::Rect(110, 96, 280, 9)), cv::Scalar::all(100), 0);
  const int drawn_dashed = count_near(dashed(cv::Rect(110, 96, 280, 9)), cv::Scalar::all(100), 0);
  EXPECT_GT(drawn_dashed, drawn_solid + 300);
}

TEST(Overlay, IsVisibleOnEveryBackground) {
  for (int grey = 0; grey < 256; grey += 15) {
    for (int number = 0; number < 7; ++number) {
      cv::Mat canvas = plain(320, 240, grey);
      Drawn target;
      target.number = number;
      target.box = {100, 80, 90, 70};
      without_labels().draw(canvas, {target});
      cv::Mat difference;
      cv::absdiff(canvas, plain(320, 240, grey), difference);
      double largest = 0;
      cv::minMaxLoc(difference.reshape(1), nullptr, &largest);
      EXPECT_GT(largest, 60) << grey << ' ' << number;
    }
  }
}

TEST(Overlay, ScalesItsStrokesWithTheFrame) {
  const Pen small(cv::Size(320, 240));
  const Pen usual(cv::Size(640, 480));
  const Pen large(cv::Size(3840, 2160));
  EXPECT_LE(small.line, usual.line);
  EXPECT_LT(usual.line, large.line);
  EXPECT_LT(usual.text, large.text);
  EXPECT_GE(small.text, 7);
  EXPECT_EQ(Pen(cv::Size(1, 1)).line, 1);
}

TEST(Overlay, LongerBarsStandForHigherScores) {
  int last = -1;
  for (const double score : {0.0, 0.3, 0.6, 1.0}) {
    cv::Mat canvas = plain(640, 480);
    Drawn target;
    target.box = {200, 150, 160, 120};
    target.score = score;
    Overlay::Options options;
    options.trail = 0;
    Overlay(options).draw(canvas, {target});
    const int bar = count_near(canvas(cv::Rect(150, 100, 200, 50)), cv::Scalar(247, 247, 247), 8);
    EXPECT_GT(bar, last) << score;
    last = bar;
  }
}

TEST(Overlay, DrawsGroundTruthInWhite) {
  cv::Mat canvas = plain(640, 480);
  Drawn target;
  target.box = {200, 150, 100, 100};
  target.truth = Box{400, 300, 100, 100};
  without_labels().draw(canvas, {target});
  EXPECT_GT(count_near(canvas(cv::Rect(395, 295, 110, 110)), cv::Scalar::all(255), 2), 300);
}

TEST(Overlay, KeepsATrailOfAsManyCentresAsAskedFor) {
  Overlay::Options options;
  options.labels = false;
  options.trail = 10;
  Overlay overlay(options);
  cv::Mat canvas;
  for (int i = 0; i < 60; ++i) {
    canvas = plain(640, 480);
    Drawn target;
    target.box = {5.0 * i, 200, 20, 20};
    overlay.draw(canvas, {target});
  }
  // The last centre lies at 305; nine steps of five pixels back the trail ends.
  EXPECT_GT(count_near(canvas(cv::Rect(262, 205, 20, 10)), cv::Scalar(0, 0, 0), 30), 0);
  EXPECT_EQ(test::largest_difference(canvas(cv::Rect(0, 0, 250, 480)), plain(250, 480)), 0);
}

TEST(Overlay, PutsThePanelInTheCornerAndKeepsTextInside) {
  cv::Mat canvas = plain(640, 480, 255);
  without_labels().draw(canvas, {}, {"bag.avi", "fps\t123.4"});
  EXPECT_LT(cv::mean(canvas(cv::Rect(10, 10, 30, 20)))[0], 170);
  EXPECT_EQ(test::largest_difference(canvas(cv::Rect(200, 0, 440, 480)), plain(440, 480, 255)), 0);
}

TEST(Overlay, TakesAnyBoxAndAnyFrameSize) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  const std::vector<Box> boxes = {
      {nan, 0, 1, 1},     {0, 0, inf, 1},     {0, 0, -5, 5},      {-1e300, -1e300, 1e301, 1e301},
      {1e9, 1e9, 10, 10}, {-50, -50, 40, 40}, {0, 0, 1e-9, 1e-9}, {-10, -10, 1e4, 1e4},
      {1e18, 0, 1, 1},    {0, -1e12, 5, 2e12}};
  for (const cv::Size& size : {cv::Size(1, 1), cv::Size(7, 300), cv::Size(320, 240)}) {
    Overlay overlay;
    for (int round = 0; round < 3; ++round) {
      for (const Box& box : boxes) {
        cv::Mat canvas(size, CV_8UC3, cv::Scalar::all(9));
        Drawn target;
        target.number = round - 1;
        target.box = box;
        target.score = round == 0 ? nan : 7;
        target.lost = round == 1;
        target.truth = box;
        EXPECT_NO_THROW(
            overlay.draw(canvas, {target}, {"a\tb", "", "\t", "long text that does not fit"}));
        EXPECT_EQ(canvas.size(), size);
      }
    }
  }
}

}  // namespace
}  // namespace siamrt::media
