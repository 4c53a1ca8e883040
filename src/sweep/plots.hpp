#pragma once

#include "sweep/ranking.hpp"

#include <string>

namespace siamrt::sweep {

/// Writes figures against epoch (`epochs.svg`, `epochs.png`: the ranking figure and, where the
/// profile has it, precision, each with its interval) and the ranking figure by sequence and epoch
/// (`heat_map.svg`, `heat_map.png`) below `folder`. Nothing where nothing was evaluated. Throws
/// Error(system).
void write_plots(const std::string& folder, const Ranking& ranking);

}  // namespace siamrt::sweep
