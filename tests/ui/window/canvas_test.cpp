#include "ui/canvas_scene.hpp"

#include "media/palette.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <limits>

namespace siamrt::ui {
namespace {

const cv::Size frame_size(640, 480);
const cv::Size window(960, 782);

std::shared_ptr<session::Shown> shown_with(const std::vector<session::ShownTarget>& targets) {
  auto shown = std::make_shared<session::Shown>();
  shown->frame = Frame(frame_size.height, frame_size.width, CV_8UC3, cv::Scalar::all(60));
  shown->index = 3;
  shown->count = 10;
  shown->targets = targets;
  return shown;
}

session::ShownTarget target(int number, const Box& box, bool lost = false) {
  session::ShownTarget made;
  made.number = number;
  made.mark = session::Mark{box, 0.8, lost, session::Origin::tracked};
  return made;
}

/// Pixels of the picture that are nearly of this colour.
int count_of(const Frame& picture, const cv::Scalar& colour) {
  cv::Mat near;
  cv::inRange(picture, colour - cv::Scalar::all(12), colour + cv::Scalar::all(12), near);
  return cv::countNonZero(near);
}

Frame painted(const std::shared_ptr<session::Shown>& shown) {
  Scene scene;
  scene.shown = shown;
  return paint(scene, window);
}

TEST(Paint, HasTheWindowsSizeAndNeedsNoFrame) {
  Scene scene;
  scene.shown = std::make_shared<session::Shown>();
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(40, 30), cv::Size(320, 200), window})
    EXPECT_EQ(paint(scene, size).size(), size);
}

TEST(Paint, ShowsTheFrameUnchangedWhereItsSizeIsTheWindows) {
  auto shown = shown_with({});
  cv::randu(shown->frame, cv::Scalar::all(0), cv::Scalar::all(255));
  const Layout layout = layout_for({640, 542}, frame_size, false, 0);
  EXPECT_EQ(layout.scale, 1);
  Scene scene;
  scene.shown = shown;
  const Frame picture = paint(scene, {640, 542});
  EXPECT_EQ(cv::norm(picture(layout.picture), shown->frame, cv::NORM_INF), 0);
}

TEST(Paint, DrawsEachTargetInItsOwnColour) {
  const Frame picture =
      painted(shown_with({target(0, {50, 200, 120, 90}), target(1, {400, 200, 120, 90})}));
  EXPECT_GT(count_of(picture, media::target_colour(0)), 400);
  EXPECT_GT(count_of(picture, media::target_colour(1)), 400);
  EXPECT_LT(count_of(painted(shown_with({})), media::target_colour(0)), 30);
}

TEST(Paint, DrawsALostTargetDashed) {
  const Box box = {100, 200, 300, 200};
  const Layout layout = layout_for(window, frame_size, false, 0);
  const cv::Rect2d place = layout.to_window(box);
  const auto along_the_top = [&](const Frame& picture) {
    const cv::Mat row =
        picture(cv::Rect(static_cast<int>(place.x) + 8, static_cast<int>(std::lround(place.y)),
                         static_cast<int>(place.width) - 16, 1));
    cv::Mat grey;
    cv::cvtColor(row, grey, cv::COLOR_BGR2GRAY);
    return static_cast<double>(cv::countNonZero(grey > 90)) / grey.cols;
  };
  EXPECT_GT(along_the_top(painted(shown_with({target(0, box)}))), 0.95);
  const double dashed = along_the_top(painted(shown_with({target(0, box, true)})));
  EXPECT_GT(dashed, 0.2);
  EXPECT_LT(dashed, 0.8);
}

TEST(Paint, DrawsTheTruthInWhite) {
  auto shown = shown_with({});
  const int before = count_of(painted(shown), cv::Scalar::all(255));
  shown->truth = {{100, 100, 200, 150}};
  EXPECT_GT(count_of(painted(shown), cv::Scalar::all(255)), before + 500);
}

TEST(Paint, LaysTheScoreMapOverItsAreaOnlyWhereOverlaysAreOn) {
  session::ShownTarget one = target(0, {100, 100, 80, 60});
  one.insight = session::Insight();
  one.insight->search = {40, 40, 200, 200};
  one.insight->heat_area = {60, 60, 160, 160};
  one.insight->heat_side = 5;
  one.insight->heat.assign(25, 0);
  one.insight->heat[12] = 1;
  one.insight->template_picture = Frame(96, 96, CV_8UC3, cv::Scalar(200, 30, 30));
  Scene scene;
  scene.shown = shown_with({one});
  const Frame without = paint(scene, window);
  scene.overlays = true;
  const Frame with = paint(scene, window);
  const cv::Point2d middle = layout_for(window, frame_size, false, 0).to_window(Point{140, 140});
  const auto change = [&](const cv::Point& at) {
    return cv::norm(with.at<cv::Vec3b>(at), without.at<cv::Vec3b>(at));
  };
  EXPECT_GT(change(middle), 60) << "the peak glows";
  EXPECT_GT(count_of(with, cv::Scalar(200, 30, 30)), 2000) << "the template is shown";
  EXPECT_EQ(count_of(without, cv::Scalar(200, 30, 30)), 0);
}

TEST(Paint, TakesNumbersThatAreNoneAndBoxesFarOutside) {
  session::ShownTarget odd = target(0, {-4000, 9000, 1e5, 1e5});
  odd.mark->score = std::numeric_limits<double>::quiet_NaN();
  odd.iou = 0.25;
  odd.insight = session::Insight();
  odd.insight->heat_side = 2;
  odd.insight->heat.assign(4, std::numeric_limits<float>::quiet_NaN());
  odd.insight->heat_area = {0, 0, 100, 100};
  Scene scene;
  scene.shown = shown_with({odd});
  scene.overlays = true;
  scene.draft = SceneDraft{{-50, 470, 900, 100}, true, 0, 0, false};
  EXPECT_EQ(paint(scene, window).size(), window);
}

TEST(Paint, DoesNotChangeTheFrame) {
  const auto shown = shown_with({target(0, {50, 200, 120, 90})});
  const Frame before = shown->frame.clone();
  painted(shown);
  EXPECT_EQ(cv::norm(before, shown->frame, cv::NORM_INF), 0);
}

TEST(LayoutFor, MapsFrameToWindowAndBack) {
  const Layout layout = layout_for({1000, 600}, frame_size, false, 0);
  const cv::Point2d at = layout.to_window(Point{320, 240});
  const Point back = layout.to_frame(at);
  EXPECT_NEAR(back.x, 320, 1e-9);
  EXPECT_NEAR(back.y, 240, 1e-9);
  EXPECT_LE(layout.picture.br().y, layout.bar.y);
}

TEST(LayoutFor, GivesLiveInputNoSeekBar) {
  EXPECT_TRUE(layout_for(window, frame_size, true, 0).seek.empty());
  EXPECT_FALSE(layout_for(window, frame_size, false, 0).seek.empty());
}

TEST(WindowFor, ShowsLargeFramesWholeAndSmallOnesLarger) {
  const cv::Size large = window_for({7680, 4320}, {1800, 1000});
  EXPECT_LE(large.width, 1800);
  EXPECT_LE(large.height, 1001);
  EXPECT_GT(window_for({320, 240}, {1800, 1000}).width, 640);
  EXPECT_EQ(window_for({1280, 720}, {1800, 1000}), cv::Size(1280, 782));
}

TEST(Paint, ShowsEachPixelOfTheFrameAsASquareFromFourTimesOn) {
  auto shown = shown_with({});
  cv::randu(shown->frame, cv::Scalar::all(0), cv::Scalar::all(255));
  Scene scene;
  scene.shown = shown;
  scene.zoom = {8, {0.3, 0.7}};
  const cv::Size size(640, 542);
  const Layout layout = layout_for(size, frame_size, false, 0, scene.zoom);
  ASSERT_EQ(layout.scale, 8);
  const Frame picture = paint(scene, size);
  for (int x = 190; x < 195; ++x) {
    for (int y = 334; y < 338; ++y) {
      const cv::Point2d middle = layout.to_window(Point{x + 0.5, y + 0.5});
      const cv::Point at(static_cast<int>(middle.x), static_cast<int>(middle.y));
      ASSERT_TRUE(layout.picture.contains(at));
      EXPECT_EQ(picture.at<cv::Vec3b>(at), shown->frame.at<cv::Vec3b>(y, x)) << x << ' ' << y;
    }
  }
}

TEST(Layout, AZoomedPictureFillsTheRoomAndStaysInsideTheFrame) {
  for (const Point middle : {Point{0, 0}, Point{0.5, 0.5}, Point{1, 1}, Point{0.2, 0.9}}) {
    const Layout layout = layout_for(window, frame_size, false, 0, {5, middle});
    const Point first = layout.to_frame(layout.picture.tl());
    const Point last = layout.to_frame(layout.picture.br());
    EXPECT_GE(first.x, -1e-9);
    EXPECT_GE(first.y, -1e-9);
    EXPECT_LE(last.x, frame_size.width + 1e-9);
    EXPECT_LE(last.y, frame_size.height + 1e-9);
    const cv::Point2d back = layout.to_window(first);
    EXPECT_NEAR(back.x, layout.picture.x, 1e-9);
    EXPECT_NEAR(back.y, layout.picture.y, 1e-9);
  }
}

TEST(Layout, ZoomingOutGoesBackToTheWholeFrame) {
  Zoom zoom;
  const cv::Point2d corner(3, 3);
  for (const double ratio : {2.0, 3.0, 50.0, 0.5, 0.001})
    zoom = zoomed(layout_for(window, frame_size, false, 0, zoom), frame_size, zoom, ratio, corner,
                  corner);
  EXPECT_EQ(zoom.factor, 1);
  const Layout layout = layout_for(window, frame_size, false, 0, zoom);
  const Layout whole = layout_for(window, frame_size, false, 0);
  EXPECT_EQ(layout.picture, whole.picture);
  EXPECT_EQ(layout.origin.x, whole.origin.x);
  EXPECT_EQ(layout.origin.y, whole.origin.y);
}

TEST(Paint, LabelsOfBoxesThatLieCloseDoNotCoverEachOther) {
  // Two boxes with the same upper edge: side by side the labels would overlap.
  const Frame both =
      painted(shown_with({target(0, {200, 200, 30, 60}), target(1, {212, 200, 30, 60})}));
  // A label's plate of the number has its target's colour: both are there whole.
  const int alone =
      count_of(painted(shown_with({target(0, {200, 200, 30, 60})})), media::target_colour(0));
  EXPECT_GT(count_of(both, media::target_colour(0)), alone * 8 / 10);
}

}  // namespace
}  // namespace siamrt::ui
