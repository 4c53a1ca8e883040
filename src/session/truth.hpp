#pragma once

#include <siamrt/box.hpp>

#include <string>
#include <vector>

namespace siamrt::session {

/// Ground truth of one target: a box for each frame, 0-based frame pixels; not valid where there is
/// none.
struct Truth {
  std::vector<Box> boxes;
};

/// The truth of a benchmark sequence whose folder (the one that holds the truth file) is the input;
/// several where the clip has several targets. Empty for any other input.
std::vector<Truth> find_truth(const std::string& input);

}  // namespace siamrt::session
