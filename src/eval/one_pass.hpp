#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "eval/profile.hpp"

namespace siamrt::eval {

/// Figures of a profile that scores whole runs (all but VOT's), intervals not yet filled.
Figures evaluate_one_pass(const Profile& profile, const data::Dataset& dataset,
                          const TrackerResults& results);

}  // namespace siamrt::eval
