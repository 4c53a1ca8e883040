// The correction of a network's boxes by what it makes of the first frame.

#include "track/calibration.hpp"

#include "track/small_tracks.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace siamrt {
namespace {

using track::Calibration;
using track::Target;

/// Maps of `count` items of one cell each, all with the same box.
model::Maps maps_with(const Target& box, int count, double extra) {
  model::Maps maps;
  maps.count = count;
  maps.size = 1;
  maps.score.assign(static_cast<size_t>(count), 1.0F);
  for (int n = 0; n < count; ++n) {
    for (const double value : {box.x - (box.w - extra) / 2, box.y - (box.h - extra) / 2,
                               box.x + (box.w - extra) / 2, box.y + (box.h - extra) / 2}) {
      maps.box.push_back(static_cast<float>(value));
    }
  }
  return maps;
}

Target box_of(const model::Maps& maps, int n, double extra) {
  const float* box = maps.box_of(n);
  return {(box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0, box[2] - box[0] + extra,
          box[3] - box[1] + extra};
}

void expect_near(const Target& a, const Target& b) {
  EXPECT_NEAR(a.x, b.x, 1e-3);
  EXPECT_NEAR(a.y, b.y, 1e-3);
  EXPECT_NEAR(a.w, b.w, 1e-3);
  EXPECT_NEAR(a.h, b.h, 1e-3);
}

TEST(Calibration, BringsThePredictedBoxToTheDrawnOne) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> side(20, 38), place(-4, 4);
  for (int n = 0; n < 200; ++n) {
    const Target predicted = {100, 100, side(random), side(random)};
    const Target drawn = {100 + place(random), 100 + place(random), side(random), side(random)};
    const double extra = n % 2;
    model::Maps maps = maps_with(predicted, 2, extra);
    track::correct_boxes(maps, 1, track::calibrate(predicted, drawn, 1), extra);
    expect_near(box_of(maps, 1, extra), drawn);
    expect_near(box_of(maps, 0, extra), predicted);
  }
}

TEST(Calibration, GrowsAndShrinksWithTheTarget) {
  const Calibration found = track::calibrate({50, 60, 40, 60}, {48, 50, 36, 36}, 1);
  model::Maps maps = maps_with({100, 120, 80, 120}, 1, 0);
  track::correct_boxes(maps, 0, found, 0);
  expect_near(box_of(maps, 0, 0), {96, 100, 72, 72});
}

TEST(Calibration, GoesPartOfTheWay) {
  const Calibration half = track::calibrate({50, 50, 40, 40}, {54, 50, 40, 10 * 1.6 * 1.6}, 0.5);
  EXPECT_NEAR(half.h, 0.8, 1e-12);  // twice 0.8 is the whole way, 0.64
  EXPECT_NEAR(half.x, 0.05, 1e-12);
  EXPECT_TRUE(track::calibrate({50, 50, 40, 40}, {54, 50, 40, 30}, 0).is_none());
}

TEST(Calibration, IsNoneWhereThePredictionIsAboutSomethingElse) {
  EXPECT_TRUE(track::calibrate({50, 50, 20, 20}, {90, 50, 20, 20}, 1).is_none());
  EXPECT_TRUE(track::calibrate({50, 50, 200, 200}, {50, 50, 20, 20}, 1).is_none());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(track::calibrate({nan, 50, 20, 20}, {50, 50, 20, 20}, 1).is_none());
  EXPECT_TRUE(track::calibrate({50, 50, nan, 20}, {50, 50, 20, 20}, 1).is_none());
  EXPECT_TRUE(track::calibrate({50, 50, -5, 20}, {50, 50, 20, 20}, 1).is_none());
}

TEST(Calibration, KeepsFactorsWithinTwo) {
  const Calibration found = track::calibrate({50, 50, 100, 20}, {50, 50, 30, 20}, 1);
  EXPECT_EQ(found.w, 0.5);
  EXPECT_EQ(found.h, 1);
}

TEST(Calibration, KeepsTheDrawnBoxOnTheFirstFrameSeenAgain) {
  const Model model = Model::open("default", {Precision::fp32, 1, "cpu"});  // real weights
  Settings settings = model.description().settings;
  settings.penalty_k = 0;  // so that corrected boxes do not change which cell is best
  settings.lr = 1;
  const auto again = [&](double amount) {
    settings.calibration = amount;
    Track track = Tracker(model, settings).start(test::made_frame(0), patch);
    EXPECT_EQ(track.state().calibration.is_none(), amount == 0);
    return track.next(test::made_frame(0)).box;
  };
  const Box plain = again(0), corrected = again(1);
  EXPECT_GT(std::abs(plain.w - patch.w) + std::abs(plain.h - patch.h), 1);
  EXPECT_NEAR(corrected.x + corrected.w / 2, patch.x + patch.w / 2, 0.6);
  EXPECT_NEAR(corrected.y + corrected.h / 2, patch.y + patch.h / 2, 0.6);
  EXPECT_LT(std::abs(corrected.w - patch.w), std::abs(plain.w - patch.w) + 1e-3);
  EXPECT_LT(std::abs(corrected.h - patch.h), std::abs(plain.h - patch.h) + 1e-3);
}

TEST(Calibration, LeavesBoxesAsTheyAreWhereThereIsNone) {
  EXPECT_EQ(Settings().calibration, 0);
  model::Maps maps = maps_with({50, 50, 20, 20}, 1, 0);
  const model::Maps before = maps;
  track::correct_boxes(maps, 0, {}, 1);
  EXPECT_EQ(maps.box, before.box);
}

}  // namespace
}  // namespace siamrt
