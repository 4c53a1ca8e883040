// The rules of a profile in words, for `siamrt eval --explain`.

#include "eval/explain.hpp"
#include "eval/profile.hpp"

#include <fmt/core.h>

#include <cmath>

namespace siamrt::eval {
namespace {

const char* words(OverlapRule rule) {
  switch (rule) {
    case OverlapRule::matlab:
      return "plain, not clamped, NaN passed over";
    case OverlapRule::torch:
      return "plain, not clamped";
    case OverlapRule::clamped:
      return "plain, clamped; empty on empty is a miss";
    case OverlapRule::clamped_eps:
      return "plain, tiny number added to the union, clamped";
  }
  return "";
}

const char* words(UsableRule rule) {
  switch (rule) {
    case UsableRule::always:
      return "always";
    case UsableRule::all_positive:
      return "x, y, w and h above 0";
    case UsableRule::pysot:
      return "w and h above 0 (success), centre above 0 (precision)";
  }
  return "";
}

const char* words(RepairRule rule) {
  switch (rule) {
    case RepairRule::none:
      return "taken as it is";
    case RepairRule::previous_if_all_nan:
      return "row before, if all NaN or a side not above 0";
    case RepairRule::previous_if_any_nan:
      return "row before, if any NaN or a side not above 0";
    case RepairRule::previous_if_flat:
      return "row before, if a side is 0; NaN or negative stops";
  }
  return "";
}

const char* words(FirstRule rule) {
  switch (rule) {
    case FirstRule::as_is:
      return "taken as it is";
    case FirstRule::truth:
      return "replaced by the truth";
    case FirstRule::dropped:
      return "dropped";
  }
  return "";
}

const char* words(ShortRule rule) {
  switch (rule) {
    case ShortRule::stops:
      return "stops";
    case ShortRule::stops_if_usable:
      return "stops, unless the missing rows have no usable truth";
    case ShortRule::cut:
      return "the truth is cut";
    case ShortRule::padded:
      return "empty boxes are added";
    case ShortRule::counted:
      return "the missing rows count in the divisor only";
  }
  return "";
}

const char* words(LongRule rule) {
  switch (rule) {
    case LongRule::stops:
      return "stops";
    case LongRule::cut:
      return "cut";
    case LongRule::cut_monkey_17:
      return "stops, but for monkey-17, which is cut";
  }
  return "";
}

const char* words(AbsentRule rule) {
  switch (rule) {
    case AbsentRule::ignored:
      return "ignored";
    case AbsentRule::removed:
      return "row removed, still in the divisor";
    case AbsentRule::missed:
      return "a miss";
    case AbsentRule::left_out:
      return "frame left out";
  }
  return "";
}

const char* words(LeftOutRule rule) {
  switch (rule) {
    case LeftOutRule::none:
      return "none";
    case LeftOutRule::nan_truth:
      return "those whose truth is NaN";
    case LeftOutRule::no_truth:
      return "those without a truth box";
    case LeftOutRule::no_cover:
      return "those of cover 0";
  }
  return "";
}

const char* words(MeanRule rule) {
  switch (rule) {
    case MeanRule::plain:
      return "plain mean";
    case MeanRule::without_empty:
      return "mean of those whose curve is not all zero";
    case MeanRule::pooled:
      return "all frames pooled";
  }
  return "";
}

std::string grid_words(const Profile& profile) {
  const char* test = profile.success_at_equal ? ">=" : ">";
  switch (profile.grid) {
    case GridRule::twentieths:
      return fmt::format("overlap {} 21 thresholds", test);
    case GridRule::twentieths_torch:
      return fmt::format("overlap {} 21 thresholds, 0.65 and 0.75 one bit higher", test);
    case GridRule::hundredths:
      return fmt::format("overlap {} 101 thresholds", test);
  }
  return "";
}

std::string unusable_words(const Profile& profile) {
  if (profile.usable == UsableRule::always) return "-";
  return std::isinf(profile.unusable_error) ? "a miss in precision" : "a hit in precision";
}

std::string image_words(const Profile& profile) {
  if (profile.clipped) return "clipped to the image";
  return profile.rounded ? "rounded to whole numbers" : "as they are";
}

}  // namespace

std::vector<std::string> rule_differences(const std::string& first, const std::string& second) {
  const Profile& a = find_profile(first);
  const Profile& b = find_profile(second);
  std::vector<std::string> out;
  const auto say = [&](const char* what, const std::string& x, const std::string& y) {
    if (x != y) out.push_back(fmt::format("{}: {} ({}); {} ({})", what, x, a.name, y, b.name));
  };
  say("boxes", image_words(a), image_words(b));
  say("overlap", words(a.overlap), words(b.overlap));
  say("success", grid_words(a), grid_words(b));
  say("first result", words(a.first), words(b.first));
  say("truth is usable", words(a.usable), words(b.usable));
  say("frame without usable truth", unusable_words(a), unusable_words(b));
  say("frames left out", words(a.left_out), words(b.left_out));
  say("absent target", words(a.absent), words(b.absent));
  say("bad result row", words(a.repair), words(b.repair));
  say("too few rows", words(a.too_short), words(b.too_short));
  say("too many rows", words(a.too_long), words(b.too_long));
  say("leading frames that others omit", a.takes_whole ? "evaluated" : "omitted",
      b.takes_whole ? "evaluated" : "omitted");
  say("over sequences", words(a.mean), words(b.mean));
  return out;
}

}  // namespace siamrt::eval
