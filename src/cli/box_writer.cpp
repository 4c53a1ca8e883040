#include "cli/box_writer.hpp"

#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <utility>

namespace siamrt::cli {
namespace {

/// Devices and pipes are written in place: there is nothing to rename.
bool is_special(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::is_other(std::filesystem::status(path, unknown));
}

}  // namespace

BoxWriter::BoxWriter(std::string path, std::ostream& out, size_t targets)
    : path_(std::move(path)), out_(out), several_(targets > 1) {
  if (path_ == "-") return;
  if (!is_special(path_)) temporary_ = fmt::format("{}.tmp{}", path_, ::getpid());
  const std::string& name = temporary_.empty() ? path_ : temporary_;
  file_ = std::fopen(name.c_str(), "we");
  if (file_ == nullptr) fail();
}

BoxWriter::~BoxWriter() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void BoxWriter::fail() const {
  throw Error(Error::Kind::system,
              fmt::format("{}: cannot write: {}", path_, std::strerror(errno)));
}

void BoxWriter::add(std::int64_t number, const std::vector<Mark>& marks) {
  std::string lines;
  for (size_t i = 0; i < marks.size(); ++i) {
    const Box& box = marks[i].box;
    if (several_) lines += fmt::format("{},{},", number, i + 1);
    for (const double value : {box.x, box.y, box.w, box.h}) lines += core::to_text(value) + ",";
    lines += core::to_text(marks[i].score) + "\n";
  }
  if (path_ == "-") {
    out_ << lines << std::flush;  // whoever reads the pipe sees each frame as it comes
    if (!out_) throw Error(Error::Kind::system, "standard output: cannot write the boxes");
    return;
  }
  if (std::fwrite(lines.data(), 1, lines.size(), file_) != lines.size()) fail();
}

void BoxWriter::finish() {
  if (file_ == nullptr) return;
  const bool flushed = std::fflush(file_) == 0;
  if (!flushed || (::fsync(::fileno(file_)) != 0 && errno != EINVAL && errno != ENOTSUP)) fail();
  const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
  if (closed && (temporary_.empty() || std::rename(temporary_.c_str(), path_.c_str()) == 0)) return;
  const int code = errno;
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  errno = code;
  fail();
}

}  // namespace siamrt::cli
