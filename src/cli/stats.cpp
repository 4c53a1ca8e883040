#include "cli/stats.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::cli {
namespace {

constexpr double shortest = 1e-6;
constexpr double longest = 1e3;
const double bin_width = std::log(1.01);

size_t bin_of(double seconds) {
  const double bounded = std::clamp(seconds, shortest, longest);
  return static_cast<size_t>(std::log(bounded / shortest) / bin_width);
}

}  // namespace

Durations::Durations() : bins_(bin_of(longest) + 1, 0) {}

void Durations::add(double seconds) {
  ++bins_[bin_of(seconds)];
  ++count_;
  sum_ += seconds;
  largest_ = std::max(largest_, seconds);
}

double Durations::percentile(double share) const {
  if (count_ == 0) return 0;
  const auto rank = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_))));
  std::int64_t seen = 0;
  for (size_t bin = 0; bin < bins_.size(); ++bin) {
    seen += bins_[bin];
    // The middle of the bin in the logarithm; never above what was really seen.
    if (seen >= rank)
      return std::min(largest_, shortest * std::exp((static_cast<double>(bin) + 0.5) * bin_width));
  }
  return largest_;
}

}  // namespace siamrt::cli
