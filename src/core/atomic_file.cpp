#include "core/atomic_file.hpp"

#include <siamrt/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <regex>
#include <vector>

namespace siamrt::core {
namespace {

[[noreturn]] void fail(const std::string& path, int code) {
  throw Error(Error::Kind::system, fmt::format("{}: cannot write: {}", path, std::strerror(code)));
}

/// Writes all bytes to an open file; returns 0 or errno.
int write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(file, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    content.remove_prefix(static_cast<size_t>(n));
  }
  return 0;
}

struct Closer {
  int file;
  ~Closer() { ::close(file); }
};

/// A new file beside `path`, opened for writing. A name may be taken by what a killed process of
/// the same number left (in a container the numbers repeat): then the next one.
int open_temporary(const std::string& path, std::string& name) {
  static std::atomic<unsigned> counter{0};
  constexpr int most_tries = 1000;
  int file = -1;
  for (int i = 0; i < most_tries; ++i) {
    name = fmt::format("{}.tmp{}.{}", path, ::getpid(), counter++);
    file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0 || errno != EEXIST) break;
  }
  return file;
}

/// Devices and pipes take bytes and must never be replaced by a file.
void write_straight(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) fail(path, errno);
  int code = write_all(file, content);
  if (::close(file) != 0 && code == 0) code = errno;
  if (code != 0) fail(path, code);
}

void replace(const std::string& path, std::string_view content, mode_t mode) {
  std::string temporary;
  const int file = open_temporary(path, temporary);
  if (file < 0) fail(path, errno);
  int code = write_all(file, content);
  if (code == 0 && mode != 0 && ::fchmod(file, mode) != 0) code = errno;
  if (code == 0 && ::fsync(file) != 0 && errno != EINVAL) code = errno;
  if (::close(file) != 0 && code == 0) code = errno;
  if (code == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(temporary.c_str());
    fail(path, code);
  }
}

}  // namespace

void write_atomically(const std::string& path, std::string_view content) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return replace(path, content, 0);
  if (S_ISDIR(found.st_mode)) fail(path, EISDIR);
  if (!S_ISREG(found.st_mode)) return write_straight(path, content);
  // A link stays a link: what it points to is replaced, with the permissions it had.
  std::error_code code;
  const std::filesystem::path target = std::filesystem::canonical(path, code);
  replace(code ? path : target.string(), content, found.st_mode & 0777);
}

void remove_temporaries(const std::string& folder) {
  static const std::regex temporary(R"(.*\.tmp\d+\.\d+)");
  std::vector<std::filesystem::path> found;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
    const std::filesystem::path& path = entry.path();
    if (std::regex_match(path.filename().string(), temporary)) found.push_back(path);
  }
  for (const auto& path : found) std::filesystem::remove(path, code);
}

std::string read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat found {};
  if (file < 0 || ::fstat(file, &found) != 0) {
    const int code = errno;
    if (file >= 0) ::close(file);
    throw Error(Error::Kind::input, fmt::format("{}: cannot read: {}", path, std::strerror(code)));
  }
  const Closer closer{file};
  if (S_ISDIR(found.st_mode)) {
    throw Error(Error::Kind::input, fmt::format("{}: is a folder, expected a file", path));
  }
  // One byte more than the file is said to hold, so that its end is seen without growing.
  std::string content(static_cast<std::size_t>(std::max<off_t>(found.st_size, 0)) + 1, '\0');
  std::size_t used = 0;
  while (true) {
    const ssize_t n = ::read(file, content.data() + used, content.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      throw Error(Error::Kind::input,
                  fmt::format("{}: reading broke off: {}", path, std::strerror(errno)));
    }
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
    if (used == content.size()) content.resize(2 * used + 4096);
  }
  content.resize(used);
  return content;
}

}  // namespace siamrt::core
