#pragma once

#include "cli/terminal.hpp"
#include "eval/bootstrap.hpp"
#include "eval/figures.hpp"
#include "eval/groups.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// One row for each tracker and profile, best first within a profile; the first figure with its
/// interval. A star marks partial figures.
std::string figures_table(const std::vector<eval::Figures>& all);

/// The main figure by attribute: one row an attribute, one column a tracker, one table a profile.
std::string attributes_table(const std::vector<eval::Figures>& all);

/// By sequence, worst first, one table for each tracker and profile; only the sequences named in
/// `only` where it is not empty.
std::string sequences_table(const std::vector<eval::Figures>& all,
                            const std::vector<std::string>& only);

/// Each tracker against the best of its profile, in the main figure, pairs of sequences resampled.
/// Empty for a single tracker.
std::string differences_table(const std::vector<eval::Figures>& all);

/// The best tracker of a profile in its main figure; null where none has a number.
const eval::Figures* best_of(const std::vector<eval::Figures>& all, const std::string& profile);

std::string groups_table(const std::vector<eval::Group>& groups);

}  // namespace siamrt::cli
