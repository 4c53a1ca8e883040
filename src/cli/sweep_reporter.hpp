#pragma once

#include "cli/progress.hpp"
#include "sweep/run.hpp"

#include <cstdint>
#include <string>

namespace siamrt::cli {

/// Tells people how a sweep goes: a line that renews itself on a terminal, elsewhere one line a
/// sequence and checkpoint; warnings always. RunListener's calls come one at a time.
class SweepReporter {
 public:
  /// `pieces` and `frames`: those that are still to be run.
  SweepReporter(const Terminal& terminal, bool shown, std::size_t pieces, std::int64_t frames);

  sweep::RunListener listener();

 private:
  void finished(const sweep::Entry& entry, const std::string& sequence, std::size_t not_finite);
  void failed(const sweep::Entry& entry, const std::string& sequence, const Error& error);

  const Terminal& terminal_;
  bool shown_;
  std::size_t pieces_;
  Progress progress_;
  std::int64_t frames_ = 0;
  std::size_t done_ = 0;
};

}  // namespace siamrt::cli
