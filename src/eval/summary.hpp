#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::eval {

/// Weight of each sequence in the mean of a curve, in the order of Figures::sequences.
using CurveWeights = std::map<std::string, std::vector<double>>;

/// Sum of tops over sum of bottoms over some sequences, the mean of such ratios where a figure has
/// several entries a sequence (empty ones passed over). NaN where nothing is there.
double ratio(const std::vector<Share>& shares, std::size_t sequences,
             const std::vector<std::size_t>& chosen);

/// Fills `overall` and `attributes` from `sequences` and `shares`. Attributes are those of the data
/// set's sequences, subsets in capitals (CVPR13, TB50). Figures already there are kept.
void summarise(Figures& figures, const data::Dataset& dataset, const CurveWeights& weights);

/// Puts a sequence's error into the warnings and marks the figures as partial.
void note_errors(Figures& figures);

/// Frames per second of one sequence: mean of 1/t over its frames with t > 0, all repetitions.
/// `bottom` is 0 where no time is known; `pooled` makes every frame count alike.
Share speed_share(const SequenceResult& result, bool pooled);

}  // namespace siamrt::eval
