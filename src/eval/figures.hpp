#pragma once

// Evaluation room: result files and truth in, figures out; never a network or a frame. A profile is
// one toolkit's exact arithmetic; every figure names the profile that made it.

#include "data/dataset.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::eval {

/// Result boxes of one tracker on one sequence, as read from a file: no repair, no shift of origin.
struct SequenceResult {
  std::string name;
  std::vector<std::vector<Box>> boxes;  ///< one run per repetition; NaN allowed
  std::vector<std::vector<std::string>>
      vot;  ///< VOT: raw lines per repetition (1, 2, 0, box or polygon)
  std::vector<std::vector<double>> seconds;  ///< per frame and repetition; empty if unknown
};

/// All results of one tracker.
struct TrackerResults {
  std::string tracker;
  std::string layout;                               ///< which toolkit's layout was found
  std::string origin;                               ///< folder or archive it was read from
  std::map<std::string, SequenceResult> sequences;  ///< by the data set's own sequence name
  std::vector<std::string> warnings;
};

/// A curve over its profile's thresholds.
struct Curve {
  std::vector<double> thresholds;
  std::vector<double> values;
};

/// Figures of one sequence, of an attribute's subset, or of all. Keys are the golden tables' column
/// names: auc, sr50, prec20, nprec20, nprec_auc, op50, op75, ao, sr75, ave_overlap, ave_center,
/// accuracy, robustness, lost, eao, speed_fps. Curves: success, precision, norm_precision, eao.
struct Scores {
  std::map<std::string, double> figures;
  std::map<std::string, Curve> curves;
};

/// 95 % bootstrap interval over sequences.
struct Interval {
  double low = 0;
  double high = 0;
};

/// A sequence's part in a figure: the figure is the sum of `top` over the sum of `bottom`.
struct Share {
  double top = 0;
  double bottom = 0;
};

struct SequenceScores {
  std::string name;
  std::int64_t frames = 0;
  Scores scores;
  std::string error;  ///< what the original toolkit stops with here; scores are empty then
};

/// Everything about one tracker on one data set under one profile.
struct Figures {
  std::string tracker;
  std::string dataset;
  std::string profile;
  bool partial = false;  ///< sequences are missing; every table says so
  Scores overall;
  std::map<std::string, Interval> intervals;  ///< by figure
  std::map<std::string, Scores> attributes;   ///< by attribute or subset
  std::vector<SequenceScores> sequences;      ///< in the data set's order
  std::vector<std::string> warnings;

  /// By figure, what each sequence adds to it, in the order of `sequences`; what intervals and
  /// differences resample. Several entries a sequence (EAO: one for each length): the figure is
  /// then the mean of that many ratios.
  std::map<std::string, std::vector<Share>> shares;
};

/// Names: otb-matlab, otb-pysot, otb-got10k, otb-pytracking, otb-trackit, lasot-official,
/// lasot-got10k, lasot-pysot, lasot-pytracking, got10k, vot-pysot, trackingnet, uav-got10k,
/// uav-pytracking, folder.
const std::vector<std::string>& profile_names();

/// The profile a data set's own toolkit stands for.
std::string default_profile(const std::string& dataset);

/// Scores every sequence of the data set that has results. Sequences without results, or at which
/// the profile's toolkit stops, have an `error` and make the figures partial. Intervals are filled.
/// Throws Error(usage) for an unknown profile or one that cannot score this data set.
Figures evaluate(const data::Dataset& dataset, const TrackerResults& results,
                 const std::string& profile);

}  // namespace siamrt::eval
