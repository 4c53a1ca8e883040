#pragma once

#include "data/dataset.hpp"
#include "eval/profile.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::eval {

/// The rows of one run that a profile measures, after its rules for starts, lengths, bad rows, the
/// first frame and frames left out.
struct Rows {
  std::vector<Box> truth;
  std::vector<Box> result;
  std::vector<std::int64_t> frame;     ///< of the sequence, 0-based
  std::vector<std::uint8_t> repaired;  ///< 1: the row before stands for this one
  std::vector<std::uint8_t> missed;    ///< 1: absent, counts as a miss (AbsentRule::missed)
  std::int64_t frames = 0;             ///< truth rows of the span
  std::int64_t divisor = 0;            ///< what curves are divided by
  std::string stops;                   ///< what the toolkit stops with; nothing else is set then
  std::vector<std::string> warnings;   ///< what was cut, added or moved
};

/// Applies the rules to one run of a sequence. Never throws for what is in the boxes.
Rows align(const Profile& profile, const data::Sequence& sequence, const std::vector<Box>& boxes);

/// x, y, w and h above 0.
bool all_positive(const Box& box) noexcept;

}  // namespace siamrt::eval
