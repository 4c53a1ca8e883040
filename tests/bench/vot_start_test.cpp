#include "bench/vot_start.hpp"

#include "bench/material.hpp"
#include "data/annotations.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace siamrt::bench {
namespace {

data::Sequence with_polygon(const data::Polygon& polygon) {
  data::Sequence sequence = test::made_sequence("made", {data::extent_of(polygon)});
  sequence.polygons = {polygon};
  return sequence;
}

void expect_near(const Box& box, const Box& wanted) {
  EXPECT_NEAR(box.x, wanted.x, 1e-12);
  EXPECT_NEAR(box.y, wanted.y, 1e-12);
  EXPECT_NEAR(box.w, wanted.w, 1e-12);
  EXPECT_NEAR(box.h, wanted.h, 1e-12);
}

TEST(VotStart, OfAnUprightPolygonIsItsExtentPlusAPixelPlacedByTheFamilysRunner) {
  const auto sequence = with_polygon(data::polygon_of({10, 20, 30, 40}));
  expect_near(vot_start_box(sequence, 0, Family::nanotrack), {10, 20, 31, 41});
  for (const Family family : {Family::siamfcpp, Family::ocean, Family::lighttrack})
    expect_near(vot_start_box(sequence, 0, family), {9.5, 19.5, 31, 41});
}

TEST(VotStart, OfATurnedPolygonHasItsAreaAndTheMeanOfItsCorners) {
  const auto sequence = with_polygon({Point{10, 0}, Point{20, 10}, Point{10, 20}, Point{0, 10}});
  const double side = 20 * std::sqrt(0.5) + 1;
  expect_near(vot_start_box(sequence, 0, Family::ocean),
              {10 - side / 2, 10 - side / 2, side, side});
  expect_near(vot_start_box(sequence, 0, Family::nanotrack),
              {10 - (side - 1) / 2, 10 - (side - 1) / 2, side, side});
}

TEST(VotStart, TakesARectangleAsItIs) {
  auto sequence = with_polygon(data::polygon_of({10, 20, 30, 40}));
  sequence.rectangles = {1};
  EXPECT_EQ(vot_start_box(sequence, 0, Family::nanotrack), (Box{10, 20, 30, 40}));
}

TEST(FirstBox, CountsFromZeroAndNeedsTruth) {
  auto sequence = test::made_sequence("made", {{10, 20, 30, 40}});
  EXPECT_EQ(first_box(sequence, true, Family::ocean), (Box{9, 19, 30, 40}));
  EXPECT_EQ(first_box(sequence, false, Family::ocean), (Box{10, 20, 30, 40}));
  sequence.truth[0].w = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(first_box(sequence, true, Family::ocean), Error);
}

TEST(FirstBox, OfAPolygonIsTheFamilysOwn) {
  const auto sequence = with_polygon(data::polygon_of({10, 20, 30, 40}));
  expect_near(first_box(sequence, false, Family::siamfcpp), {9.5, 19.5, 31, 41});
}

}  // namespace
}  // namespace siamrt::bench
