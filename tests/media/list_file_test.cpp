#include "media/list_file.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siamrt::media {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

std::vector<std::string> paths(const std::string& text) {
  std::vector<std::string> found;
  for (const ListEntry& entry : parse_list(text, "list.txt")) found.push_back(entry.path);
  return found;
}

std::string error_of(const std::string& text) {
  try {
    parse_list(text, "list.txt");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    return error.what();
  }
  return "no error";
}

TEST(ListFile, GivesOnePathALine) {
  EXPECT_THAT(paths("a.jpg\nb c.jpg\n"), ElementsAre("a.jpg", "b c.jpg"));
}

TEST(ListFile, TakesEveryUsualLineEnd) {
  EXPECT_THAT(paths("a\r\nb\r\n"), ElementsAre("a", "b"));
  EXPECT_THAT(paths("a\nb"), ElementsAre("a", "b"));
  EXPECT_THAT(paths("a\r\nb\r"), ElementsAre("a", "b"));
}

TEST(ListFile, LeavesOutCommentsEmptyLinesAndTheByteOrderMark) {
  EXPECT_THAT(paths("\xEF\xBB\xBF# head\n\n  \t\na\n  # more\nb#1\n\n"), ElementsAre("a", "b#1"));
}

TEST(ListFile, KeepsTheNumberOfEachLine) {
  EXPECT_THAT(parse_list("\n# x\na\n\nb", "list.txt"),
              ElementsAre(Field(&ListEntry::line, 3u), Field(&ListEntry::line, 5u)));
}

TEST(ListFile, NamesTheLineThatIsNoText) {
  EXPECT_THAT(error_of(std::string("a\nb\0c\n", 6)), HasSubstr("list.txt:2: a NUL byte"));
  EXPECT_EQ(error_of("a\n" + std::string(5000, 'x')),
            "list.txt:2: 5000 bytes, a path has at most 4096");
}

TEST(ListFile, RefusesAListOfNothing) {
  for (const char* text : {"", "\n", "# only a comment", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(error_of(text), "list.txt: names no image, expected one path a line");
  }
}

TEST(ListFile, TakesAHugeList) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "img/" + std::to_string(i) + ".jpg\n";
  EXPECT_EQ(paths(text).size(), 200000u);
}

}  // namespace
}  // namespace siamrt::media
