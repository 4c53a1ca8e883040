#pragma once

#include <cstdint>
#include <string>

namespace siamrt::data {

/// A file read by position. Safe from many threads.
class RawFile {
 public:
  /// Throws Error(input) if it cannot be opened.
  explicit RawFile(const std::string& path);
  ~RawFile();
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  std::uint64_t size() const noexcept { return size_; }
  const std::string& path() const noexcept { return path_; }

  /// Exactly `count` bytes from `offset`. Throws Error(input), naming the byte, if the file is
  /// shorter or cannot be read.
  std::string read(std::uint64_t offset, std::uint64_t count) const;

 private:
  std::string path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace siamrt::data
