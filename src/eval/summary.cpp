#include "eval/summary.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>

namespace siamrt::eval {
namespace {

using Chosen = std::vector<std::size_t>;

Curve mean_curve(const Figures& figures, const std::string& name,
                 const std::vector<double>& weights, const Chosen& chosen) {
  Curve mean;
  double whole = 0;
  for (const std::size_t i : chosen) {
    const auto found = figures.sequences[i].scores.curves.find(name);
    if (found == figures.sequences[i].scores.curves.end()) continue;
    const Curve& curve = found->second;
    if (mean.values.empty()) {
      mean.thresholds = curve.thresholds;
      mean.values.assign(curve.values.size(), 0.0);
    }
    if (weights[i] == 0) continue;
    whole += weights[i];
    for (std::size_t k = 0; k < curve.values.size(); ++k) {
      mean.values[k] += weights[i] * curve.values[k];
    }
  }
  for (double& value : mean.values) value /= whole;
  return mean;
}

Scores scores_of(const Figures& figures, const CurveWeights& weights, const Chosen& chosen) {
  Scores scores;
  for (const auto& [name, shares] : figures.shares) {
    scores.figures[name] = ratio(shares, figures.sequences.size(), chosen);
  }
  for (const auto& [name, weight] : weights) {
    Curve curve = mean_curve(figures, name, weight, chosen);
    if (!curve.values.empty()) scores.curves[name] = std::move(curve);
  }
  return scores;
}

std::string capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

double ratio(const std::vector<Share>& shares, std::size_t sequences, const Chosen& chosen) {
  const std::size_t parts = sequences == 0 ? 0 : shares.size() / sequences;
  double sum = 0;
  std::size_t counted = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    Share total;
    for (const std::size_t i : chosen) {
      const Share& share = shares[i * parts + part];
      if (share.bottom == 0) continue;
      total.top += share.top;
      total.bottom += share.bottom;
    }
    if (total.bottom == 0) continue;
    sum += total.top / total.bottom;
    ++counted;
  }
  if (counted == 0) return std::numeric_limits<double>::quiet_NaN();
  return sum / static_cast<double>(counted);
}

void summarise(Figures& figures, const data::Dataset& dataset, const CurveWeights& weights) {
  Chosen all;
  std::map<std::string, Chosen> members;
  for (std::size_t i = 0; i < figures.sequences.size(); ++i) {
    if (!figures.sequences[i].error.empty()) continue;
    all.push_back(i);
    const data::Sequence& sequence = dataset.sequences[i];
    for (const std::string& name : sequence.attributes) members[name].push_back(i);
    for (const std::string& name : sequence.subsets) members[capitals(name)].push_back(i);
  }
  Scores overall = scores_of(figures, weights, all);
  figures.overall.figures.merge(overall.figures);
  figures.overall.curves.merge(overall.curves);
  for (const auto& [name, chosen] : members) {
    figures.attributes[name] = scores_of(figures, weights, chosen);
  }
  // Speed says something about the tracker on all, not about an attribute's part.
  const auto speed = figures.overall.figures.find("speed_fps");
  if (speed != figures.overall.figures.end() && std::isnan(speed->second)) {
    figures.overall.figures.erase(speed);
    figures.shares.erase("speed_fps");
    for (auto& [name, scores] : figures.attributes) scores.figures.erase("speed_fps");
  }
}

void note_errors(Figures& figures) {
  constexpr std::size_t most_lines = 3;  // one each; more of a kind share a line
  constexpr std::size_t most_names = 8;
  std::map<std::string, std::vector<std::string>> names;
  for (const SequenceScores& sequence : figures.sequences) {
    if (!sequence.error.empty()) names[sequence.error].push_back(sequence.name);
  }
  figures.partial = figures.partial || !names.empty();
  for (auto& [error, list] : names) {
    if (list.size() <= most_lines) {
      for (const std::string& name : list) {
        figures.warnings.push_back(fmt::format("{}: left out: {}", name, error));
      }
      continue;
    }
    const std::size_t count = list.size();
    if (count > most_names) list.resize(most_names);
    figures.warnings.push_back(fmt::format("{} sequences: left out: {}: {}{}", count, error,
                                           fmt::join(list, ", "),
                                           count > most_names ? ", ..." : ""));
  }
}

Share speed_share(const SequenceResult& result, bool pooled) {
  Share share;
  for (const std::vector<double>& run : result.seconds) {
    for (const double seconds : run) {
      if (!(seconds > 0)) continue;
      share.top += 1 / seconds;
      share.bottom += 1;
    }
  }
  if (share.bottom > 0 && !pooled) share = {share.top / share.bottom, 1};
  return share;
}

}  // namespace siamrt::eval
