#pragma once

#include "report/drawing.hpp"
#include "sweep/ranking.hpp"

#include <optional>
#include <string>

namespace siamrt::sweep {

/// The sweep on one page that needs no other file, in the frame of siamrt eval's reports: verdict,
/// curve, table that sorts, heat map, and how to look at single runs. The same for the same
/// results.
std::string html_of(const Ranking& ranking, const std::optional<report::Drawing>& epochs,
                    const std::optional<report::Drawing>& heat);

}  // namespace siamrt::sweep
