#include "data/truth_text.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <cmath>

namespace siamrt {
namespace {

using data::parse_flags;
using data::parse_truth;
using data::parse_vatic;
using data::TruthRows;
using testing::HasSubstr;

template <typename Parse>
std::string error_of(Parse parse, const std::string& text) {
  try {
    parse(text, "gt.txt");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    return error.what();
  }
  return "no error";
}

struct Written {
  const char* text;
  const char* separator;
  bool windows;
  bool newline;
};

class TruthForms : public testing::TestWithParam<Written> {};

TEST_P(TruthForms, GiveTheSameTwoBoxes) {
  const Written& written = GetParam();
  const TruthRows rows = parse_truth(written.text, "gt.txt");
  ASSERT_EQ(rows.boxes.size(), 2u);
  EXPECT_EQ(rows.boxes[0], (Box{1, 2.5, 3, 4}));
  EXPECT_EQ(rows.boxes[1], (Box{-5, 6, 7, 8}));
  EXPECT_TRUE(rows.polygons.empty());
  EXPECT_EQ(rows.form.separator, written.separator);
  EXPECT_EQ(rows.form.windows_lines, written.windows);
  EXPECT_EQ(rows.form.newline_at_end, written.newline);
}

INSTANTIATE_TEST_SUITE_P(
    All, TruthForms,
    testing::Values(Written{"1,2.5,3,4\n-5,6,7,8\n", "comma", false, true},
                    Written{"1,2.5,3,4\r\n-5,6,7,8\r\n", "comma", true, true},
                    Written{"1\t2.5\t3\t4\n-5\t6\t7\t8", "tab", false, false},
                    Written{"  1 2.5  3 4 \n\n-5 6 7 8\n\n", "blank", false, true},
                    Written{"1;2.5;3;4\n-5;6;7;8\n", "semicolon", false, true},
                    Written{" 1.00, 2.50, 3, 4\n-5 , 6,7,8", "comma", false, false},
                    Written{"\xEF\xBB\xBF+1,2.5,3,4\n-5 6 7 8\n", "mixed", false, true}));

TEST(Truth, TakesNanInAnyCaseAsNoTruth) {
  const TruthRows rows = parse_truth("NaN,NaN,NaN,NaN\nnan nan nan nan\n1,2,3,4\n", "gt.txt");
  ASSERT_EQ(rows.boxes.size(), 3u);
  EXPECT_TRUE(std::isnan(rows.boxes[0].x));
  EXPECT_TRUE(std::isnan(rows.boxes[1].h));
}

TEST(Truth, TakesPolygonsAndKeepsRectanglesApart) {
  const TruthRows rows = parse_truth("1,2,3,4\n0,1,9,1,9,8,0,8\nnan,1,9,1,9,8,0,8\n", "gt.txt");
  ASSERT_EQ(rows.polygons.size(), 3u);
  EXPECT_EQ(rows.rectangles, (std::vector<std::uint8_t>{1, 0, 0}));
  EXPECT_EQ(rows.boxes[1], (Box{0, 1, 9, 7}));
  EXPECT_EQ(rows.polygons[0][2].y, 6);
  EXPECT_TRUE(std::isnan(rows.boxes[2].w));
}

TEST(Truth, NamesTheLineOfWhatIsWrong) {
  EXPECT_EQ(error_of(parse_truth, "1,2,3,4\n1,2,3\n"),
            "gt.txt:2: 3 numbers, expected 4 (x,y,w,h) or 8 (four corners)");
  EXPECT_EQ(error_of(parse_truth, "198:214:34:81\n"),
            "gt.txt:1: '198:214:34:81' is no number; expected 4 (x,y,w,h) or 8 (four corners), "
            "separated by commas, tabs or blanks");
  EXPECT_THAT(error_of(parse_truth, "1|2|3|4"), HasSubstr("gt.txt:1: '1|2|3|4' is no number"));
  EXPECT_THAT(error_of(parse_truth, "1,2,,4"), HasSubstr("gt.txt:1: '' is no number"));
  EXPECT_EQ(error_of(parse_truth, "1,2,3,4,\n"), "gt.txt:1: ends in a separator");
  EXPECT_THAT(error_of(parse_truth, "1,2,inf,4"), HasSubstr("gt.txt:1: infinity"));
  EXPECT_THAT(error_of(parse_truth, "1,2,1e999,4"), HasSubstr("is no number"));
  EXPECT_THAT(error_of(parse_truth, "1 2 3 4 5 6 7 8 9"), HasSubstr("more than 8 numbers"));
  EXPECT_EQ(error_of(parse_truth, ""), "gt.txt: empty, expected one line of numbers per frame");
  EXPECT_EQ(error_of(parse_truth, " \r\n\n"),
            "gt.txt: empty, expected one line of numbers per frame");
  EXPECT_THAT(error_of(parse_truth, std::string("1,2,3\0,4", 8)), HasSubstr("'3\\x00'"));
}

TEST(Vatic, ReadsCornersAndIgnoresTheRest) {
  const TruthRows rows = parse_vatic("0 1 2 31 42 7 0 0 1 \"a b\"\r\n", "nfs.txt");
  ASSERT_EQ(rows.boxes.size(), 1u);
  EXPECT_EQ(rows.boxes[0], (Box{1, 2, 30, 40}));
  EXPECT_EQ(error_of(parse_vatic, "0 1 2\n"),
            "gt.txt:1: 3 numbers, expected id, left, top, right, bottom, ...");
}

TEST(Flags, AreReadFromOneLineOrMany) {
  EXPECT_EQ(parse_flags("0,1,0\r\n", "f"), (std::vector<std::uint8_t>{0, 1, 0}));
  EXPECT_EQ(parse_flags("8\n0\n1.0", "f"), (std::vector<std::uint8_t>{8, 0, 1}));
  EXPECT_TRUE(parse_flags("", "f").empty());
  EXPECT_EQ(error_of(parse_flags, "0,x"),
            "gt.txt: flag 2: 'x', expected a whole number from 0 to 255");
  EXPECT_THAT(error_of(parse_flags, "-1"), HasSubstr("flag 1: '-1'"));
  EXPECT_THAT(error_of(parse_flags, "nan"), HasSubstr("flag 1: 'nan'"));
}

}  // namespace
}  // namespace siamrt
