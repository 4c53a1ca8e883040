#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::eval {

/// One cause of a difference in a sequence, with the frames (0-based) it touches and what it adds
/// to the first profile's figure over the second's: success (mean of the curve) and precision at 20
/// pixels, both 0..1.
struct Reason {
  std::string words;
  std::vector<std::int64_t> frames;
  double success = 0;
  double precision = 0;
};

/// Why two profiles differ on one sequence. The reasons add up to the difference.
struct Explanation {
  std::string sequence;
  double success[2] = {0, 0};
  double precision[2] = {0, 0};
  std::string stops[2];  ///< what a toolkit stops with; no reasons then
  std::vector<Reason> reasons;

  bool differs() const noexcept;
};

/// One sequence, first repetition.
Explanation explain(const data::Sequence& sequence, const std::vector<Box>& boxes,
                    const std::string& first, const std::string& second);

/// What the rules of two profiles say differently, one sentence each, whatever the results are.
std::vector<std::string> rule_differences(const std::string& first, const std::string& second);

/// `1, 4-7, 12`: frames counted from 1, runs as ranges, at most `most` entries.
std::string frame_ranges(const std::vector<std::int64_t>& frames, std::size_t most = 12);

}  // namespace siamrt::eval
