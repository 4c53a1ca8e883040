#pragma once

#include "cli/eval_options.hpp"
#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// Why the first profile and each other one differ on a tracker: what the rules say, then each
/// sequence that differs, most first, with reasons, frames and what they add. With one profile
/// only, the data set's other profiles are taken.
std::string explain_tracker(const data::Dataset& dataset, const eval::TrackerResults& results,
                            const std::vector<std::string>& profiles, const EvalOptions& options);

}  // namespace siamrt::cli
