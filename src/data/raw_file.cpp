#include "data/raw_file.hpp"

#include <siamrt/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace siamrt::data {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}: {}", path, problem));
}

}  // namespace

RawFile::RawFile(const std::string& path)
    : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(path, fmt::format("cannot open: {}", std::strerror(errno)));
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor_);
    fail(path, "no file");
  }
  size_ = static_cast<std::uint64_t>(facts.st_size);
}

RawFile::~RawFile() { ::close(descriptor_); }

std::string RawFile::read(std::uint64_t offset, std::uint64_t count) const {
  if (offset > size_ || count > size_ - offset) {
    fail(path_, fmt::format("cut short: {} bytes, expected at least {}", size_, offset + count));
  }
  std::string bytes(count, '\0');
  std::uint64_t done = 0;
  while (done < count) {
    const ssize_t n =
        ::pread(descriptor_, &bytes[done], count - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(path_, fmt::format("cannot read at byte {}", offset + done));
    done += static_cast<std::uint64_t>(n);
  }
  return bytes;
}

}  // namespace siamrt::data
