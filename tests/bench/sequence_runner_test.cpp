#include "bench/sequence_runner.hpp"

#include "bench/material.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <limits>

namespace siamrt::bench {
namespace {

bool never() { return false; }

class SequenceRunnerTest : public testing::Test {
 protected:
  data::Sequence sequence_ = test::made_sequence("made", test::moving(6));
  std::shared_ptr<test::MadeFrames> frames_ = std::make_shared<test::MadeFrames>(test::moving(6));
  Model model_ = Model::open((test::build_dir() / "archives/nanotrack_v1.pt").string(),
                             {Precision::fp32, 1, "cpu"});
  Tracker tracker_{model_};

  void SetUp() override { sequence_.frames = frames_; }
};

TEST_F(SequenceRunnerTest, GivesABoxAndATimeForEachFrameAsTheTrackerAloneWould) {
  const auto run = run_one_pass(tracker_, sequence_, false, never);
  ASSERT_TRUE(run);
  Track track = tracker_.start(frames_->read(0), sequence_.truth[0]);
  std::vector<Box> boxes = {sequence_.truth[0]};
  for (int i = 1; i < 6; ++i) boxes.push_back(track.next(frames_->read(i)).box);
  EXPECT_EQ(run->boxes, boxes);
  EXPECT_EQ(run->seconds.size(), 6U);
  for (const double seconds : run->seconds) EXPECT_GT(seconds, 0);
  EXPECT_EQ(run->not_finite, 0U);
}

TEST_F(SequenceRunnerTest, DrivesSeveralTrackersOverOneDecodingAsIfEachWereAlone) {
  Settings settings = tracker_.settings();
  settings.lr = 0.9;
  settings.window_influence = 0.1;
  const Tracker other(model_, settings);
  const auto both = run_one_pass({&tracker_, &other}, sequence_, false, never);
  EXPECT_EQ(frames_->reads, 6);
  ASSERT_TRUE(both);
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ(both->at(0).boxes, run_one_pass(tracker_, sequence_, false, never)->boxes);
  EXPECT_EQ(both->at(1).boxes, run_one_pass(other, sequence_, false, never)->boxes);
  EXPECT_NE(both->at(0).boxes, both->at(1).boxes);
}

TEST_F(SequenceRunnerTest, CountsBoxesFromZeroWhereverTheTruthBegins) {
  for (Box& box : sequence_.truth) {
    box.x += 1;
    box.y += 1;
  }
  const auto run = run_one_pass(tracker_, sequence_, true, never);
  EXPECT_EQ(run->boxes[0], test::moving(1)[0]);
  EXPECT_NEAR(*success(*run, sequence_, true),
              *success(*run, test::made_sequence("made", test::moving(6)), false), 0);
}

TEST_F(SequenceRunnerTest, EndsWithoutAResultWhenToldToStop) {
  int asked = 0;
  EXPECT_FALSE(run_one_pass(tracker_, sequence_, false, [&] { return ++asked == 3; }));
  EXPECT_EQ(asked, 3);
}

TEST_F(SequenceRunnerTest, NamesTheFrameThatCannotBeRead) {
  frames_->broken = 4;
  try {
    run_one_pass(tracker_, sequence_, false, never);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), testing::HasSubstr("made#4"));
  }
}

TEST_F(SequenceRunnerTest, RefusesASequenceWithoutFramesOrWithoutTruthToStartFrom) {
  sequence_.truth[0].x = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(run_one_pass(tracker_, sequence_, false, never), Error);
  sequence_.truth = test::moving(6);
  sequence_.frames = nullptr;
  EXPECT_THROW(run_one_pass(tracker_, sequence_, false, never), Error);
}

TEST(Success, IsTheMeanOverThresholdsOfFramesWithTruth) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto sequence =
      test::made_sequence("made", {{0, 0, 10, 10}, {0, 0, 10, 10}, {nan, nan, nan, nan}});
  SequenceRun run;
  run.boxes = {{0, 0, 10, 10}, {50, 50, 10, 10}, {0, 0, 1, 1}};
  EXPECT_DOUBLE_EQ(*success(run, sequence, false), 20.0 / 21 / 2);
  EXPECT_FALSE(success(run, test::made_sequence("first only", {{0, 0, 10, 10}}), false));
}

}  // namespace
}  // namespace siamrt::bench
