#include "eval/result_text.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace siamrt::eval {
namespace {

std::string message_of(const std::string& text) {
  try {
    parse_result_boxes(text, "r.txt");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    return error.what();
  }
  return "no error";
}

TEST(ResultBoxes, TakesEverySeparatorThatToolkitsWrite) {
  for (const char* text :
       {"1,2,3,4\n5,6,7,8\n", "1, 2, 3, 4\n5, 6, 7, 8", "1\t2\t3\t4\n5\t6\t7\t8\n",
        "1 2 3 4\n5  6 7 8\n", " 1;2;3;4 \n5;6;7;8\n", "1,2\t3 4\n5,6\t7 8"}) {
    const ResultBoxes found = parse_result_boxes(text, "r.txt");
    ASSERT_EQ(found.boxes.size(), 2U) << text;
    EXPECT_EQ(found.boxes[0], (Box{1, 2, 3, 4})) << text;
    EXPECT_EQ(found.boxes[1], (Box{5, 6, 7, 8})) << text;
    EXPECT_TRUE(found.warnings.empty()) << text;
  }
}

TEST(ResultBoxes, TakesWindowsLineEndsAndAByteOrderMark) {
  const ResultBoxes found = parse_result_boxes(
      "\xEF\xBB\xBF"
      "1,2,3,4\r\n5,6,7,8\r\n\r\n",
      "r.txt");
  ASSERT_EQ(found.boxes.size(), 2U);
  EXPECT_EQ(found.boxes[1], (Box{5, 6, 7, 8}));
  EXPECT_TRUE(found.warnings.empty());
}

TEST(ResultBoxes, KeepsEveryDigit) {
  const ResultBoxes found = parse_result_boxes(
      "131.11402503035396,469.6752328623034,2.3177437780362244e1,-0.5e-3\n", "r");
  EXPECT_EQ(found.boxes[0],
            (Box{131.11402503035396, 469.6752328623034, 23.177437780362244, -0.0005}));
}

TEST(ResultBoxes, KeepsNaNAndInfinityWithAWarning) {
  const ResultBoxes found =
      parse_result_boxes("1,2,3,4\nNaN,nan,-inf,Inf\nnan,nan,nan,nan\n", "r.txt");
  ASSERT_EQ(found.boxes.size(), 3U);
  EXPECT_TRUE(std::isnan(found.boxes[1].x));
  EXPECT_TRUE(std::isinf(found.boxes[1].w));
  EXPECT_EQ(found.warnings, std::vector<std::string>{"r.txt:2: NaN or infinity in a box"});
}

TEST(ResultBoxes, NumbersBeyondADoubleAreInfinite) {
  EXPECT_TRUE(std::isinf(parse_result_boxes("1e999,2,3,4", "r").boxes[0].x));
}

TEST(ResultBoxes, MoreThanFourNumbersAreCutWithAWarning) {
  const ResultBoxes found = parse_result_boxes("1,2,3,4,0.9\n5,6,7,8,0.8\n", "r.txt");
  EXPECT_EQ(found.boxes[1], (Box{5, 6, 7, 8}));
  EXPECT_EQ(found.warnings, std::vector<std::string>{"r.txt:1: 5 numbers: the first 4 are taken"});
}

TEST(ResultBoxes, APolygonBecomesItsExtent) {
  const ResultBoxes found = parse_result_boxes("10,0,20,10,10,20,0,10\n", "r.txt");
  EXPECT_EQ(found.boxes[0], (Box{0, 0, 20, 20}));
  ASSERT_EQ(found.warnings.size(), 1U);
}

TEST(ResultBoxes, AnEmptyFileHasNoBoxesAndSaysSo) {
  for (const char* text : {"", "\n\n", "\r\n"}) {
    const ResultBoxes found = parse_result_boxes(text, "r.txt");
    EXPECT_TRUE(found.boxes.empty());
    EXPECT_EQ(found.warnings, std::vector<std::string>{"r.txt: no boxes in it"});
  }
}

TEST(ResultBoxes, BlankLinesBetweenRowsArePassedOverWithAWarning) {
  const ResultBoxes found = parse_result_boxes("1,2,3,4\n\n5,6,7,8\n", "r.txt");
  EXPECT_EQ(found.boxes.size(), 2U);
  EXPECT_EQ(found.warnings,
            std::vector<std::string>{"r.txt:2: a blank line between rows: passed over"});
}

TEST(ResultBoxes, OtherLinesAreRefusedByPlaceAndLine) {
  EXPECT_EQ(message_of("1,2,3,4\n1:2:3:4\n"),
            "r.txt:2: '1:2:3:4' is no row of numbers, expected x,y,w,h");
  EXPECT_EQ(message_of("1,2,3\n"), "r.txt:1: 3 numbers, expected 4 (x,y,w,h)");
  EXPECT_EQ(message_of("1\n"), "r.txt:1: 1 number, expected 4 (x,y,w,h)");
  EXPECT_EQ(message_of("x,y,w,h\n"), "r.txt:1: 'x,y,w,h' is no row of numbers, expected x,y,w,h");
  EXPECT_EQ(message_of("1,,3,4\n"), "r.txt:1: '1,,3,4': an empty place between two separators");
  EXPECT_EQ(message_of("1|2|3|4\n"), "r.txt:1: '1|2|3|4' is no row of numbers, expected x,y,w,h");
}

TEST(ResultBoxes, TellsPytrackingsWholeNumbersBetweenTabs) {
  EXPECT_TRUE(parse_result_boxes("1\t2\t3\t4\n", "r").tabs);
  EXPECT_TRUE(parse_result_boxes("1\t2\t3\t4\n", "r").whole_numbers);
  EXPECT_FALSE(parse_result_boxes("1\t2\t3\t4.5\n", "r").whole_numbers);
  EXPECT_FALSE(parse_result_boxes("1,2,3,4\n", "r").tabs);
}

TEST(Times, HaveOneColumnARepetition) {
  const auto found = parse_times("0.1,0.2,0.3\n0.4,0.5,0.6\n", "t.txt");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1], (std::vector<double>{0.2, 0.5}));
  EXPECT_EQ(parse_times("0.1\n0.2\n", "t.txt"), (std::vector<std::vector<double>>{{0.1, 0.2}}));
  EXPECT_TRUE(parse_times("", "t.txt").empty());
  EXPECT_THROW(parse_times("0.1\n0.2,0.3\n", "t.txt"), Error);
}

TEST(SupervisedLines, ComeWithoutBlanksAndEmptyEnd) {
  EXPECT_EQ(parse_result_lines("1\r\n1.5,2,3,4 \n2\n0\n\n"),
            (std::vector<std::string>{"1", "1.5,2,3,4", "2", "0"}));
}

}  // namespace
}  // namespace siamrt::eval
