#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::cli {

/// Durations of one kind, in memory that does not grow with their number: percentiles come from
/// bins 1 % wide (1 us to 1000 s), so they are within 0.5 % of the exact ones; mean and largest are
/// exact.
class Durations {
 public:
  Durations();

  /// seconds >= 0
  void add(double seconds);

  std::int64_t count() const noexcept { return count_; }
  double sum() const noexcept { return sum_; }
  double mean() const noexcept { return count_ > 0 ? sum_ / static_cast<double>(count_) : 0; }
  double largest() const noexcept { return largest_; }

  /// The smallest duration that at least `share` (0..1) of all do not exceed (nearest rank),
  /// seconds; 0 where nothing was added.
  double percentile(double share) const;

 private:
  std::vector<std::int64_t> bins_;
  std::int64_t count_ = 0;
  double sum_ = 0;
  double largest_ = 0;
};

}  // namespace siamrt::cli
