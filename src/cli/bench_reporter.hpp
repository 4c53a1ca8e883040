#pragma once

#include "bench/bench.hpp"
#include "cli/progress.hpp"

#include <cstdint>
#include <mutex>
#include <string>

namespace siamrt::cli {

/// Tells people how a run goes: a line that renews itself on a terminal, elsewhere one line a
/// sequence; warnings always. May be called from several threads.
class BenchReporter {
 public:
  /// `sequences` and `frames`: those that are still to be run.
  BenchReporter(const Terminal& terminal, bool shown, std::size_t sequences, std::int64_t frames);

  void frame();
  void sequence(const bench::Outcome& outcome);

 private:
  std::string note() const;
  std::string line(const bench::Outcome& outcome) const;

  const Terminal& terminal_;
  bool shown_;
  std::size_t sequences_;
  Progress progress_;
  std::mutex lock_;
  std::int64_t frames_ = 0;
  std::size_t done_ = 0;
  double success_ = 0;
  std::size_t judged_ = 0;
};

}  // namespace siamrt::cli
