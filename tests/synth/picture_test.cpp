#include "synth/picture.hpp"

#include "synth/shapes.hpp"

#include <gtest/gtest.h>

namespace siamrt::synth {
namespace {

const Colour white{1, 1, 1};

Picture disc(bool wraps, double cx) {
  Picture p({0, 0, 4, 2}, 20, wraps);
  p.paint(
      {cx - 0.5, 0.5, cx + 0.5, 1.5}, [=](double x, double y) { return circle(x, y, cx, 1, 0.5); },
      [](double, double, double) { return white; });
  return p;
}

double cover_of(const Picture& p) {
  double sum = 0;
  for (int y = 0; y < p.height(); ++y) {
    for (int x = 0; x < p.width(); ++x) sum += static_cast<double>(p.at(x, y).a);
  }
  return sum / (p.density() * p.density());
}

}  // namespace

TEST(Picture, PaintsTheAreaOfAShapeWithFineEdges) {
  EXPECT_NEAR(cover_of(disc(false, 2)), pi * 0.25, 0.01);
}

TEST(Picture, PaintsAcrossItsSeamWhereItWraps) {
  EXPECT_NEAR(cover_of(disc(true, 0)), pi * 0.25, 0.01);
  EXPECT_NEAR(cover_of(disc(true, 3.9)), pi * 0.25, 0.01);
  EXPECT_NEAR(cover_of(disc(false, 0)), pi * 0.125, 0.01);
}

TEST(Picture, SamplesBetweenPixelCentres) {
  Picture p({0, 0, 2, 1}, 1, false);
  p.at(0, 0) = {1, 0, 0, 1};
  p.at(1, 0) = {0, 1, 0, 1};
  EXPECT_EQ(p.sample(0.5F, 0.5F).r, 1);
  EXPECT_EQ(p.sample(1.0F, 0.5F).r, 0.5F);
  EXPECT_EQ(p.sample(1.0F, 0.5F).g, 0.5F);
  EXPECT_EQ(p.sample(0.5F, 1.0F).a, 0.5F) << "half of it is outside";
}

TEST(Picture, SamplesTheOtherEndWhereItWraps) {
  Picture p({0, 0, 3, 1}, 1, true);
  p.at(2, 0) = {0, 0, 1, 1};
  EXPECT_EQ(p.sample(-0.5F, 0.5F).b, 1);
  EXPECT_EQ(p.sample(0.0F, 0.5F).b, 0.5F);
  EXPECT_EQ(p.sample(5.5F, 0.5F).b, 1);
}

TEST(Picture, BlurKeepsTheLight) {
  Picture p = disc(false, 2);
  const double before = cover_of(p);
  p.blur(0.1);
  EXPECT_NEAR(cover_of(p), before, 0.01);
  EXPECT_LT(p.at(40, 10).a, 1) << "the rim has grown soft";
}

TEST(Picture, HalvedKeepsTheLight) {
  const Picture p = disc(false, 2);
  EXPECT_NEAR(cover_of(p.halved()), cover_of(p), 1e-6);
}

TEST(Shapes, AreNegativeInsideAndGrowOutwards) {
  EXPECT_NEAR(circle(2, 0, 0, 0, 1), 1, 1e-12);
  EXPECT_NEAR(block(3, 0, 0, 0, 1, 1, 0), 2, 1e-12);
  EXPECT_NEAR(block(0, 0, 0, 0, 1, 0.5, 0), -0.5, 1e-12);
  EXPECT_NEAR(stroke(0.5, 0.4, {0, 0}, {1, 0}, 0.1, 0.1), 0.3, 1e-12);
  EXPECT_NEAR(polygon(0.5, 0.25, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}), -0.25, 1e-12);
  EXPECT_NEAR(polygon(2, 0.5, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}), 1, 1e-12);
  EXPECT_NEAR(ellipse(0, 2, 0, 0, 3, 1), 1, 0.2);
  EXPECT_LT(ellipse(0, 0, 0, 0, 3, 1), 0);
}

}  // namespace siamrt::synth
