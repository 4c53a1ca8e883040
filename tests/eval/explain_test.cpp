#include "eval/explain.hpp"

#include "eval/material.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace siamrt::eval {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<Box> moving(std::size_t frames) {
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < frames; ++i) boxes.push_back({10.0 + 3 * i, 20.0 + 2 * i, 30, 40});
  return boxes;
}

Explanation explained(const std::vector<Box>& truth, const std::vector<Box>& result,
                      const std::string& first, const std::string& second) {
  return explain(test::made_dataset({truth}).sequences[0], result, first, second);
}

void expect_sums(const Explanation& e) {
  double success = 0, precision = 0;
  for (const Reason& reason : e.reasons) {
    success += reason.success;
    precision += reason.precision;
  }
  EXPECT_NEAR(success, e.success[0] - e.success[1], 1e-12) << e.sequence;
  EXPECT_NEAR(precision, e.precision[0] - e.precision[1], 1e-12) << e.sequence;
}

TEST(Explain, NamesTheFirstFrame) {
  std::vector<Box> result = moving(8);
  result[0].x += 100;
  const Explanation e = explained(moving(8), result, "otb-matlab", "otb-pysot");
  ASSERT_EQ(e.reasons.size(), 1U);
  EXPECT_EQ(e.reasons[0].words,
            "first frame: otb-matlab puts the truth in place of the result, otb-pysot does not");
  EXPECT_EQ(e.reasons[0].frames, std::vector<std::int64_t>{0});
  expect_sums(e);
}

TEST(Explain, NamesRepairedRowsAndUnusableTruth) {
  std::vector<Box> truth = moving(8), result = moving(8);
  result[4] = {0, 0, 0, 0};
  truth[6].x = -1;
  const Explanation e = explained(truth, result, "otb-matlab", "otb-got10k");
  std::vector<std::string> words;
  for (const Reason& reason : e.reasons) words.push_back(reason.words);
  EXPECT_THAT(words, Contains(HasSubstr("result is no box: otb-matlab repeats the row before")));
  EXPECT_THAT(words, Contains(HasSubstr("truth has x or y of 0 or less")));
  expect_sums(e);
}

TEST(Explain, NamesFramesLeftOutAndTheDivisor) {
  std::vector<Box> truth = moving(8);
  truth[3] = {nan, nan, nan, nan};
  const Explanation e = explained(truth, moving(8), "uav-got10k", "otb-pysot");
  ASSERT_FALSE(e.reasons.empty());
  std::vector<std::string> words;
  for (const Reason& reason : e.reasons) words.push_back(reason.words);
  EXPECT_THAT(words, Contains("uav-got10k: truth is NaN: the row is removed"));
  EXPECT_THAT(words, Contains("the divisor is 7 frames under uav-got10k and 8 under otb-pysot"));
  expect_sums(e);
}

TEST(Explain, SaysWhereAToolkitStops) {
  const Explanation e = explained(moving(8), moving(5), "otb-got10k", "otb-pysot");
  EXPECT_EQ(e.stops[0], "");
  EXPECT_EQ(e.stops[1], "5 boxes for 8 frames: too few");
  EXPECT_TRUE(e.differs());
}

TEST(Explain, EqualCountsNeedNoReason) {
  EXPECT_FALSE(explained(moving(8), moving(8), "otb-matlab", "otb-pysot").differs());
}

TEST(Explain, ReasonsAddUpOnRealResultsUnderEveryPair) {
  SIAMRT_NEEDS_SHARED("results/OTB100_results.tar.xz");
  const data::Dataset& dataset = test::shared_dataset("otb2015", "OTB100");
  const auto& all = test::shared_results("OTB100_results.tar.xz", dataset);
  const TrackerResults& results = test::tracker_of(all, "KCF-py");
  for (const char* second : {"otb-pysot", "otb-got10k", "otb-pytracking", "otb-trackit"}) {
    for (const data::Sequence& sequence : dataset.sequences) {
      const Explanation e =
          explain(sequence, results.sequences.at(sequence.name).boxes[0], "otb-matlab", second);
      if (e.stops[0].empty() && e.stops[1].empty()) expect_sums(e);
    }
  }
}

TEST(RuleDifferences, AreNoneForAProfileAndItself) {
  EXPECT_TRUE(rule_differences("otb-matlab", "otb-matlab").empty());
  EXPECT_THAT(
      rule_differences("otb-matlab", "otb-pysot"),
      Contains("first result: replaced by the truth (otb-matlab); taken as it is (otb-pysot)"));
}

TEST(FrameRanges, CountFromOneAndJoinNeighbours) {
  EXPECT_EQ(frame_ranges({0, 3, 4, 5, 9}), "1, 4-6, 10");
  EXPECT_EQ(frame_ranges({0, 2, 4, 6}, 2), "1, 3, ...");
  EXPECT_EQ(frame_ranges({}), "");
}

}  // namespace
}  // namespace siamrt::eval
