// Folders, tars and zips as one kind of tree, and archives that are damaged.

#include "data/file_tree.hpp"
#include "data/archive_tree.hpp"
#include "data/made_download.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace siamrt {
namespace {

using data::FileTree;
using data::open_tree;
using test::MadeDownload;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string error_of(const std::string& path) {
  try {
    open_tree(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    return error.what();
  }
  return "no error";
}

class Trees : public testing::TestWithParam<const char*> {};

/// A tree with what archives find hard: empty files, long names, many bytes, hidden names.
TEST_P(Trees, ListAndReadAlike) {
  const MadeDownload download;
  const std::string deep(120, 'd');
  std::string large(300'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * i >> 7U);
  download.file("top/a10.txt", "ten");
  download.file("top/a9.txt", "nine");
  download.file("top/empty", "");
  download.file("top/.hidden", "x");
  download.file("top/__MACOSX/a9.txt", "x");
  download.file("top/" + deep + "/" + deep + ".bin", large);
  const std::string kind = GetParam();
  if (kind != "folder") download.pack("top", "top." + kind);
  const auto tree = open_tree(download.path());
  EXPECT_TRUE(tree->has_folder("top"));
  EXPECT_THAT(tree->list("top").files, ElementsAre("a9.txt", "a10.txt", "empty"));
  EXPECT_THAT(tree->list("top").folders, ElementsAre(deep));
  EXPECT_THAT(tree->list("nothing").files, IsEmpty());
  EXPECT_EQ(tree->read("top/a10.txt"), "ten");
  EXPECT_EQ(tree->read("top/empty"), "");
  EXPECT_EQ(tree->read("top/" + deep + "/" + deep + ".bin"), large);
  EXPECT_EQ(tree->kind("top/a9"), FileTree::Kind::nothing);
  EXPECT_TRUE(tree->has_file("top/a9.txt"));
  EXPECT_THROW(tree->read("top/a11.txt"), Error);
}

INSTANTIATE_TEST_SUITE_P(All, Trees, testing::Values("folder", "tar", "zip"),
                         [](const auto& one) { return std::string(one.param); });

TEST(Trees, GoIntoArchivesInFoldersOfFolders) {
  const MadeDownload download;
  download.file("group/seq/img/1.jpg", "one");
  download.pack("group/seq", "group/seq.tar", true);
  const auto tree = open_tree(download.path());
  EXPECT_EQ(tree->read("group/seq/img/1.jpg"), "one");
  EXPECT_THAT(tree->list("group").folders, ElementsAre("seq"));
  EXPECT_THAT(tree->place("group/seq/img/1.jpg"), testing::EndsWith("group/seq.tar:img/1.jpg"));
}

TEST(Trees, PreferTheUnpackedFolderToTheArchiveBesideIt) {
  const MadeDownload download;
  download.file("seq/a", "packed");
  download.pack("seq", "seq.zip");
  download.file("seq/a", "unpacked");
  EXPECT_EQ(open_tree(download.path())->read("seq/a"), "unpacked");
}

TEST(Archives, ThatAreNoneAreRefused) {
  const MadeDownload download;
  download.file("a.tar", std::string(2000, 'x'));
  download.file("a.zip", "no zip");
  download.file("short.tar", "x");
  download.file("a.rar", "x");
  EXPECT_THAT(error_of(download.path("a.tar")), HasSubstr("at byte 0: no tar header"));
  EXPECT_THAT(error_of(download.path("a.zip")), HasSubstr("no zip file"));
  EXPECT_THAT(error_of(download.path("short.tar")), HasSubstr("cut short"));
  EXPECT_THAT(error_of(download.path("a.rar")), HasSubstr("expected a folder, a .tar or a .zip"));
}

TEST(Archives, CutShortAreRefused) {
  const MadeDownload download;
  for (const std::string kind : {"tar", "zip"}) {
    download.file("s/a", std::string(5000, 'a'));
    download.file("s/b", "b");
    download.pack("s", "s." + kind);
    const std::string whole = content_of(download.path("s." + kind));
    download.file("cut." + kind, whole.substr(0, kind == "tar" ? 3000 : whole.size() - 40));
    EXPECT_THAT(error_of(download.path("cut." + kind)),
                testing::AnyOf(HasSubstr("cut short"), HasSubstr("damaged"), HasSubstr("no zip")));
  }
}

TEST(Archives, WithDamagedContentFailOnReadingIt) {
  const MadeDownload download;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 7919 % 1000) + ",";
  download.file("s/a", text);
  download.pack("s", "s.zip");
  std::string bytes = content_of(download.path("s.zip"));
  bytes[200] = static_cast<char>(bytes[200] ^ 0x55);
  download.file("s.zip", bytes);
  const auto tree = open_tree(download.path("s.zip"));
  try {
    tree->read("s/a");
    FAIL() << "damaged bytes were read";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("s.zip:s/a: damaged"));
  }
}

TEST(Archives, WithPathsThatLeadOutsideKeepThemInvisible) {
  const MadeDownload download;
  download.file("s/ab/x", "inside");
  download.file("s/y", "y");
  download.pack("s", "s.tar", true);
  std::string bytes = content_of(download.path("s.tar"));
  // Turns the folder `ab` of the header (and of nothing else) into `..`, checksum included.
  const std::size_t at = bytes.find("ab/x");
  ASSERT_NE(at, std::string::npos);
  const int change = ('.' - 'a') + ('.' - 'b');
  bytes[at] = bytes[at + 1] = '.';
  const std::size_t header = at / 512 * 512;
  const int sum = std::stoi(bytes.substr(header + 148, 6), nullptr, 8) + change;
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", static_cast<unsigned>(sum));
  bytes.replace(header + 148, 6, digits, 6);
  download.file("out.tar", bytes);
  const auto tree = open_tree(download.path("out.tar"));
  EXPECT_THAT(tree->list("").files, ElementsAre("y"));
  EXPECT_THAT(tree->list("").folders, IsEmpty());
}

}  // namespace
}  // namespace siamrt
