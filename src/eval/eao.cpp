#include "eval/eao.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siamrt::eval {
namespace {

constexpr std::size_t skipped = 5;  // frames from a failure to the next start

/// Where segments begin: 0 and five frames after each failure.
std::vector<std::size_t> starts_of(const EaoRun& run) {
  std::vector<std::size_t> starts = {0};
  for (const std::size_t failure : run.failures) {
    if (failure + skipped <= run.overlaps.size()) starts.push_back(failure + skipped);
  }
  return starts;
}

/// Frames of [from, to) that carry the tag.
double tagged(const std::vector<std::uint8_t>& tag, std::size_t frames, std::size_t from,
              std::size_t to) {
  if (tag.empty()) {
    to = std::min(to, frames);
    return to > from ? static_cast<double>(to - from) : 0;
  }
  to = std::min(to, tag.size());
  if (to <= from) return 0;
  return std::accumulate(tag.begin() + static_cast<std::ptrdiff_t>(from),
                         tag.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
}

/// Adds a segment's running means. After its end it counts with zeros (it ended in a failure) or
/// not at all.
void add_segment(ExpectedOverlap& sum, const double* overlaps, std::size_t count, double weight,
                 bool failed, bool unknown_is_zero, std::size_t length) {
  double total = 0;
  const std::size_t end = failed ? length : std::min(count, length);
  for (std::size_t i = 1; i < end; ++i) {
    double value = i < count ? overlaps[i] : 0;
    if (std::isnan(value)) {
      if (!unknown_is_zero) continue;  // a run without failure has no gaps but its start
      value = 0;
    }
    total += value;
    sum.top[i] += weight * (total / static_cast<double>(i));
    sum.bottom[i] += weight;
  }
}

}  // namespace

EaoInterval eao_interval(const std::string& dataset) {
  if (dataset == "vot2019") return {46, 291};
  if (dataset == "vot2016") return {108, 371};
  return {100, 356};
}

void add_run(ExpectedOverlap& sum, const EaoRun& run, std::size_t frames,
             const std::vector<std::uint8_t>& tag, std::size_t length, std::size_t repetitions) {
  sum.top.resize(length);
  sum.bottom.resize(length);
  const double share = 1.0 / static_cast<double>(repetitions);
  const std::size_t count = run.overlaps.size();
  if (count == 0) return;
  if (run.failures.empty()) {
    const double weight = share * tagged(tag, frames, 0, count) / static_cast<double>(count);
    add_segment(sum, run.overlaps.data(), count, weight, false, false, length);
    return;
  }
  const std::vector<std::size_t> starts = starts_of(run);
  for (std::size_t s = 0; s < starts.size(); ++s) {
    const std::size_t from = starts[s];
    if (s + 1 < starts.size()) {
      // The next start's frame belongs to this segment too.
      const std::size_t to = starts[s + 1] + 1;
      const double weight = share * tagged(tag, frames, from, to) / static_cast<double>(to - from);
      add_segment(sum, run.overlaps.data() + from, std::min(to, count) - from, weight, true, true,
                  length);
    } else {
      // Counted against the truth's end: a run that is too short weighs less.
      const std::size_t left = count - std::min(from, count);
      const double weight = share * tagged(tag, frames, from, from + left) /
                            (static_cast<double>(frames - std::min(from, frames)) + 1e-16);
      add_segment(sum, run.overlaps.data() + std::min(from, count), left, weight, false, true,
                  length);
    }
  }
}

}  // namespace siamrt::eval
