#pragma once

#include "eval/figures.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::eval {

/// How intervals are made: sequences are drawn with replacement, the figure is computed anew, and
/// the middle 95 % of the values are the interval (percentile bootstrap; Efron and Tibshirani, An
/// Introduction to the Bootstrap, 13.3). Same seed, same interval, on every machine.
struct Bootstrap {
  int draws = 2000;
  std::uint64_t seed = 1;
};

/// Fills Figures::intervals for every figure that has shares. Sequences without a score are not
/// drawn. Nothing for fewer than two sequences.
void add_intervals(Figures& figures, const Bootstrap& bootstrap = {});

/// Difference of two trackers in one figure on the sequences that both have, each drawn for both at
/// once, so that what is hard for both does not widen the interval.
struct Difference {
  std::string figure;
  double first = 0;  ///< on the common sequences
  double second = 0;
  double difference = 0;  ///< first - second
  Interval interval;
  std::size_t sequences = 0;

  /// True where 0 lies outside the interval.
  bool is_clear() const noexcept { return interval.low > 0 || interval.high < 0; }
};

/// One entry for each figure that both have. Throws Error(usage) where data set or profile differ.
std::vector<Difference> compare(const Figures& first, const Figures& second,
                                const Bootstrap& bootstrap = {});

}  // namespace siamrt::eval
