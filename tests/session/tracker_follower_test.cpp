#include "session/tracker_follower.hpp"

#include "session/everywhere.hpp"
#include "track/material.hpp"
#include "track/state.hpp"

#include <gtest/gtest.h>

namespace siamrt::session {
namespace {

const Box patch = {200, 150, 60, 44};  // of the made frames

std::unique_ptr<Follower> follower() {
  return follow_with(
      Tracker(Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"})));
}

TEST(TrackerFollower, GivesWhatTheTrackerGives) {
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  const Tracker tracker(Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"}));
  Track track = tracker.start(test::made_frame(0), patch);
  const auto made = follower();
  const auto followed = made->start(test::made_frame(0), patch);
  for (int t = 1; t < 4; ++t) {
    EXPECT_EQ(made->next(test::made_frame(t), {followed.get()}).at(0).box,
              track.next(test::made_frame(t)).box);
  }
}

TEST(TrackerFollower, ResumesAtAnotherPlaceWithTheLooksOfTheSeed) {
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  const auto made = follower();
  const auto seed = made->start(test::made_frame(0), patch);
  const Box place = {204, 153, 60, 44};
  const auto resumed = made->resume(*seed, test::made_frame(1), place);
  const auto fresh = made->start(test::made_frame(1), {150, 100, 60, 44});
  const auto same = made->resume(*seed, test::made_frame(1), place);
  const Box a = made->next(test::made_frame(2), {resumed.get()}).at(0).box;
  const Box b = made->next(test::made_frame(2), {same.get()}).at(0).box;
  EXPECT_EQ(a, b);
  const auto other_looks = made->resume(*fresh, test::made_frame(1), place);
  EXPECT_NE(made->next(test::made_frame(2), {other_looks.get()}).at(0).box, a);
}

TEST(TrackerFollower, ResumesWithTheSeedsCalibration) {
  const Tracker tracker(Model::open("default", {Precision::fp32, 1, "cpu"}));
  ASSERT_GT(tracker.settings().calibration, 0);
  const auto made = follow_with(tracker);
  const auto seed = made->start(test::made_frame(0), patch);
  const auto resumed = made->resume(*seed, test::made_frame(0), patch);
  const auto next = [&](Followed& followed) {
    return made->next(test::made_frame(1), {&followed}).at(0).box;
  };
  EXPECT_EQ(next(*resumed), next(*seed));
}

TEST(TrackerFollower, ShowsWhatTheNetworkSawOfEachTarget) {
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  const auto made = follower();
  const auto first = made->start(test::made_frame(0), patch);
  const auto second = made->start(test::made_frame(0), {40, 40, 50, 50});
  made->next(test::made_frame(1), {first.get(), second.get()});
  EXPECT_FALSE(made->insight(*first));
  made->keep_insights(true);
  made->next(test::made_frame(2), {first.get(), second.get()});
  const auto a = made->insight(*first);
  const auto b = made->insight(*second);
  ASSERT_TRUE(a && b);
  ASSERT_EQ(a->heat.size(), static_cast<size_t>(a->heat_side) * a->heat_side);
  EXPECT_NE(a->heat, b->heat);
  EXPECT_GT(a->search.w, 2 * patch.w);
  EXPECT_NEAR(a->heat_area.w, a->search.w, 0.1 * a->search.w);  // 16 cells of 16 pixels in 255
  EXPECT_EQ(a->template_picture.size(), cv::Size(96, 96));
}

TEST(SearchEverywhere, LeavesTheTrackAloneWhereNothingScoresEnough) {
  SIAMRT_NEEDS_ARCHIVE("nanotrack_v1");
  Settings settings;
  const Model model = Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"});
  settings = model.description().settings;
  settings.lost_below = 1;
  Track track = Tracker(model, settings).start(test::made_frame(0), patch);
  EXPECT_FALSE(search_everywhere(test::made_frame(9), track));
  EXPECT_EQ(track.box(), patch);
  settings.lost_below = 0;
  Track other = Tracker(model, settings).start(test::made_frame(0), patch);
  const auto found = search_everywhere(test::made_frame(9), other);
  ASSERT_TRUE(found);
  EXPECT_EQ(other.box(), found->box);
}

TEST(SearchEverywhere, FindsATargetThatJumpedAcrossTheFrame) {
  const Model model = Model::open("default", {Precision::fp32, 1, "cpu"});
  const Frame frame = test::made_frame(0);
  Track track = Tracker(model).start(frame, patch);
  // The same frame with its left part moved to the right, far out of the search region.
  Frame moved(frame.size(), frame.type());
  const int shift = 160;
  frame.colRange(0, frame.cols - shift).copyTo(moved.colRange(shift, frame.cols));
  frame.colRange(frame.cols - shift, frame.cols).copyTo(moved.colRange(0, shift));
  const auto found = search_everywhere(moved, track);
  ASSERT_TRUE(found);
  EXPECT_GT(iou(found->box, {patch.x + shift, patch.y, patch.w, patch.h}), 0.5);
}

}  // namespace
}  // namespace siamrt::session
