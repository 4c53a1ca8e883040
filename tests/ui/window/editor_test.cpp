#include "ui/window_editor.hpp"

#include <gtest/gtest.h>

namespace siamrt::ui {
namespace {

constexpr double reach = 4;

BoxEditor with_box(const Box& box) {
  BoxEditor editor({200, 100});
  editor.set(box);
  return editor;
}

void drag(BoxEditor& editor, const Point& from, const Point& to) {
  editor.press(from, reach);
  editor.move({(from.x + to.x) / 2, (from.y + to.y) / 2});
  editor.move(to);
  editor.release();
}

TEST(BoxEditor, DrawsFromAnyCornerToAnyOther) {
  BoxEditor editor({200, 100});
  drag(editor, {80.4, 60.2}, {30.3, 20.4});
  EXPECT_EQ(*editor.box(), (Box{30, 20, 50, 40}));
}

TEST(BoxEditor, KeepsTheBoxInsideTheFrame) {
  BoxEditor editor({200, 100});
  drag(editor, {150, 50}, {900, -900});
  EXPECT_EQ(*editor.box(), (Box{150, 0, 50, 50}));
}

TEST(BoxEditor, TakesAClickForNoBox) {
  BoxEditor editor({200, 100});
  drag(editor, {50, 50}, {51, 51});
  EXPECT_FALSE(editor.box());
}

TEST(BoxEditor, MovesOneEdgeByItsHandle) {
  BoxEditor editor = with_box({50, 20, 40, 30});
  drag(editor, {91, 35}, {110, 60});
  EXPECT_EQ(*editor.box(), (Box{50, 20, 60, 30}));
}

TEST(BoxEditor, MovesACornerAcrossTheOpposite) {
  BoxEditor editor = with_box({50, 20, 40, 30});
  drag(editor, {50, 20}, {100, 60});
  EXPECT_EQ(*editor.box(), (Box{90, 50, 10, 10}));
}

TEST(BoxEditor, MovesTheWholeBoxFromInside) {
  BoxEditor editor = with_box({50, 20, 40, 30});
  drag(editor, {70, 35}, {75, 38});
  EXPECT_EQ(*editor.box(), (Box{55, 23, 40, 30}));
  drag(editor, {70, 35}, {-500, 900});
  EXPECT_EQ(*editor.box(), (Box{0, 70, 40, 30}));
}

TEST(BoxEditor, BeginsAnewOutsideTheBox) {
  BoxEditor editor = with_box({50, 20, 40, 30});
  drag(editor, {150, 60}, {170, 80});
  EXPECT_EQ(*editor.box(), (Box{150, 60, 20, 20}));
}

TEST(BoxEditor, NudgesAndGrowsByPixelsWithinTheFrame) {
  BoxEditor editor = with_box({50, 20, 40, 30});
  editor.nudge(1, -1);
  EXPECT_EQ(*editor.box(), (Box{51, 19, 40, 30}));
  editor.grow(-1, 2);
  EXPECT_EQ(*editor.box(), (Box{51, 19, 39, 32}));
  for (int i = 0; i < 300; ++i) editor.grow(1, -1);
  EXPECT_EQ(*editor.box(), (Box{51, 19, 149, 3}));
}

TEST(GripAt, KnowsEdgesCornersInsideAndOutside) {
  const Box box = {50, 20, 40, 30};
  EXPECT_EQ(grip_at(box, {70, 35}, reach).kind, Grip::Kind::inside);
  EXPECT_EQ(grip_at(box, {20, 35}, reach).kind, Grip::Kind::none);
  const Grip corner = grip_at(box, {92, 51}, reach);
  EXPECT_EQ(corner.kind, Grip::Kind::edge);
  EXPECT_EQ(corner.x, 1);
  EXPECT_EQ(corner.y, 1);
  EXPECT_EQ(grip_at(box, {70, 21}, reach).y, -1);
}

TEST(GripAt, TakesTheNearerSideOfABoxSmallerThanItsReach) {
  EXPECT_EQ(grip_at({50, 50, 4, 4}, {49.5, 52}, reach).x, -1);
  EXPECT_EQ(grip_at({50, 50, 4, 4}, {54.5, 52}, reach).x, 1);
}

}  // namespace
}  // namespace siamrt::ui
