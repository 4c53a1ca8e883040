#include "eval/explain.hpp"

#include "core/numbers.hpp"
#include "eval/measures.hpp"
#include "eval/overlap.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <optional>

namespace siamrt::eval {
namespace {

constexpr double precise = 20;  // pixels

/// What one profile makes of one frame.
struct View {
  Box truth;
  Box result;
  double overlap = 0;
  double error = 0;
  bool usable = true;
  bool repaired = false;
  bool missed = false;
  double success = 0;    ///< the frame's part of the curve's mean
  double precision = 0;  ///< its part of precision at 20 pixels
};

/// One profile's side of the comparison.
struct Side {
  const Profile* profile = nullptr;
  Rows rows;
  std::map<std::int64_t, View> frames;
  double success = 0;
  double precision = 0;
};

/// Share of the thresholds that an overlap passes.
double passed(const std::vector<double>& grid, const Profile& profile, double overlap) {
  int count = 0;
  for (const double threshold : grid) {
    count += profile.success_at_equal ? overlap >= threshold : overlap > threshold;
  }
  return static_cast<double>(count) / static_cast<double>(grid.size());
}

Side side_of(const Profile& profile, const data::Sequence& sequence,
             const std::vector<Box>& boxes) {
  Side side;
  side.profile = &profile;
  side.rows = align(profile, sequence, boxes);
  if (!side.rows.stops.empty()) return side;
  const Measures measures = measure(profile, side.rows);
  const std::vector<double> grid = thresholds(profile, Source::success);
  const auto divisor = static_cast<double>(side.rows.divisor);
  for (std::size_t i = 0; i < side.rows.frame.size(); ++i) {
    View view;
    view.truth = side.rows.truth[i];
    view.result = side.rows.result[i];
    view.overlap = measures.overlap[i];
    view.error = measures.error[i];
    view.usable = measures.usable[i] != 0;
    view.repaired = side.rows.repaired[i] != 0;
    view.missed = side.rows.missed[i] != 0;
    view.success = passed(grid, profile, view.overlap) / divisor;
    view.precision = (view.error <= precise ? 1 : 0) / divisor;
    side.success += view.success;
    side.precision += view.precision;
    side.frames[side.rows.frame[i]] = view;
  }
  return side;
}

bool same(double a, double b) noexcept { return a == b || (std::isnan(a) && std::isnan(b)); }

bool same(const Box& a, const Box& b) noexcept {
  return same(a.x, b.x) && same(a.y, b.y) && same(a.w, b.w) && same(a.h, b.h);
}

/// Why one profile counts a frame that the other does not.
std::string why_left_out(const Profile& profile, const data::Sequence& sequence, std::int64_t frame,
                         const Side& side) {
  const auto at = static_cast<std::size_t>(frame);
  const bool absent = at < sequence.absent.size() && sequence.absent[at] != 0;
  if (frame < sequence.omitted && !profile.takes_whole) {
    return "lies before the evaluated span";
  }
  if (frame == 0 && profile.first == FirstRule::dropped) return "the first frame is dropped";
  if (profile.left_out == LeftOutRule::nan_truth && has_nan(sequence.truth[at])) {
    return "truth is NaN: the row is removed";
  }
  if (profile.left_out == LeftOutRule::no_cover && at < sequence.cover.size() &&
      sequence.cover[at] == 0) {
    return "cover is 0: the frame is dropped";
  }
  if (absent && profile.absent == AbsentRule::removed) {
    return "target flagged absent: the row is removed but still counted in the divisor (a miss)";
  }
  if (absent && profile.absent == AbsentRule::left_out) {
    return "target flagged absent: the frame is left out";
  }
  if (profile.left_out == LeftOutRule::no_truth) return "no truth: the frame is left out";
  if (!side.rows.frame.empty() && frame > side.rows.frame.back()) {
    return "no result: the truth is cut to the results";
  }
  return "lies outside the evaluated span";
}

std::string error_words(double error) {
  if (std::isnan(error)) return "NaN, a miss";
  if (error < 0) return "-1, a hit";
  return std::isinf(error) ? "infinite, a miss" : fmt::format("{:.1f} px", error);
}

/// Why a frame whose truth is not usable for one counts differently.
std::string unusable_words(const Profile& one, const View& a, const View& b) {
  const char* why = a.missed                           ? "target absent"
                    : has_nan(a.truth)                 ? "truth is NaN"
                    : a.truth.w <= 0 || a.truth.h <= 0 ? "truth is empty"
                                                       : "truth has x or y of 0 or less";
  return fmt::format(
      "{}: {} counts overlap -1 and error {}; the other {}", why, one.name, error_words(a.error),
      b.usable ? "evaluates it as it is" : fmt::format("counts error {}", error_words(b.error)));
}

/// The cause of a difference between two views of one frame.
std::string cause(const data::Sequence& sequence, std::int64_t frame, const Side& a, const Side& b,
                  const View& first, const View& second) {
  const Profile& one = *a.profile;
  const Profile& two = *b.profile;
  if (one.first != two.first && frame == a.rows.frame.front()) {
    return fmt::format("first frame: {} puts the truth in place of the result, {} does not",
                       one.first == FirstRule::truth ? one.name : two.name,
                       one.first == FirstRule::truth ? two.name : one.name);
  }
  if (first.repaired != second.repaired) {
    return fmt::format("result is no box: {} repeats the row before, {} takes it as it is",
                       first.repaired ? one.name : two.name, first.repaired ? two.name : one.name);
  }
  if (first.usable != second.usable || first.error < 0 || second.error < 0) {
    const bool first_lacks = !first.usable || first.error < 0;
    return first_lacks ? unusable_words(one, first, second) : unusable_words(two, second, first);
  }
  if (one.rounded != two.rounded) {
    return fmt::format("{} rounds all boxes to whole numbers", one.rounded ? one.name : two.name);
  }
  if (one.clipped != two.clipped &&
      (!same(first.result, second.result) || !same(first.truth, second.truth))) {
    return fmt::format("box leaves the image: {} clips it", one.clipped ? one.name : two.name);
  }
  if (!same(first.result, second.result)) {
    return "the row that is measured is not the same (length or start of the results)";
  }
  if (one.grid != two.grid || one.success_at_equal != two.success_at_equal) {
    return "the thresholds of the success curve are not the same";
  }
  if (std::isnan(first.overlap) != std::isnan(second.overlap)) {
    return fmt::format("overlap is NaN under {}", std::isnan(first.overlap) ? one.name : two.name);
  }
  const bool inside = frame < static_cast<std::int64_t>(sequence.truth.size());
  return inside && same(first.overlap, second.overlap)
             ? "the divisor is not the same"
             : "overlap or error lies on a threshold and differs in its last bit";
}

/// Reasons by their words, in the order in which they appear.
class Reasons {
 public:
  void add(const std::string& words, std::int64_t frame, double success, double precision) {
    const auto [place, fresh] = places_.emplace(words, list_.size());
    if (fresh) list_.push_back({words, {}, 0, 0});
    Reason& reason = list_[place->second];
    reason.frames.push_back(frame);
    reason.success += success;
    reason.precision += precision;
  }

  std::vector<Reason> take() { return std::move(list_); }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<Reason> list_;
};

const View* view_of(const Side& side, std::int64_t frame) {
  const auto found = side.frames.find(frame);
  return found == side.frames.end() ? nullptr : &found->second;
}

/// Whether a frame counts differently, the divisors apart.
bool counts_alike(const Side& a, const Side& b, const View& first, const View& second) {
  const double x = static_cast<double>(a.rows.divisor), y = static_cast<double>(b.rows.divisor);
  return std::abs(first.success * x - second.success * y) < 1e-9 &&
         std::abs(first.precision * x - second.precision * y) < 1e-9;
}

}  // namespace

bool Explanation::differs() const noexcept { return stops[0] != stops[1] || !reasons.empty(); }

Explanation explain(const data::Sequence& sequence, const std::vector<Box>& boxes,
                    const std::string& first, const std::string& second) {
  const Profile& one = find_profile(first);
  const Profile& two = find_profile(second);
  if (one.kind != Kind::one_pass || two.kind != Kind::one_pass) {
    throw Error(Error::Kind::usage,
                fmt::format("{} and {} measure different things frame by frame: nothing to explain",
                            first, second));
  }
  const Side a = side_of(one, sequence, boxes);
  const Side b = side_of(two, sequence, boxes);
  Explanation out;
  out.sequence = sequence.name;
  out.success[0] = a.success;
  out.success[1] = b.success;
  out.precision[0] = a.precision;
  out.precision[1] = b.precision;
  out.stops[0] = a.rows.stops;
  out.stops[1] = b.rows.stops;
  if (!a.rows.stops.empty() || !b.rows.stops.empty()) return out;

  Reasons reasons;
  const auto frames = static_cast<std::int64_t>(sequence.truth.size());
  const bool divisors_differ = a.rows.divisor != b.rows.divisor;
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    const View* x = view_of(a, frame);
    const View* y = view_of(b, frame);
    if (x == nullptr && y == nullptr) continue;
    if (x == nullptr || y == nullptr) {
      const Side& without = x == nullptr ? a : b;
      const View& other = x == nullptr ? *y : *x;
      const double sign = x == nullptr ? -1 : 1;
      reasons.add(fmt::format("{}: {}", without.profile->name,
                              why_left_out(*without.profile, sequence, frame, without)),
                  frame, sign * other.success, sign * other.precision);
    } else if (!counts_alike(a, b, *x, *y)) {
      reasons.add(cause(sequence, frame, a, b, *x, *y), frame, x->success - y->success,
                  x->precision - y->precision);
    } else if (divisors_differ) {
      reasons.add(fmt::format("the divisor is {} frames under {} and {} under {}", a.rows.divisor,
                              one.name, b.rows.divisor, two.name),
                  frame, x->success - y->success, x->precision - y->precision);
    }
  }
  out.reasons = reasons.take();
  return out;
}

std::string frame_ranges(const std::vector<std::int64_t>& frames, std::size_t most) {
  std::string text;
  std::size_t entries = 0;
  for (std::size_t i = 0; i < frames.size();) {
    std::size_t end = i;
    while (end + 1 < frames.size() && frames[end + 1] == frames[end] + 1) ++end;
    if (entries++ == most) return text + ", ...";
    if (!text.empty()) text += ", ";
    text += end == i ? fmt::format("{}", frames[i] + 1)
                     : fmt::format("{}-{}", frames[i] + 1, frames[end] + 1);
    i = end + 1;
  }
  return text;
}

}  // namespace siamrt::eval
