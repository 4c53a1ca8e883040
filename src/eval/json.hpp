#pragma once

#include "eval/bootstrap.hpp"
#include "eval/figures.hpp"
#include "eval/groups.hpp"

#include <nlohmann/json.hpp>

namespace siamrt::eval {

/// Everything in the figures in full double precision: dataset, partial, figures, intervals,
/// curves, attributes, sequences, warnings. NaN becomes null. A curve is {thresholds, values}; in
/// attributes and sequences it is its values, over the same thresholds.
nlohmann::ordered_json json_of(const Figures& figures);

nlohmann::ordered_json json_of(const Difference& difference);

nlohmann::ordered_json json_of(const Group& group);

}  // namespace siamrt::eval
