#include "ui/library.hpp"

#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <filesystem>
#include <fstream>

namespace siamrt::ui {
namespace {

namespace fs = std::filesystem;

void touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "x";
}

/// top/ with two clips, a folder, a sequence, hidden and other files, and links that lead out.
class Libraries : public testing::Test {
 protected:
  Libraries() : top(test::temporary_dir() / "top"), outside(top.parent_path() / "outside") {
    for (const char* name :
         {"b10.mp4", "b9.mp4", "notes.txt", ".hidden.mp4", "more/c.avi", "Crossing/img/0001.jpg"})
      touch(top / name);
    touch(outside / "secret.mp4");
    touch(outside / "0001.jpg");
    fs::create_symlink(outside / "secret.mp4", top / "link.mp4");
    fs::create_directory_symlink(outside, top / "way_out");
    fs::create_symlink(top / "b9.mp4", top / "more" / "inner.mp4");
    fs::create_directories(top / "trap");
    fs::create_directory_symlink(outside, top / "trap" / "img");
  }

  fs::path top;
  fs::path outside;
};

TEST_F(Libraries, ListsFoldersThenClipsInNaturalOrderAndNothingElse) {
  std::vector<std::string> names;
  for (const Entry& entry : Library(top.string()).list("")) names.push_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Crossing", "more", "trap", "b9.mp4", "b10.mp4"}));
}

TEST_F(Libraries, TellsSequencesFromFoldersToLookInto) {
  const auto entries = Library(top.string()).list("");
  EXPECT_TRUE(entries[0].sequence);
  EXPECT_FALSE(entries[1].sequence);
}

TEST_F(Libraries, OpensWhatIsBelowTheTopLinksWithinIncluded) {
  const Library library(top.string());
  EXPECT_EQ(library.clip("b9.mp4"), fs::canonical(top / "b9.mp4"));
  EXPECT_EQ(library.clip("more/inner.mp4"), fs::canonical(top / "b9.mp4"));
  EXPECT_EQ(library.clip("Crossing"), fs::canonical(top / "Crossing"));
}

TEST_F(Libraries, LetsNothingOut) {
  const Library library(top.string());
  const std::string absolute = (top / "b9.mp4").string();
  for (const std::string& path :
       {std::string("../outside/secret.mp4"), std::string("more/../../outside/secret.mp4"),
        std::string("link.mp4"), std::string("way_out/secret.mp4"), std::string("way_out"),
        absolute, std::string("/etc/passwd"), std::string("more/.."), std::string("nowhere.mp4"),
        std::string("b9.mp4\0.txt", 11), std::string(10000, 'a'), std::string("trap"),
        std::string("trap/img"), std::string("notes.txt")}) {
    EXPECT_THROW(library.clip(path), Error) << path;
  }
  EXPECT_THROW(library.list(".."), Error);
  EXPECT_THROW(library.list("way_out"), Error);
}

TEST_F(Libraries, AFolderBesideWithTheSameBeginningIsOutside) {
  fs::create_directories(top.parent_path() / "topmost");
  touch(top.parent_path() / "topmost" / "a.mp4");
  fs::create_symlink(top.parent_path() / "topmost" / "a.mp4", top / "near.mp4");
  EXPECT_THROW(Library(top.string()).clip("near.mp4"), Error);
}

TEST(Library, WithoutAFolderHasNothing) {
  EXPECT_TRUE(Library("").list("").empty());
  EXPECT_THROW(Library("").clip("etc"), Error);
  EXPECT_THROW(Library("/nowhere/at/all"), Error);
}

}  // namespace
}  // namespace siamrt::ui
