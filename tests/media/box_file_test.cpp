#include "media/box_file.hpp"

#include "pictures.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace siamrt::media {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<BoxLine> parse(const std::string& text) { return parse_boxes(text, "boxes.csv"); }

std::string error_of(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "no error";
}

TEST(BoxFile, WritesWhatItReadsBackEqual) {
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> number(-1000, 1000);
  std::string text;
  std::vector<BoxLine> written;
  for (int i = 0; i < 1000; ++i) {
    BoxLine line;
    line.box = {number(random), number(random), number(random), number(random)};
    line.score = number(random);
    written.push_back(line);
    text += box_line(line.box, *line.score) + "\n";
  }
  const std::vector<BoxLine> read = parse(text);
  ASSERT_EQ(read.size(), written.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].box, written[i].box);
    EXPECT_EQ(read[i].score, written[i].score);
    EXPECT_EQ(read[i].line, i + 1);
  }
}

TEST(BoxFile, WritesTheLineThatIsPromised) {
  EXPECT_EQ(box_line({316, 140, 112, 115}, 1), "316,140,112,115,1");
  EXPECT_EQ(box_line({0.1, -2.5, 3, 1e-7}, 0.98), "0.1,-2.5,3,1e-07,0.98");
}

TEST(BoxFile, ReadsEveryUsualSeparatorAndLineEnd) {
  for (const char* text : {"1,2,3,4\n5,6,7,8\n", "1;2;3;4\r\n5;6;7;8\r\n", "1\t2\t3\t4\n5\t6\t7\t8",
                           "1 2 3  4\n 5 6 7 8 \n", "1, 2, 3, 4\n5, 6, 7, 8\n\n\n",
                           "\xEF\xBB\xBFx,y,w,h\n1,2,3,4\n# pause\n5,6,7,8"}) {
    const std::vector<BoxLine> boxes = parse(text);
    ASSERT_EQ(boxes.size(), 2u) << text;
    EXPECT_EQ(boxes[0].box, (Box{1, 2, 3, 4})) << text;
    EXPECT_EQ(boxes[1].box, (Box{5, 6, 7, 8})) << text;
    EXPECT_FALSE(boxes[0].score.has_value());
  }
}

TEST(BoxFile, ReadsATargetOutOfView) {
  const std::vector<BoxLine> boxes = parse("NaN,NaN,NaN,NaN\n1,2,3,4\n");
  EXPECT_TRUE(std::isnan(boxes[0].box.x));
  EXPECT_EQ(boxes[1].line, 2u);
}

TEST(BoxFile, NamesTheLineThatIsWrong) {
  EXPECT_EQ(error_of("1,2,3,4\n1,2,3\n"),
            "boxes.csv:2: 3 numbers, expected x,y,w,h or x,y,w,h,score");
  EXPECT_EQ(error_of("1,2,3,4\n\n1,2,3,4\n"),
            "boxes.csv:2: empty line, expected x,y,w,h or x,y,w,h,score");
  EXPECT_EQ(error_of("1,2,3,4\n1,2,x,4"),
            "boxes.csv:2: 'x' is no number, expected x,y,w,h or x,y,w,h,score");
  EXPECT_THAT(error_of("1,2,3,4,5,6,7,8\n"), HasSubstr("boxes.csv:1: 8 numbers (a polygon?)"));
  EXPECT_THAT(error_of("x,y,w,h\nx,y,w,h\n1,2,3,4"), StartsWith("boxes.csv:2: "));
  EXPECT_THAT(error_of("1,2,,4\n"), HasSubstr("'' is no number"));
  EXPECT_LT(error_of("1,2,3," + std::string(100000, 'y')).size(), 200u);
}

TEST(BoxFile, RefusesAFileWithoutBoxes) {
  for (const char* text : {"", "\n\n", "# nothing\n", "x,y,w,h\n"}) {
    EXPECT_THAT(error_of(text), StartsWith("boxes.csv: holds no box")) << text;
  }
}

TEST(BoxFile, ReadsFilesAndSaysWhichOneIsMissing) {
  const std::string path = (test::temporary_dir() / "b.csv").string();
  test::write_bytes(path, "1,2,3,4,0.5\n");
  EXPECT_EQ(read_boxes(path)[0].score, 0.5);
  EXPECT_THROW(read_boxes(path + ".none"), Error);
}

}  // namespace
}  // namespace siamrt::media
