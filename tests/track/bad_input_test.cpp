// What the tracker refuses, and what it lives through.

#include "track/small_tracks.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

namespace siamrt {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace siamrt
