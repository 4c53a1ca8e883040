#include "sweep/screening.hpp"

#include "eval/summary.hpp"
#include "sweep/random.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::sweep {

std::vector<std::set<std::string>> rungs(const data::Dataset& dataset, std::size_t first,
                                         std::uint64_t seed) {
  std::vector<std::string> names;
  names.reserve(dataset.sequences.size());
  for (const data::Sequence& sequence : dataset.sequences) names.push_back(sequence.name);
  Random(seed).shuffle(names);
  std::vector<std::set<std::string>> parts;
  for (std::size_t count = std::max<std::size_t>(first, 1); count < names.size(); count *= 2)
    parts.emplace_back(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
  return parts;
}

data::Dataset part_of(const data::Dataset& dataset, const std::set<std::string>& sequences) {
  data::Dataset part = dataset;
  part.sequences.clear();
  for (const data::Sequence& sequence : dataset.sequences) {
    if (sequences.count(sequence.name) != 0) part.sequences.push_back(sequence);
  }
  return part;
}

double confidence_above(const eval::Figures& first, const eval::Figures& second,
                        const std::string& figure, std::uint64_t seed) {
  constexpr int draws = 2000;
  const auto a = first.shares.find(figure), b = second.shares.find(figure);
  std::vector<std::size_t> scored;
  const std::size_t count = std::min(first.sequences.size(), second.sequences.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (first.sequences[i].error.empty() && second.sequences[i].error.empty()) scored.push_back(i);
  }
  if (a == first.shares.end() || b == second.shares.end() || scored.size() < 2) return 0.5;
  Random random(seed);
  double above = 0;
  std::vector<std::size_t> drawn(scored.size());
  for (int draw = 0; draw < draws; ++draw) {
    for (std::size_t& one : drawn) one = scored[random.below(scored.size())];
    const double x = eval::ratio(a->second, first.sequences.size(), drawn);
    const double y = eval::ratio(b->second, second.sequences.size(), drawn);
    above += x > y ? 1 : y > x ? 0 : 0.5;
  }
  return above / draws;
}

std::size_t screen(std::vector<Entry>& entries, const Ranking& ranking, double confidence) {
  const Row* best = ranking.best();
  if (best == nullptr) return 0;
  std::size_t out = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Row& row = ranking.rows[i];
    if (&row == best || !row.figures) continue;
    const double sure = confidence_above(*best->figures, *row.figures, ranking.figure);
    if (sure < confidence) continue;
    entries[i].screened = fmt::format("below {} with {:.1f} % confidence after {} sequences",
                                      best->name, 100 * sure, ranking.sequences);
    ++out;
  }
  return out;
}

}  // namespace siamrt::sweep
