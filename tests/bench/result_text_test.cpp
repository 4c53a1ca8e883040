#include "bench/result_text.hpp"

#include "eval/result_text.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

namespace siamrt::bench {
namespace {

const std::vector<Box> boxes = {{30, 40, 20, 10}, {30.1, 40.123456789012345, 1.0 / 3, 2e-7}};

TEST(ResultText, WritesBoxesThatReadBackEqualAndCountFromOneWhereTheTruthDoes) {
  const std::string text = boxes_text(Layout::text, boxes, {31, 41, 20, 10}, true);
  const auto read = eval::parse_result_boxes(text, "made").boxes;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0], (Box{31, 41, 20, 10}));
  EXPECT_EQ(read[1], (Box{boxes[1].x + 1, boxes[1].y + 1, boxes[1].w, boxes[1].h}));
  EXPECT_EQ(boxes_text(Layout::text, boxes, boxes[0], false).substr(0, 12), "30,40,20,10\n");
}

TEST(ResultText, BeginsWithTheTruthAsPublishedWhateverTheTrackerStartedFrom) {
  const std::string text = boxes_text(Layout::text, boxes, {30.5, 40.25, 20, 10}, true);
  EXPECT_EQ(text.substr(0, text.find('\n')), "30.5,40.25,20,10");
}

TEST(ResultText, WritesThreeDecimalsForGot10k) {
  EXPECT_EQ(boxes_text(Layout::got10k, boxes, boxes[0], false),
            "30.000,40.000,20.000,10.000\n30.100,40.123,0.333,0.000\n");
}

TEST(ResultText, WritesASupervisedRunAsMarksAndSinglePrecisionWithFourDecimals) {
  std::vector<SupervisedFrame> frames(4);
  frames[0].mark = SupervisedFrame::start;
  frames[1].box = {0.1, 123456.78905, -3, 7.25};
  frames[2].mark = SupervisedFrame::failure;
  frames[3].mark = SupervisedFrame::skipped;
  EXPECT_EQ(supervised_text(frames), "1\n0.1000,123456.7891,-3.0000,7.2500\n2\n0\n");
}

TEST(ResultText, WritesTimesWithAColumnForEachRepetitionThatEvalReadsBack) {
  const std::string text = times_text({{0.5, 0.25}, {0.125, 1}});
  EXPECT_EQ(text, "0.50000000,0.12500000\n0.25000000,1.00000000\n");
  EXPECT_EQ(eval::parse_times(text, "made"),
            (std::vector<std::vector<double>>{{0.5, 0.25}, {0.125, 1}}));
  EXPECT_EQ(times_text({}), "");
}

TEST(ResultText, NamesFilesAsEachToolkitDoes) {
  EXPECT_EQ(result_path(Layout::text, "Deer", 1, 1), "results/Deer.txt");
  EXPECT_EQ(result_path(Layout::text, "Deer", 2, 3), "results/Deer_002.txt");
  EXPECT_EQ(result_path(Layout::got10k, "V1", 1, 1), "results/V1/V1_001.txt");
  EXPECT_EQ(result_path(Layout::vot, "bag", 15, 15), "results/baseline/bag/bag_015.txt");
  EXPECT_EQ(times_path(Layout::text, "Deer"), "times/Deer.txt");
  EXPECT_EQ(times_path(Layout::got10k, "V1"), "results/V1/V1_time.txt");
}

TEST(ResultText, KnowsItsLayoutsByNameAndRefusesOthers) {
  for (const std::string& name : layout_names()) EXPECT_EQ(to_string(layout_from(name)), name);
  EXPECT_THROW(layout_from("lasot"), Error);
}

}  // namespace
}  // namespace siamrt::bench
