#pragma once

#include "cli/terminal.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace siamrt::cli {

/// How far a long command is: one line that renews itself on a terminal, a plain line every ten
/// seconds elsewhere. Writes to `terminal.err` only.
class Progress {
 public:
  /// `total`: number of steps, where known. Silent where `shown` is false.
  Progress(const Terminal& terminal, bool shown, std::string unit,
           std::optional<std::int64_t> total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` steps lie behind; `note` is a short text beside it.
  void update(std::int64_t done, const std::string& note);

  /// Takes the line away, so that something else can be written; the next update brings it back.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::int64_t done, const std::string& note, double elapsed) const;

  const Terminal& terminal_;
  bool shown_;
  std::string unit_;
  std::optional<std::int64_t> total_;
  Clock::time_point start_;
  Clock::time_point last_;
  bool on_screen_ = false;
};

/// `0:07`, `12:34`, `1:02:03`.
std::string clock_text(double seconds);

}  // namespace siamrt::cli
