#include "eval/measures.hpp"

#include "eval/overlap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::eval {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Point centre(const Box& box, double offset) noexcept {
  return {box.x + (box.w + offset) / 2, box.y + (box.h + offset) / 2};
}

double length(double dx, double dy) noexcept { return std::sqrt(dx * dx + dy * dy); }

/// Normalised error; `usable` says whether pysot's test of the truth's normalised centre holds.
double norm_error(NormRule rule, const Box& truth, Point g, Point r, bool& usable) noexcept {
  if (rule == NormRule::at_least_one) {
    return length((g.x - r.x) / std::max(1.0, truth.w), (g.y - r.y) / std::max(1.0, truth.h));
  }
  const double tiny = rule == NormRule::by_size_tiny ? 1e-16 : 0;
  const double gx = g.x / (truth.w + tiny), gy = g.y / (truth.h + tiny);
  const double rx = r.x / (truth.w + tiny), ry = r.y / (truth.h + tiny);
  usable = gx > 0 && gy > 0;
  return length(gx - rx, gy - ry);
}

struct Usable {
  bool overlap = true;
  bool error = true;
  bool norm_error = true;
};

Usable usable(UsableRule rule, const Box& truth, Point g, bool norm_centre) noexcept {
  if (rule == UsableRule::always) return {};
  if (rule == UsableRule::pysot) {
    return {truth.w > 0 && truth.h > 0, g.x > 0 && g.y > 0, norm_centre};
  }
  const bool all = all_positive(truth);
  return {all, all, all};
}

/// Curve from counts of values by the number of thresholds they pass.
std::vector<double> shares(const std::vector<std::int64_t>& counts, double divisor) {
  std::vector<double> curve(counts.size());
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    curve[i] = static_cast<double>(sum) / divisor;
  }
  return curve;
}

/// Index near which an evenly spaced threshold equals `value`, within 0..count.
int guess(double value, double per_unit, int count) noexcept {
  const double place = value * per_unit;
  if (!(place > 0)) return 0;
  return place < count ? static_cast<int>(place) : count;
}

}  // namespace

Measures measure(const Profile& profile, const Rows& rows) {
  Measures out;
  const std::size_t count = rows.truth.size();
  out.overlap.resize(count);
  out.error.resize(count);
  out.usable.resize(count);
  const bool norm = profile.norm != NormRule::none;
  if (norm) out.norm_error.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Box& truth = rows.truth[i];
    const Point g = centre(truth, profile.centre_offset);
    const Point r = centre(rows.result[i], profile.centre_offset);
    bool norm_centre = true;
    double norm_value = 0;
    if (norm) norm_value = norm_error(profile.norm, truth, g, r, norm_centre);
    const Usable use = usable(profile.usable, truth, g, norm_centre);
    const bool missed = rows.missed[i] != 0;
    out.usable[i] = use.overlap && !missed;
    out.overlap[i] = out.usable[i] ? overlap(profile.overlap, truth, rows.result[i]) : -1;
    out.error[i] = missed      ? infinity
                   : use.error ? length(g.x - r.x, g.y - r.y)
                               : profile.unusable_error;
    if (norm) out.norm_error[i] = missed ? infinity : use.norm_error ? norm_value : -1;
  }
  return out;
}

std::vector<double> success_curve(const std::vector<double>& values,
                                  const std::vector<double>& thresholds, bool at_equal,
                                  double divisor) {
  const int count = static_cast<int>(thresholds.size());
  const double per_unit = (count - 1) / thresholds.back();
  // counts[n - k]: values that pass the k lowest thresholds; NaN and negative ones pass none.
  std::vector<std::int64_t> counts(thresholds.size() + 1);
  const auto passes = [&](double value, int k) {
    return at_equal ? value >= thresholds[k] : value > thresholds[k];
  };
  for (const double value : values) {
    int k = guess(value, per_unit, count);
    while (k > 0 && !passes(value, k - 1)) --k;
    while (k < count && passes(value, k)) ++k;
    ++counts[count - k];
  }
  counts.pop_back();
  std::vector<double> curve = shares(counts, divisor);
  std::reverse(curve.begin(), curve.end());
  return curve;
}

std::vector<double> error_curve(const std::vector<double>& values,
                                const std::vector<double>& thresholds, double divisor) {
  const int count = static_cast<int>(thresholds.size());
  const double per_unit = (count - 1) / thresholds.back();
  std::vector<std::int64_t> counts(thresholds.size() + 1);
  for (const double value : values) {
    int k = guess(value, per_unit, count);
    while (k > 0 && value <= thresholds[k - 1]) --k;
    while (k < count && !(value <= thresholds[k])) ++k;
    ++counts[k];
  }
  counts.pop_back();
  return shares(counts, divisor);
}

}  // namespace siamrt::eval
