#pragma once

#include "eval/figures.hpp"

#include <string>
#include <vector>

namespace siamrt::test {

/// Figures under otb-pysot of a tracker whose curves have the given success at every threshold but
/// the last, over `sequences` sequences named seq-1, seq-2, ...; attributes OCC, FM and SV.
inline eval::Figures made_figures(const std::string& tracker, double success,
                                  std::size_t sequences = 4) {
  eval::Figures figures;
  figures.tracker = tracker;
  figures.dataset = "otb2015";
  figures.profile = "otb-pysot";
  const auto scores_of = [](double value) {
    eval::Scores scores;
    scores.figures = {{"auc", value}, {"prec20", value + 0.2}, {"sr50", value + 0.1}};
    scores.curves["success"] = {{0, 0.5, 1}, {value, value, 0}};
    scores.curves["precision"] = {{0, 20, 50}, {0, value, value}};
    return scores;
  };
  figures.overall = scores_of(success);
  figures.intervals["auc"] = {success - 0.05, success + 0.05};
  for (const char* name : {"OCC", "FM", "SV"}) figures.attributes[name] = scores_of(success - 0.1);
  for (std::size_t i = 0; i < sequences; ++i) {
    eval::SequenceScores one;
    one.name = "seq-" + std::to_string(i + 1);
    one.frames = 10;
    const double shift = 0.01 * static_cast<double>(i);
    one.scores = scores_of(success + shift);
    figures.sequences.push_back(one);
    figures.shares["auc"].push_back({success + shift, 1});
  }
  return figures;
}

}  // namespace siamrt::test
