#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <string>
#include <vector>

namespace siamrt::eval {

/// One line of a supervised run: a mark (1 start, 2 failure, 0 skipped) or a region.
struct VotLine {
  int mark = -1;  ///< -1: there is a region
  std::vector<float> numbers;
};

/// Lines of one repetition. Throws Error(input) for a line that is neither a number nor a region.
std::vector<VotLine> parse_vot_lines(const std::vector<std::string>& lines,
                                     const std::string& place);

/// Overlaps of a run with the truth, one a frame up to the shorter of both; NaN where there is no
/// region. `burn_in` frames from each start on are unknown. `trim` is taken off width and height of
/// the image: 0 for accuracy, 1 for the expected average overlap.
std::vector<double> vot_overlaps(const std::vector<VotLine>& run, const data::Sequence& sequence,
                                 int burn_in, int trim);

/// Frames of the failures of a run.
std::vector<std::size_t> failures_of(const std::vector<VotLine>& run);

/// Figures of the profile vot-pysot, intervals not yet filled.
Figures evaluate_vot(const data::Dataset& dataset, const TrackerResults& results);

}  // namespace siamrt::eval
