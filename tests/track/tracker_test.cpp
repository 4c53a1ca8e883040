#include <siamrt/tracker.hpp>

#include "track/small_tracks.hpp"

#include <malloc.h>
#include <opencv2/core.hpp>

#include <cmath>
#include <limits>
#include <thread>

namespace siamrt {
namespace {

void expect_same(const std::vector<Estimate>& a, const std::vector<Estimate>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t n = 0; n < a.size(); ++n) {
    EXPECT_EQ(a[n].box, b[n].box) << "frame " << n + 1;
    EXPECT_EQ(a[n].score, b[n].score) << "frame " << n + 1;
  }
}

double distance(const Box& a, const Box& b) {
  return std::max(
      {std::abs(a.x - b.x), std::abs(a.y - b.y), std::abs(a.w - b.w), std::abs(a.h - b.h)});
}

}  // namespace

TEST(Track, StartsWithTheGivenBoxAndTheArchivesSearchSize) {
  const Tracker tracker(nanotrack());
  const Track track = tracker.start(test::made_frame(0), patch);
  EXPECT_EQ(track.box(), patch);
  EXPECT_EQ(track.search_size(), 255);
  EXPECT_EQ(tracker.settings().penalty_k, 0.148);
}

TEST(Track, ReportsTimesOfEachStage) {
  const Tracker tracker(nanotrack());
  for (const Estimate& estimate : follow(tracker, patch, 2)) {
    EXPECT_GT(estimate.times.crop, 0);
    EXPECT_GT(estimate.times.network, estimate.times.crop);
    EXPECT_GT(estimate.times.decode, 0);
  }
}

TEST(Track, GivesTheSameBytesEveryTime) {
  const Tracker tracker(nanotrack());
  expect_same(follow(tracker, patch, 4), follow(tracker, patch, 4));
}

TEST(Track, IsNotDisturbedByOthersOfTheSameModel) {
  const Tracker tracker(nanotrack());
  const std::vector<Estimate> alone = follow(tracker, patch, 4);
  Track first = tracker.start(test::made_frame(0), patch);
  Track second = tracker.start(test::made_frame(0), {20, 30, 90, 40});
  std::vector<Estimate> between;
  for (int t = 1; t <= 4; ++t) {
    second.next(test::made_frame(0));
    between.push_back(first.next(test::made_frame(t)));
  }
  expect_same(alone, between);
}

TEST(Track, CanBeMovedWhileItFollows) {
  const Tracker tracker(nanotrack());
  const std::vector<Estimate> still = follow(tracker, patch, 2);
  Track track = tracker.start(test::made_frame(0), patch);
  track.next(test::made_frame(1));
  std::vector<Track> moved;
  moved.push_back(std::move(track));
  EXPECT_EQ(moved[0].next(test::made_frame(2)).box, still[1].box);
}

TEST(Track, OutlivesItsTracker) {
  auto tracker = std::make_unique<Tracker>(nanotrack());
  Track track = tracker->start(test::made_frame(0), patch);
  tracker.reset();
  EXPECT_TRUE(is_valid(track.next(test::made_frame(1)).box));
}

TEST(Tracker, LetsTwoThreadsDriveTwoTracksWithTheSameBytesAsOne) {
  const Tracker tracker(nanotrack());
  const Box other = {120, 100, 80, 60};
  const std::vector<Estimate> one = follow(tracker, patch, 6);
  const std::vector<Estimate> two = follow(tracker, other, 6);
  std::vector<Estimate> one_beside;
  std::vector<Estimate> two_beside;
  std::thread thread([&] { one_beside = follow(tracker, patch, 6); });
  two_beside = follow(tracker, other, 6);
  thread.join();
  expect_same(one, one_beside);
  expect_same(two, two_beside);
}

TEST(Tracker, FollowsManyTargetsAsItWouldEachAlone) {
  Settings settings = nanotrack().description().settings;
  settings.search_big = 287;  // two search sizes: two groups
  settings.big_below = 0.02;
  const Tracker tracker(nanotrack(), settings);
  const Box boxes[] = {
      patch, {20, 30, 90, 40}, {300, 100, 30, 20}, {120, 200, 80, 90}, {400, 20, 25, 25}};
  std::vector<Track> alone;
  std::vector<Track> together;
  for (const Box& box : boxes) {
    alone.push_back(tracker.start(test::made_frame(0), box));
    together.push_back(tracker.start(test::made_frame(0), box));
  }
  EXPECT_EQ(alone[0].search_size(), 287);
  EXPECT_EQ(alone[3].search_size(), 255);
  std::vector<Track*> batch;
  for (Track& track : together) batch.push_back(&track);
  // One frame: over several, a near-tie between cells may part the two.
  const std::vector<Estimate> estimates = tracker.next(test::made_frame(1), batch);
  ASSERT_EQ(estimates.size(), std::size(boxes));
  for (size_t n = 0; n < estimates.size(); ++n) {
    const Estimate single = alone[n].next(test::made_frame(1));
    EXPECT_LT(distance(estimates[n].box, single.box), 1e-3) << n;
    EXPECT_NEAR(estimates[n].score, single.score, 1e-5) << n;
    EXPECT_EQ(together[n].box(), estimates[n].box);
    EXPECT_GT(estimates[n].times.network, 0);
  }
}

TEST(Tracker, CallsTheNetworkOnceForAllTracksOfOneSearchSize) {
  Settings settings = nanotrack().description().settings;
  settings.search_big = 287;
  settings.big_below = 0.02;
  const Tracker tracker(nanotrack(), settings);
  FakeNetwork network;
  std::vector<Track> tracks;
  std::vector<Track*> batch;
  for (const Box& box :
       {patch, Box{20, 30, 90, 80}, patch, Box{10, 20, 90, 80}, Box{30, 30, 90, 80}}) {
    tracks.push_back(tracker.start(test::made_frame(0), box));
    tracks.back().state().network = &network;
  }
  for (Track& track : tracks) batch.push_back(&track);
  network.size = 16;
  for (Track& track : tracks) track.state().window.resize(256);  // the fake's maps have one size
  tracker.next(test::made_frame(1), batch);
  EXPECT_EQ(network.calls, 2);
}

TEST(Tracker, TakesAnEmptyBatch) {
  EXPECT_TRUE(Tracker(nanotrack()).next(test::made_frame(0), {}).empty());
}

TEST(Tracker, ChoosesTheSearchSizeByTheFirstBoxsShareOfTheFrame) {
  Settings settings = nanotrack().description().settings;
  settings.search = 271;
  const Frame frame = test::made_frame(0);
  const auto chosen = [&](const Box& box) {
    return Tracker(nanotrack(), settings).start(frame, box).search_size();
  };
  EXPECT_EQ(chosen({10, 10, 5, 5}), 271) << "no big size: the usual one";
  settings.search_big = 287;
  const double side = std::sqrt(0.004 * 480 * 360);
  EXPECT_EQ(chosen({10, 10, side - 0.01, side}), 287);
  EXPECT_EQ(chosen({10, 10, side + 0.01, side}), 271);
}

TEST(Track, CallsALowScoreLost) {
  Settings settings = nanotrack().description().settings;
  settings.lost_below = 0;
  EXPECT_FALSE(follow(Tracker(nanotrack(), settings), patch, 1)[0].lost);
  settings.lost_below = 1;
  EXPECT_TRUE(follow(Tracker(nanotrack(), settings), patch, 1)[0].lost);
}

TEST(Track, StaysInTheFrameWhenItsTargetLeaves) {
  const Tracker tracker(nanotrack());
  const Frame first = test::made_frame(0);
  Track track = tracker.start(first, patch);
  cv::Mat frame;
  for (int t = 1; t <= 30; ++t) {
    frame = cv::Mat(first.size(), CV_8UC3, cv::Scalar::all(90));
    const int shift = 20 * t;  // the picture slides out to the right, grey comes after it
    if (shift < frame.cols) {
      first.colRange(0, frame.cols - shift).copyTo(frame.colRange(shift, frame.cols));
    }
    const Estimate estimate = track.next(frame);
    const Box& box = estimate.box;
    ASSERT_TRUE(is_valid(box)) << t;
    const double cx = box.x + box.w / 2;
    const double cy = box.y + box.h / 2;
    ASSERT_TRUE(cx >= 0 && cx <= 480 && cy >= 0 && cy <= 360) << t << ": " << cx << ',' << cy;
  }
}

TEST(Track, DoesNotGrowInMemoryOverTwoHundredFrames) {
  const Tracker tracker(nanotrack());
  Track track = tracker.start(test::made_frame(0), patch);
  const Frame frames[] = {test::made_frame(1), test::made_frame(2), test::made_frame(3)};
  const auto used = [] {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<long>(info.uordblks + info.hblkhd);
  };
  for (int t = 0; t < 20; ++t) track.next(frames[t % 3]);
  const long before = used();
  for (int t = 0; t < 180; ++t) track.next(frames[t % 3]);
  EXPECT_LE(used() - before, 4096);
}

}  // namespace siamrt
