#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <string>
#include <vector>

namespace siamrt::eval {

/// One line of a supervised run: a mark (1 start, 2 failure, 0 skipped) or a region.
struct VotLine {
  int mark = -1;  ///< -1: there is a region
  std::vector<double> numbers;
};

/// Lines of one repetition. Throws Error(input) for a line that is neither a number nor a region.
std::vector<VotLine> parse_vot_lines(const std::vector<std::string>& lines,
                                     const std::string& place);

/// Overlaps of a run with the truth, one a frame up to the shorter of both; NaN where there is no
/// region.
struct VotOverlaps {
  std::vector<double> whole;    ///< bounded by width and height of the image: accuracy
  std::vector<double> trimmed;  ///< by width - 1 and height - 1: expected average overlap
};
VotOverlaps vot_overlaps(const std::vector<VotLine>& run, const data::Sequence& sequence);

/// Makes `frames` overlaps from each start of a run on unknown.
void forget_burn_in(std::vector<double>& overlaps, const std::vector<VotLine>& run,
                    std::size_t frames);

/// Frames of the failures of a run.
std::vector<std::size_t> failures_of(const std::vector<VotLine>& run);

/// Figures of the profile vot-pysot, intervals not yet filled.
Figures evaluate_vot(const data::Dataset& dataset, const TrackerResults& results);

}  // namespace siamrt::eval
