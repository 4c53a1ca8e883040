#include "eval/bootstrap.hpp"

#include "eval/summary.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::eval {
namespace {

using Chosen = std::vector<std::size_t>;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere, unlike the standard library's
/// distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// 0..count-1. The bias of the multiplication is below 2^-22 for a thousand sequences.
  std::size_t below(std::size_t count) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    z ^= z >> 31U;
    return static_cast<std::size_t>(((z >> 32U) * count) >> 32U);
  }

 private:
  std::uint64_t state_;
};

/// How often each of `count` sequences is drawn: one row a sequence, one column a draw, so that the
/// sums below run over draws side by side.
std::vector<float> draw_counts(std::size_t count, const Bootstrap& bootstrap) {
  const auto draws = static_cast<std::size_t>(bootstrap.draws);
  std::vector<float> counts(count * draws);
  Random random(bootstrap.seed);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (std::size_t i = 0; i < count; ++i) ++counts[random.below(count) * draws + draw];
  }
  return counts;
}

/// The figure in each draw; NaN where nothing drawn counts.
std::vector<double> drawn_figures(const std::vector<Share>& shares, std::size_t sequences,
                                  const Chosen& chosen, const std::vector<float>& counts) {
  const std::size_t parts = shares.size() / sequences;
  const std::size_t draws = counts.size() / chosen.size();
  std::vector<double> values(draws), counted(draws), top(draws), bottom(draws);
  for (std::size_t part = 0; part < parts; ++part) {
    std::fill(top.begin(), top.end(), 0.0);
    std::fill(bottom.begin(), bottom.end(), 0.0);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const Share share = shares[chosen[i] * parts + part];
      if (share.bottom == 0) continue;
      const float* row = counts.data() + i * draws;
      for (std::size_t draw = 0; draw < draws; ++draw) {
        top[draw] += row[draw] * share.top;
        bottom[draw] += row[draw] * share.bottom;
      }
    }
    for (std::size_t draw = 0; draw < draws; ++draw) {
      if (bottom[draw] == 0) continue;
      values[draw] += top[draw] / bottom[draw];
      counted[draw] += 1;
    }
  }
  for (std::size_t draw = 0; draw < draws; ++draw) values[draw] /= counted[draw];
  return values;
}

/// Value at a share of the sorted list, between neighbours by straight line.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Interval middle_95(std::vector<double> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }),
               values.end());
  if (values.empty()) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan};
  }
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

Chosen scored(const Figures& figures) {
  Chosen chosen;
  for (std::size_t i = 0; i < figures.sequences.size(); ++i) {
    if (figures.sequences[i].error.empty()) chosen.push_back(i);
  }
  return chosen;
}

/// Sequences that both have scored, by name, and the second's shares in the first's order.
struct Common {
  Chosen first;
  std::vector<Chosen::value_type> second;
};

Common common(const Figures& first, const Figures& second) {
  std::map<std::string, std::size_t> places;
  for (const std::size_t i : scored(second)) places[second.sequences[i].name] = i;
  Common both;
  for (const std::size_t i : scored(first)) {
    const auto found = places.find(first.sequences[i].name);
    if (found == places.end()) continue;
    both.first.push_back(i);
    both.second.push_back(found->second);
  }
  return both;
}

}  // namespace

void add_intervals(Figures& figures, const Bootstrap& bootstrap) {
  const Chosen chosen = scored(figures);
  if (chosen.size() < 2) return;
  const std::vector<float> counts = draw_counts(chosen.size(), bootstrap);
  for (const auto& [name, shares] : figures.shares) {
    figures.intervals[name] =
        middle_95(drawn_figures(shares, figures.sequences.size(), chosen, counts));
  }
}

std::vector<Difference> compare(const Figures& first, const Figures& second,
                                const Bootstrap& bootstrap) {
  if (first.dataset != second.dataset || first.profile != second.profile) {
    throw Error(Error::Kind::usage,
                fmt::format("{} ({}, {}) and {} ({}, {}): only figures of one data set and one "
                            "profile can be compared",
                            first.tracker, first.dataset, first.profile, second.tracker,
                            second.dataset, second.profile));
  }
  const Common both = common(first, second);
  std::vector<Difference> differences;
  if (both.first.empty()) return differences;
  const std::vector<float> counts = draw_counts(both.first.size(), bootstrap);
  for (const auto& [name, shares] : first.shares) {
    const auto other = second.shares.find(name);
    if (other == second.shares.end()) continue;
    Difference d;
    d.figure = name;
    d.sequences = both.first.size();
    d.first = ratio(shares, first.sequences.size(), both.first);
    d.second = ratio(other->second, second.sequences.size(), both.second);
    d.difference = d.first - d.second;
    std::vector<double> values = drawn_figures(shares, first.sequences.size(), both.first, counts);
    const std::vector<double> minus =
        drawn_figures(other->second, second.sequences.size(), both.second, counts);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] -= minus[i];
    d.interval = middle_95(std::move(values));
    differences.push_back(d);
  }
  return differences;
}

}  // namespace siamrt::eval
