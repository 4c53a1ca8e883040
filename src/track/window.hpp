#pragma once

#include <siamrt/settings.hpp>

#include <vector>

namespace siamrt::track {

/// Weights of the cells of a score map, size * size, row-major, 0..1: the outer product of two
/// symmetric one-dimensional windows, not normalised. Requires: size >= 1.
std::vector<double> make_window(Window kind, int size);

}  // namespace siamrt::track
