#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace siamrt::core {

/// The candidate with the smallest edit distance to `name` (first one on ties); empty if there is
/// none or all are farther than half the name's length, at least 2. For "did you mean" in errors.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace siamrt::core
