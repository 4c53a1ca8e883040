#include <siamrt/tracker.hpp>

#include "track/material.hpp"
#include "track/state.hpp"

#include <siamrt/error.hpp>

#include <malloc.h>
#include <opencv2/core.hpp>

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <thread>

namespace siamrt {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const Box patch = {200, 150, 60, 44};  // of the made frames

Model nanotrack() {
  return Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"});
}

/// Boxes and scores of a track over made frames 1 .. count.
std::vector<Estimate> follow(const Tracker& tracker, const Box& box, int count) {
  Track track = tracker.start(test::made_frame(0), box);
  std::vector<Estimate> all;
  for (int t = 1; t <= count; ++t) all.push_back(track.next(test::made_frame(t)));
  return all;
}

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

/// A network whose maps the test writes.
class FakeNetwork final : public model::Network {
 public:
  std::vector<model::Features> embed(const std::vector<cv::Mat>& crops) const override {
    return std::vector<model::Features>(crops.size());
  }
  void locate(const std::vector<cv::Mat>& crops, const std::vector<model::Features>& /*features*/,
              model::Maps& maps) const override {
    maps.count = static_cast<int>(crops.size());
    maps.size = size;
    const size_t cells = crops.size() * static_cast<size_t>(size) * static_cast<size_t>(size);
    maps.score.assign(cells, score);
    maps.box.assign(4 * cells, corner);
    if (with_aligned) maps.extra["aligned_score"].assign(cells / 2, score);
    ++calls;
  }
  std::map<std::string, model::Array> stages(const cv::Mat&, const cv::Mat&) const override {
    return {};
  }

  int size = 16;
  float score = 0.5F;
  float corner = std::numeric_limits<float>::quiet_NaN();
  bool with_aligned = false;
  mutable int calls = 0;
};

template <typename Work>
std::string error_of(Error::Kind kind, Work work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return {};
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

TEST(Tracker, RefusesABatchWithANullADoubleOrAForeignTrack) {
  const Tracker tracker(nanotrack());
  const Frame frame = test::made_frame(0);
  Track track = tracker.start(frame, patch);
  Track foreign = Tracker(nanotrack()).start(frame, patch);  // another opening, another network
  const auto refused = [&](const std::vector<Track*>& batch) {
    return error_of(Error::Kind::usage, [&] { tracker.next(frame, batch); });
  };
  EXPECT_THAT(refused({&track, nullptr}), HasSubstr("track 1 of the batch: null"));
  EXPECT_THAT(refused({&track, &track}), HasSubstr("track 1 of the batch: occurs twice"));
  EXPECT_THAT(refused({&foreign}), HasSubstr("track 0 of the batch: of another model"));
}

TEST(Tracker, RefusesFramesThatAreNotEightBitBgr) {
  const Tracker tracker(nanotrack());
  const auto refused = [&](const Frame& frame) {
    return error_of(Error::Kind::input, [&] { tracker.start(frame, patch); });
  };
  EXPECT_THAT(refused({}), HasSubstr("frame: empty"));
  EXPECT_THAT(refused(cv::Mat(360, 480, CV_8UC1)), HasSubstr("1 channels of 8 bits"));
  EXPECT_THAT(refused(cv::Mat(360, 480, CV_8UC4)), HasSubstr("4 channels of 8 bits"));
  EXPECT_THAT(refused(cv::Mat(360, 480, CV_16UC3)),
              HasSubstr("3 channels of 16 bits, expected 8-bit BGR"));
}

TEST(Track, RefusesAFrameOfAnotherSizeAndStaysAsItWas) {
  const Tracker tracker(nanotrack());
  const std::vector<Estimate> undisturbed = follow(tracker, patch, 2);
  Track track = tracker.start(test::made_frame(0), patch);
  track.next(test::made_frame(1));
  const std::string line =
      error_of(Error::Kind::input, [&] { track.next(cv::Mat(240, 320, CV_8UC3)); });
  EXPECT_EQ(line, "frame: 320x240 pixels, expected 480x360 as the track's first one");
  EXPECT_THAT(error_of(Error::Kind::input, [&] { track.next({}); }), HasSubstr("empty"));
  EXPECT_THAT(error_of(Error::Kind::input, [&] { tracker.next(cv::Mat(9, 9, CV_8UC3), {&track}); }),
              HasSubstr("9x9"));
  EXPECT_EQ(track.box(), undisturbed[0].box);
  EXPECT_EQ(track.next(test::made_frame(2)).box, undisturbed[1].box);
}

TEST(Tracker, RefusesBoxesThatAreNoTarget) {
  const Tracker tracker(nanotrack());
  const double infinity = std::numeric_limits<double>::infinity();
  const auto refused = [&](const Box& box) {
    return error_of(Error::Kind::input, [&] { tracker.start(test::made_frame(0), box); });
  };
  EXPECT_THAT(refused({10, 10, nan, 10}), HasSubstr("box 10,10,nan,10: a number is not finite"));
  EXPECT_THAT(refused({infinity, 10, 10, 10}), HasSubstr("not finite"));
  EXPECT_THAT(refused({10, 10, 0, 10}), HasSubstr("box 10,10,0,10: empty"));
  EXPECT_THAT(refused({10, 10, 10, -4}), HasSubstr("empty"));
  EXPECT_THAT(refused({10, 10, 1e-200, 5}), HasSubstr("a side of 1e-200 pixels"));
  EXPECT_THAT(refused({-1e9, 10, 2e9, 5}), HasSubstr("a side of"));
  EXPECT_THAT(refused({480, 10, 10, 10}), HasSubstr("wholly outside the frame of 480x360 pixels"));
  EXPECT_THAT(refused({10, -20, 10, 20}), HasSubstr("wholly outside"));
}

TEST(Tracker, TakesTinyHugeAndOverhangingBoxes) {
  const Tracker tracker(nanotrack());
  for (const Box& box : {Box{10, 10, 0.01, 0.01}, Box{-5e5, -5e5, 1e6, 1e6},
                         Box{479.5, 359.5, 90, 90}, Box{-80, 5, 81, 3}}) {
    Track track = tracker.start(test::made_frame(0), box);
    for (int t = 1; t < 3; ++t) {
      const Box found = track.next(test::made_frame(t)).box;
      EXPECT_TRUE(is_valid(found)) << box.w;
      EXPECT_LE(found.w, 480);
      EXPECT_GE(found.w, 10);
    }
  }
}

TEST(Tracker, RefusesSettingsThatAreOutOfRangeOrOffTheGrid) {
  Settings settings = nanotrack().description().settings;
  settings.lr = 1.5;
  EXPECT_THAT(error_of(Error::Kind::usage, [&] { Tracker(nanotrack(), settings); }),
              HasSubstr("lr"));
  settings.lr = 0.5;
  settings.search = 260;
  EXPECT_EQ(error_of(Error::Kind::usage, [&] { Tracker(nanotrack(), settings); }),
            "setting 'search': 260 pixels do not fit nanotrack_v1, expected 255 plus or minus a "
            "multiple of 16");
  settings.search = 255;
  settings.search_big = 127;
  EXPECT_THAT(error_of(Error::Kind::usage, [&] { Tracker(nanotrack(), settings); }),
              HasSubstr("'search_big': 127"));
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

TEST(Track, KeepsTheLastBoxWhereTheNetworkGivesNoFiniteCell) {
  const Tracker tracker(nanotrack());
  Track track = tracker.start(test::made_frame(0), patch);
  const Box before = track.next(test::made_frame(1)).box;
  const model::Network* real = track.state().network;
  FakeNetwork broken;
  track.state().network = &broken;
  const Estimate estimate = track.next(test::made_frame(2));
  EXPECT_FALSE(estimate.finite);
  EXPECT_TRUE(estimate.lost);
  EXPECT_EQ(estimate.score, 0);
  EXPECT_EQ(estimate.box, before);
  track.state().network = real;
  EXPECT_TRUE(track.next(test::made_frame(3)).finite) << "tracking goes on";
}

TEST(Track, RefusesMapsThatDoNotFitTheGrid) {
  const Tracker tracker(nanotrack());
  Track track = tracker.start(test::made_frame(0), patch);
  FakeNetwork wrong;
  track.state().network = &wrong;
  wrong.size = 15;
  EXPECT_EQ(error_of(Error::Kind::model, [&] { track.next(test::made_frame(1)); }),
            "network: 225 numbers in 'score', expected 256");
  wrong.size = 16;
  wrong.with_aligned = true;
  EXPECT_EQ(error_of(Error::Kind::model, [&] { track.next(test::made_frame(1)); }),
            "network: 128 numbers in 'aligned_score', expected 256");
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
