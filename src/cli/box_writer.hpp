#pragma once

#include "cli/track_mark.hpp"

#include <cstdint>
#include <cstdio>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::cli {

/// Box file of a run, line by line as frames come. One target: `x,y,w,h,score`; several:
/// `frame,target,x,y,w,h,score`. The file grows beside its place and appears under its name, whole,
/// with finish(); without it nothing is left.
class BoxWriter {
 public:
  /// `path` `-` writes to `out` at once. Throws Error(system) where the file cannot be made.
  BoxWriter(std::string path, std::ostream& out, size_t targets);
  ~BoxWriter();
  BoxWriter(const BoxWriter&) = delete;
  BoxWriter& operator=(const BoxWriter&) = delete;

  /// One frame; `number` counts from 0. Throws Error(system) when it cannot be written (disk full).
  void add(std::int64_t number, const std::vector<Mark>& marks);

  void finish();

 private:
  [[noreturn]] void fail() const;

  std::string path_;
  std::string temporary_;  ///< empty: writes straight into path_ (a device or pipe) or `out`
  std::ostream& out_;
  std::FILE* file_ = nullptr;  ///< null: `out`, or finished
  bool several_;
};

}  // namespace siamrt::cli
