#include "core/atomic_file.hpp"

#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

namespace siamrt::core {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <typename Action>
std::string error_of(Error::Kind kind, Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "no error";
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Lets no file of this process grow beyond `bytes`, as a full disk would, while it lives.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_{};
  void (*handler_)(int) = nullptr;
};

TEST(AtomicFile, ReadsBackWhatItWrote) {
  const fs::path folder = test::temporary_dir();
  const std::string path = (folder / "f.bin").string();
  for (const std::string& content :
       {std::string(), std::string("a\0b\r\n", 5), std::string(3'000'000, 'x')}) {
    write_atomically(path, content);
    EXPECT_EQ(read_file(path), content);
  }
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(AtomicFile, LeavesTheOldFileAndNothingElseWhenTheDiskIsFull) {
  const fs::path folder = test::temporary_dir();
  const std::string path = (folder / "results.csv").string();
  write_atomically(path, "old");
  {
    const SmallDisk full(1000);
    const std::string message =
        error_of(Error::Kind::system, [&] { write_atomically(path, std::string(5000, 'n')); });
    EXPECT_THAT(message, StartsWith(path + ": cannot write: "));
  }
  EXPECT_EQ(read_file(path), "old");
  EXPECT_EQ(files_in(folder), 1u);
}

TEST(AtomicFile, SaysWhyAPlaceCannotBeWritten) {
  const fs::path folder = test::temporary_dir();
  EXPECT_THAT(
      error_of(Error::Kind::system, [&] { write_atomically((folder / "none/f").string(), "x"); }),
      HasSubstr("No such file or directory"));
  EXPECT_THAT(error_of(Error::Kind::system, [&] { write_atomically(folder.string(), "x"); }),
              HasSubstr("Is a directory"));
}

TEST(AtomicFile, RefusesAFolderWithoutPermission) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser may write everywhere";
  const fs::path folder = test::temporary_dir();
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  const std::string message =
      error_of(Error::Kind::system, [&] { write_atomically((folder / "f").string(), "x"); });
  fs::permissions(folder, fs::perms::owner_all);
  EXPECT_THAT(message, HasSubstr("Permission denied"));
}

TEST(AtomicFile, WritesIntoDevicesAndPipesAsTheyAre) {
  write_atomically("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THAT(error_of(Error::Kind::system, [] { write_atomically("/dev/full", "x"); }),
              HasSubstr("No space left on device"));
  const std::string pipe = (test::temporary_dir() / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = read_file(pipe); });
  write_atomically(pipe, "through");
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(AtomicFile, KeepsLinksAndPermissions) {
  const fs::path folder = test::temporary_dir();
  write_atomically((folder / "target").string(), "old");
  fs::permissions(folder / "target", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("target", folder / "link");
  write_atomically((folder / "link").string(), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(read_file((folder / "target").string()), "new");
  EXPECT_EQ(fs::status(folder / "target").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST(AtomicFile, IsNotStoppedByWhatAKilledProcessLeft) {
  const fs::path folder = test::temporary_dir();
  const std::string path = (folder / "f").string();
  for (int i = 0; i < 200; ++i)
    std::ofstream(fmt::format("{}.tmp{}.{}", path, ::getpid(), i)) << "left";
  write_atomically(path, "whole");
  EXPECT_EQ(read_file(path), "whole");
}

TEST(AtomicFile, ShowsAReaderTheOldOrTheNewContentNeverAPart) {
  const std::string path = (test::temporary_dir() / "f").string();
  const std::string a(100'000, 'a');
  const std::string b(50'000, 'b');
  write_atomically(path, a);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) write_atomically(path, i % 2 == 0 ? b : a);
    done = true;
  });
  bool whole = true;
  while (!done) {
    const std::string seen = read_file(path);
    whole = whole && (seen == a || seen == b);
  }
  writer.join();
  EXPECT_TRUE(whole);
}

TEST(RemoveTemporaries, TakesWhatKilledProcessesLeftAndNothingElse) {
  const fs::path folder = test::temporary_dir();
  for (const char* name : {"a.json", "a.json.tmp12.0", "b.tmp", "c.tmp3", "sub.tmp1.2.txt"})
    std::ofstream(folder / name) << "x";
  remove_temporaries(folder.string());
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(folder))
    left.push_back(entry.path().filename().string());
  EXPECT_THAT(left, testing::UnorderedElementsAre("a.json", "b.tmp", "c.tmp3", "sub.tmp1.2.txt"));
  remove_temporaries((folder / "absent").string());
}

TEST(ReadFile, SaysWhatIsWrong) {
  const fs::path folder = test::temporary_dir();
  EXPECT_EQ(error_of(Error::Kind::input, [&] { read_file(folder.string()); }),
            folder.string() + ": is a folder, expected a file");
  EXPECT_EQ(error_of(Error::Kind::input, [&] { read_file((folder / "none").string()); }),
            (folder / "none").string() + ": cannot read: No such file or directory");
}

TEST(ReadFile, ReadsFilesThatDoNotKnowTheirSize) {
  EXPECT_THAT(read_file("/proc/self/status"), HasSubstr("Name:"));
}

}  // namespace
}  // namespace siamrt::core
