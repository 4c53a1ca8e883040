#pragma once

#include "report/drawing.hpp"
#include "sweep/ranking.hpp"

#include <optional>
#include <string>

namespace siamrt::sweep {

/// The ranking figure against the epoch and, where the profile has it in the same unit, precision;
/// each with its interval, best and tied ones marked, failed ones as gaps. Nothing where nothing
/// was evaluated.
std::optional<report::Drawing> epochs_drawing(const Ranking& ranking);

/// The ranking figure by sequence and epoch, easiest sequence on top. Nothing where nothing was
/// evaluated or the profile has no figure of single sequences.
std::optional<report::Drawing> heat_drawing(const Ranking& ranking);

/// Writes both as SVG and PNG (`epochs`, `heat_map`), and `index.html`: table and plots on one page
/// that needs no other file. Throws Error(system).
void write_plots(const std::string& folder, const Ranking& ranking);

}  // namespace siamrt::sweep
