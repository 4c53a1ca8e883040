#include "session/target.hpp"

#include <gtest/gtest.h>

namespace siamrt::session {
namespace {

Target made() {
  Target target(0);
  target.set_by_hand(0, {0, 0, 10, 10});
  for (int n = 1; n < 10; ++n) target.note(n, {{1.0 * n, 0, 10, 10}, 0.5, n > 6, Origin::tracked});
  return target;
}

TEST(Target, AKeyFrameStaysWhenTrackingRunsOverIt) {
  Target target = made();
  target.note(0, {{9, 9, 9, 9}, 0.5, false, Origin::tracked});
  EXPECT_EQ(target.at(0)->box.x, 0);
}

TEST(Target, ACorrectionForgetsTrackedBoxesUpToTheNextKeyFrame) {
  Target target = made();
  target.set_by_hand(8, {50, 50, 10, 10});
  target.note(9, {{51, 50, 10, 10}, 0.5, false, Origin::tracked});
  target.set_by_hand(4, {40, 40, 10, 10});
  EXPECT_NE(target.at(3), nullptr);
  for (int n = 5; n < 8; ++n) EXPECT_EQ(target.at(n), nullptr) << n;
  EXPECT_NE(target.at(8), nullptr);
  EXPECT_NE(target.at(9), nullptr);
}

TEST(Target, FindsKeyFramesOnBothSides) {
  Target target = made();
  target.set_by_hand(6, {50, 50, 10, 10});
  EXPECT_EQ(target.key_up_to(5), 0);
  EXPECT_EQ(target.key_up_to(6), 6);
  EXPECT_EQ(target.key_from(1), 6);
  EXPECT_FALSE(target.key_from(7));
}

TEST(Target, SpansPartWhereItIsLostAndWhereBoxesAreMissing) {
  Target target = made();
  target.note(20, {{1, 1, 1, 1}, 0.9, false, Origin::tracked});
  const std::vector<Span> spans = target.spans();
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[0].last, 6);
  EXPECT_TRUE(spans[1].lost);
  EXPECT_EQ(spans[2].first, 20);
}

TEST(Target, ForgetsTheOldest) {
  Target target = made();
  target.forget_old(3);
  EXPECT_EQ(target.marks().begin()->first, 7);
}

}  // namespace
}  // namespace siamrt::session
