#include "bench/supervised.hpp"

#include "bench/material.hpp"
#include "data/annotations.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

namespace siamrt::bench {
namespace {

bool never() { return false; }

/// The patch moves; from frame `jump` the truth is said to be in a far corner of the frame.
data::Sequence jumping(int frames, int jump) {
  std::vector<Box> truth = test::moving(frames);
  for (int i = jump; i < frames; ++i) truth[static_cast<std::size_t>(i)] = {140, 100, 12, 12};
  data::Sequence sequence = test::made_sequence("made", truth);
  for (const Box& box : truth) sequence.polygons.push_back(data::polygon_of(box));
  sequence.frames = std::make_shared<test::MadeFrames>(test::moving(frames));
  return sequence;
}

class SupervisedTest : public testing::Test {
 protected:
  Tracker tracker_{Model::open((test::build_dir() / "archives/nanotrack_v1.pt").string(),
                               {Precision::fp32, 1, "cpu"})};
};

std::string marks(const std::vector<SupervisedFrame>& frames) {
  std::string text;
  for (const SupervisedFrame& frame : frames) text += "r120"[frame.mark];
  return text;
}

TEST_F(SupervisedTest, StartsAnewFiveFramesAfterTheOverlapIsZero) {
  const auto frames = run_supervised(tracker_, jumping(10, 3), never);
  ASSERT_TRUE(frames);
  EXPECT_EQ(marks(*frames).substr(0, 9), "1rr200001");
  EXPECT_GT(frames->at(1).overlap, 0);
  EXPECT_EQ(frames->at(3).overlap, 0);
  EXPECT_GT(frames->at(3).seconds, 0);
  EXPECT_EQ(frames->at(5).seconds, 0);
}

TEST_F(SupervisedTest, EndsWhereTheNextStartWouldBeBeyondTheLastFrame) {
  EXPECT_EQ(marks(*run_supervised(tracker_, jumping(7, 4), never)), "1rrr200");
}

TEST_F(SupervisedTest, NeedsAPolygonForEachFrame) {
  data::Sequence sequence = jumping(4, 4);
  sequence.polygons.pop_back();
  EXPECT_THROW(run_supervised(tracker_, sequence, never), Error);
  sequence = jumping(4, 4);
  sequence.frames = nullptr;
  EXPECT_THROW(run_supervised(tracker_, sequence, never), Error);
}

TEST_F(SupervisedTest, EndsWithoutAResultWhenToldToStop) {
  EXPECT_FALSE(run_supervised(tracker_, jumping(6, 6), [] { return true; }));
}

}  // namespace
}  // namespace siamrt::bench
