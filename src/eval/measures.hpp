#pragma once

#include "eval/alignment.hpp"
#include "eval/figures.hpp"

#include <vector>

namespace siamrt::eval {

/// What a profile measures in each row: overlap 0..1 (-1: unusable truth), centre error in pixels
/// and normalised (-1: counts as a hit, infinity: as a miss). NaN is a miss in every curve.
struct Measures {
  std::vector<double> overlap;
  std::vector<double> error;
  std::vector<double> norm_error;    ///< empty where the profile has none
  std::vector<std::uint8_t> usable;  ///< truth usable for the overlap
};

Measures measure(const Profile& profile, const Rows& rows);

/// Share of `values` above each threshold (at or above with `at_equal`), `divisor` being the whole.
/// Thresholds rise evenly from 0.
std::vector<double> success_curve(const std::vector<double>& values,
                                  const std::vector<double>& thresholds, bool at_equal,
                                  double divisor);

/// Share of `values` at or below each threshold.
std::vector<double> error_curve(const std::vector<double>& values,
                                const std::vector<double>& thresholds, double divisor);

}  // namespace siamrt::eval
