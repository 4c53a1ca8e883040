#include "core/atomic_file.hpp"

#include <siamrt/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

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

}  // namespace

void write_atomically(const std::string& path, std::string_view content) {
  static std::atomic<unsigned> counter{0};
  const std::string temporary = fmt::format("{}.tmp{}.{}", path, ::getpid(), counter++);
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail(path, errno);
  int code = write_all(file, content);
  if (code == 0 && ::fsync(file) != 0 && errno != EINVAL) code = errno;
  if (::close(file) != 0 && code == 0) code = errno;
  if (code == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(temporary.c_str());
    fail(path, code);
  }
}

std::string read_file(const std::string& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) {
    throw Error(Error::Kind::input, fmt::format("{}: is a folder, expected a file", path));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(Error::Kind::input, fmt::format("{}: cannot read: {}", path, std::strerror(errno)));
  }
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw Error(Error::Kind::input, fmt::format("{}: reading broke off", path));
  return content;
}

}  // namespace siamrt::core
