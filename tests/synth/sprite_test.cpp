#include "synth/sprite.hpp"

#include "synth/shapes.hpp"

#include <gtest/gtest.h>

namespace siamrt::synth {
namespace {

Sprite plate() {
  Picture p({-1.1, -0.7, 1.1, 0.7}, 100, false);
  p.paint(
      {-1, -0.5, 1, 0.5}, [](double x, double y) { return block(x, y, 0, 0, 1, 0.5, 0); },
      [](double, double, double) {
        return Colour{1, 1, 1};
      });
  return Sprite(p);
}

}  // namespace

TEST(Pose, ViewAndLocalPlacesUndoEachOther) {
  Pose pose;
  pose.x = 0.3;
  pose.y = -0.2;
  pose.size = 0.17;
  pose.stretch = -0.6;
  pose.turn = 0.13;
  pose.bend = 0.15;
  pose.phase = 0.4;
  for (const Point p : {Point{0, 0}, Point{0.9, -0.4}, Point{-0.7, 0.6}}) {
    const Point back = pose.to_local(pose.to_view(p));
    EXPECT_NEAR(back.x, p.x, 1e-9);
    EXPECT_NEAR(back.y, p.y, 1e-9);
  }
}

TEST(Sprite, ExtentIsThatOfTheShape) {
  Pose pose;
  pose.x = 0.1;
  pose.size = 0.2;
  const Box flat = extent(plate(), pose);
  EXPECT_NEAR(flat.x, -0.1, 1e-3);
  EXPECT_NEAR(flat.y, -0.1, 1e-3);
  EXPECT_NEAR(flat.w, 0.4, 1e-3);
  EXPECT_NEAR(flat.h, 0.2, 1e-3);
  pose.turn = 0.25;
  const Box upright = extent(plate(), pose);
  EXPECT_NEAR(upright.w, 0.2, 1e-3);
  EXPECT_NEAR(upright.h, 0.4, 1e-3);
  pose.turn = 0;
  pose.stretch = 0.5;
  EXPECT_NEAR(extent(plate(), pose).w, 0.2, 1e-3);
}

TEST(Sprite, IsSolidInsideAndNothingOutsideAtEveryScale) {
  const Sprite sprite = plate();
  for (const double footprint : {0.001, 0.02, 0.09}) {
    EXPECT_NEAR(sprite.sample(0, 0, footprint).a, 1, 1e-5) << footprint;
    EXPECT_EQ(sprite.sample(0, 0.95, footprint).a, 0) << footprint;
  }
  EXPECT_NEAR(sprite.reach(), std::sqrt(1.25), 0.03);
}

}  // namespace siamrt::synth
