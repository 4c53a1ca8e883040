#include <siamrt/box.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace siamrt {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

/// Boxes on a coarse grid, so that equal, touching and nested ones come up often.
Box random_box(std::mt19937& random) {
  std::uniform_int_distribution<int> place(-8, 8);
  std::uniform_int_distribution<int> side(1, 8);
  return {place(random) / 2.0, place(random) / 2.0, side(random) / 2.0, side(random) / 2.0};
}

/// Area shared by two boxes on the half-pixel grid, counted cell by cell.
double counted_iou(const Box& a, const Box& b) {
  const auto inside = [](const Box& box, double x, double y) {
    return x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h;
  };
  int both = 0;
  int either = 0;
  for (double y = -9.75; y < 10; y += 0.5) {
    for (double x = -9.75; x < 10; x += 0.5) {
      both += inside(a, x, y) && inside(b, x, y) ? 1 : 0;
      either += inside(a, x, y) || inside(b, x, y) ? 1 : 0;
    }
  }
  return static_cast<double>(both) / either;
}

TEST(Iou, EqualsCountingCellsForRandomBoxes) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const Box a = random_box(random);
    const Box b = random_box(random);
    EXPECT_NEAR(iou(a, b), counted_iou(a, b), 1e-12);
  }
}

TEST(Iou, IsSymmetricBoundedAndOneOnlyForEqualBoxes) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> place(-500, 500);
  std::uniform_real_distribution<double> side(0.1, 300);
  for (int i = 0; i < 20000; ++i) {
    const Box a = {place(random), place(random), side(random), side(random)};
    const Box b = {place(random), place(random), side(random), side(random)};
    const double overlap = iou(a, b);
    EXPECT_EQ(overlap, iou(b, a));
    EXPECT_GE(overlap, 0);
    EXPECT_LT(overlap, 1);
    EXPECT_EQ(iou(a, a), 1);
  }
}

TEST(Iou, DoesNotChangeWhenBothBoxesMoveOrGrowTogether) {
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    const Box a = random_box(random);
    const Box b = random_box(random);
    const double overlap = iou(a, b);
    EXPECT_NEAR(iou({a.x + 37, a.y - 5, a.w, a.h}, {b.x + 37, b.y - 5, b.w, b.h}), overlap, 1e-12);
    EXPECT_NEAR(iou({a.x * 7, a.y * 7, a.w * 7, a.h * 7}, {b.x * 7, b.y * 7, b.w * 7, b.h * 7}),
                overlap, 1e-12);
  }
}

TEST(Iou, IsZeroForBoxesThatOnlyTouch) {
  EXPECT_EQ(iou({0, 0, 2, 2}, {2, 0, 2, 2}), 0);
  EXPECT_EQ(iou({0, 0, 2, 2}, {0, 2, 2, 2}), 0);
}

TEST(Iou, IsZeroWhereABoxIsNotValid) {
  const Box good = {0, 0, 2, 2};
  for (const Box& bad :
       {Box{0, 0, 0, 2}, Box{0, 0, 2, -1}, Box{nan, 0, 2, 2}, Box{0, 0, inf, 2}, Box{}}) {
    EXPECT_EQ(iou(good, bad), 0);
    EXPECT_EQ(iou(bad, good), 0);
    EXPECT_EQ(iou(bad, bad), 0);
  }
}

TEST(Iou, KeepsItsRangeWhereAreasOverflowOrVanish) {
  const Box huge = {0, 0, 1e200, 1e200};
  EXPECT_NEAR(iou(huge, {0, 0, 5e199, 1e200}), 0.5, 1e-12);
  EXPECT_EQ(iou(huge, {0, 0, 1, 1}), 0);
  const Box tiny = {0, 0, 1e-200, 1e-200};
  EXPECT_NEAR(iou(tiny, {0, 0, 1e-200, 5e-201}), 0.5, 1e-12);
  const Box widest = {1e308, 0, 1e308, 1};
  EXPECT_GE(iou(widest, {0, 0, 1e308, 1}), 0);
  EXPECT_LE(iou(widest, {1.5e308, 0, 1e308, 1}), 1);
}

TEST(Box, IsValidOnlyWithFiniteNumbersAndPositiveSides) {
  EXPECT_TRUE(is_valid({-5, -5, 0.001, 1}));
  EXPECT_FALSE(is_valid({0, 0, 0, 1}));
  EXPECT_FALSE(is_valid({0, 0, 1, -1}));
  EXPECT_FALSE(is_valid({nan, 0, 1, 1}));
  EXPECT_FALSE(is_valid({0, -inf, 1, 1}));
  EXPECT_FALSE(is_valid({0, 0, nan, 1}));
  EXPECT_FALSE(is_valid({0, 0, 1, inf}));
}

TEST(Box, TouchesAFrameOnlyWithAPartOfPositiveArea) {
  EXPECT_TRUE(touches({-9.5, 0, 10, 10}, 64, 48));
  EXPECT_TRUE(touches({63.5, 47.5, 10, 10}, 64, 48));
  EXPECT_FALSE(touches({-10, 0, 10, 10}, 64, 48));
  EXPECT_FALSE(touches({64, 0, 10, 10}, 64, 48));
  EXPECT_FALSE(touches({0, 48, 10, 10}, 64, 48));
  EXPECT_FALSE(touches({nan, 0, 10, 10}, 64, 48));
}

TEST(Box, ComparesByAllFourNumbers) {
  EXPECT_EQ((Box{1, 2, 3, 4}), (Box{1, 2, 3, 4}));
  for (const Box& other : {Box{0, 2, 3, 4}, Box{1, 0, 3, 4}, Box{1, 2, 0, 4}, Box{1, 2, 3, 0}}) {
    EXPECT_NE((Box{1, 2, 3, 4}), other);
  }
}

}  // namespace
}  // namespace siamrt
