#pragma once

#include "eval/profile.hpp"

#include <siamrt/box.hpp>

namespace siamrt::eval {

/// Overlap of a truth and a result box as a toolkit's rule has it. NaN where its arithmetic gives
/// NaN; can be outside 0..1 where the rule does not clamp.
double overlap(OverlapRule rule, const Box& truth, const Box& result) noexcept;

/// A box clipped to an image of `width` x `height` as the GOT-10k toolkit does it
/// (utils/metrics.py, `bound`): the corner is moved inside first, without a change of size, then
/// the size is limited.
Box clipped(const Box& box, double width, double height) noexcept;

/// All four numbers rounded to integers, halves to even (numpy).
Box rounded(const Box& box) noexcept;

bool has_nan(const Box& box) noexcept;

}  // namespace siamrt::eval
