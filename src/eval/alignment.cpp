#include "eval/alignment.hpp"

#include "eval/overlap.hpp"

#include <siamrt/box.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::eval {
namespace {

using Index = std::int64_t;

/// First frame that a profile evaluates. Tiger1's first five frames are omitted by every OTB tool
/// but the GOT-10k one, which is given the same span where the results have only that.
Index first_frame(const Profile& profile, const data::Sequence& sequence, Index results) {
  const Index frames = static_cast<Index>(sequence.truth.size());
  const bool results_start_late = sequence.omitted > 0 && results == frames - sequence.omitted;
  Index start = profile.takes_whole && !results_start_late ? 0 : sequence.omitted;
  if (!profile.seeks_usable_start) return start;
  // splitSeqTRE.m: the span starts where the truth is usable.
  for (Index i = start; i < frames; ++i) {
    if (all_positive(sequence.truth[i])) return i;
  }
  return start;
}

/// Takes truth and result from the first evaluated frame on.
void take_span(Rows& rows, const Profile& profile, const data::Sequence& sequence,
               const std::vector<Box>& boxes) {
  const Index total = static_cast<Index>(sequence.truth.size());
  const Index given = static_cast<Index>(boxes.size());
  const Index start = first_frame(profile, sequence, given);
  // Results with more rows than the span has begin at frame 0 as the truth does.
  const Index lead = given > total - start ? std::min(start, given) : 0;
  if (lead > 0) {
    rows.warnings.push_back(
        fmt::format("{} boxes: the first {} lie before the evaluated span", given, lead));
  }
  rows.truth.assign(sequence.truth.begin() + start, sequence.truth.end());
  rows.result.assign(boxes.begin() + lead, boxes.end());
  rows.frames = total - start;
  rows.frame.resize(rows.truth.size());
  for (std::size_t i = 0; i < rows.frame.size(); ++i) rows.frame[i] = start + static_cast<Index>(i);
}

bool cuts_long(const Profile& profile, const data::Sequence& sequence) {
  return profile.too_long == LongRule::cut ||
         (profile.too_long == LongRule::cut_monkey_17 && sequence.name == "monkey-17");
}

/// What stops the toolkit where lengths differ; too long results are cut where it cuts.
std::string check_length(Rows& rows, const Profile& profile, const data::Sequence& sequence) {
  const std::size_t truth = rows.truth.size();
  const std::size_t given = rows.result.size();
  if (given > truth) {
    if (!cuts_long(profile, sequence)) {
      return fmt::format("{} boxes for {} frames: too many", given, truth);
    }
    rows.warnings.push_back(fmt::format("{} boxes for {} frames: the rest is cut", given, truth));
    rows.result.resize(truth);
  }
  if (given >= truth) return {};
  const std::string found = fmt::format("{} boxes for {} frames", given, truth);
  if (profile.too_short == ShortRule::stops) return found + ": too few";
  if (profile.too_short == ShortRule::stops_if_usable) {
    if (std::any_of(rows.truth.begin() + static_cast<Index>(given), rows.truth.end(), all_positive))
      return found + ": too few";
    rows.warnings.push_back(found + ": the missing ones have no usable truth");
  } else if (profile.too_short == ShortRule::cut) {
    rows.warnings.push_back(found + ": the truth is cut to them");
    rows.truth.resize(given);
    rows.frame.resize(given);
    rows.frames = static_cast<Index>(given);
    if (given == 0) return "no boxes";
  } else if (profile.too_short == ShortRule::padded) {
    rows.warnings.push_back(found + ": the rest counts as empty boxes");
  } else {
    rows.warnings.push_back(found + ": the rest counts as missed");
  }
  return {};
}

bool is_bad(RepairRule rule, const Box& r) {
  if (rule == RepairRule::previous_if_flat) return r.w == 0 || r.h == 0;
  if (r.w <= 0 || r.h <= 0) return true;
  if (rule == RepairRule::previous_if_any_nan) return has_nan(r);
  return std::isnan(r.x) && std::isnan(r.y) && std::isnan(r.w) && std::isnan(r.h);
}

void repair(Rows& rows, RepairRule rule) {
  rows.repaired.assign(rows.truth.size(), 0);
  if (rule == RepairRule::none) return;
  for (std::size_t i = 1; i < rows.result.size(); ++i) {
    if (!is_bad(rule, rows.result[i]) || has_nan(rows.truth[i])) continue;
    rows.result[i] = rows.result[i - 1];
    rows.repaired[i] = 1;
  }
}

/// What in the numbers themselves stops the toolkit.
std::string check_values(const Rows& rows, const Profile& profile, const data::Sequence& sequence) {
  if (profile.stops_at_single_row && (rows.truth.size() == 1 || rows.result.size() == 1)) {
    return "a single row: the toolkit reads it as four numbers";
  }
  if (profile.repair == RepairRule::previous_if_flat) {
    for (const Box& r : rows.result) {
      if (has_nan(r) || r.w < 0 || r.h < 0) return "a box with NaN or a negative side";
    }
  }
  if (profile.stops_at_nan_truth && std::any_of(rows.truth.begin(), rows.truth.end(), has_nan)) {
    return "truth with NaN";
  }
  if (profile.clipped && (sequence.width <= 0 || sequence.height <= 0)) {
    return "the size of the images is not known";
  }
  return {};
}

/// LaSOT's flag of a frame; pytracking asks for full occlusion and out of view where it has them.
bool is_absent(const Profile& profile, const data::Sequence& sequence, Index frame) {
  const auto flag = [&](const std::vector<std::uint8_t>& flags) {
    return frame < static_cast<Index>(flags.size()) && flags[frame] != 0;
  };
  if (profile.absent == AbsentRule::missed && !sequence.full_occlusion.empty()) {
    return flag(sequence.full_occlusion) || flag(sequence.out_of_view);
  }
  return flag(sequence.absent);
}

bool is_left_out(const Profile& profile, const data::Sequence& sequence, const Box& truth,
                 Index frame) {
  switch (profile.left_out) {
    case LeftOutRule::none:
      return false;
    case LeftOutRule::nan_truth:
      return has_nan(truth);
    case LeftOutRule::no_truth:
      return !is_valid(truth);
    case LeftOutRule::no_cover:
      return frame < static_cast<Index>(sequence.cover.size()) && sequence.cover[frame] == 0;
  }
  return false;
}

/// Takes out the rows that the profile does not measure and sets the divisor. Of the rows, the
/// first `given` have a result of the tracker's own.
void take_out(Rows& rows, const Profile& profile, const data::Sequence& sequence,
              std::size_t given) {
  rows.missed.assign(rows.truth.size(), 0);
  const bool asks_absent = profile.absent != AbsentRule::ignored && !sequence.absent.empty();
  std::size_t kept = 0;
  std::int64_t uncounted = 0;
  for (std::size_t i = 0; i < rows.truth.size(); ++i) {
    const bool absent = asks_absent && is_absent(profile, sequence, rows.frame[i]);
    const bool first_dropped = i == 0 && profile.first == FirstRule::dropped;
    const bool left_out = first_dropped || (absent && profile.absent == AbsentRule::left_out) ||
                          is_left_out(profile, sequence, rows.truth[i], rows.frame[i]);
    if (left_out) {
      ++uncounted;
      continue;
    }
    if (absent && profile.absent == AbsentRule::removed) continue;
    if (i >= given && profile.too_short == ShortRule::counted) continue;
    rows.truth[kept] = rows.truth[i];
    rows.result[kept] = rows.result[i];
    rows.frame[kept] = rows.frame[i];
    rows.repaired[kept] = rows.repaired[i];
    rows.missed[kept] = absent && profile.absent == AbsentRule::missed;
    ++kept;
  }
  rows.divisor = static_cast<std::int64_t>(rows.truth.size()) - uncounted;
  rows.truth.resize(kept);
  rows.result.resize(kept);
  rows.frame.resize(kept);
  rows.repaired.resize(kept);
  rows.missed.resize(kept);
}

Rows stopped(std::string why) {
  Rows rows;
  rows.stops = std::move(why);
  return rows;
}

}  // namespace

bool all_positive(const Box& box) noexcept {
  return box.x > 0 && box.y > 0 && box.w > 0 && box.h > 0;
}

Rows align(const Profile& profile, const data::Sequence& sequence, const std::vector<Box>& boxes) {
  Rows rows;
  take_span(rows, profile, sequence, boxes);
  if (rows.truth.empty()) return stopped("no truth");
  std::string stops = check_length(rows, profile, sequence);
  if (stops.empty()) stops = check_values(rows, profile, sequence);
  if (!stops.empty()) return stopped(stops);
  repair(rows, profile.repair);
  const std::size_t given = std::max<std::size_t>(rows.result.size(), 1);  // the first is replaced
  rows.result.resize(rows.truth.size());  // padded with 0,0,0,0 where the rules allow fewer
  rows.repaired.resize(rows.truth.size());
  if (profile.first == FirstRule::truth) rows.result[0] = rows.truth[0];
  if (profile.rounded) {
    std::transform(rows.truth.begin(), rows.truth.end(), rows.truth.begin(), rounded);
    std::transform(rows.result.begin(), rows.result.end(), rows.result.begin(), rounded);
  }
  take_out(rows, profile, sequence, given);
  if (rows.divisor == 0) return stopped("no frame with a target is left");
  if (profile.clipped) {
    for (std::size_t i = 0; i < rows.truth.size(); ++i) {
      rows.truth[i] = clipped(rows.truth[i], sequence.width, sequence.height);
      rows.result[i] = clipped(rows.result[i], sequence.width, sequence.height);
    }
  }
  return rows;
}

}  // namespace siamrt::eval
