#include "track/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

constexpr double least_overlap = 0.25;
constexpr double largest_factor = 2;

/// Length that two intervals, given by centre and length, have in common.
double common(double centre_a, double a, double centre_b, double b) {
  const double low = std::max(centre_a - a / 2, centre_b - b / 2);
  const double high = std::min(centre_a + a / 2, centre_b + b / 2);
  return std::max(0.0, high - low);
}

double overlap(const Target& a, const Target& b) {
  const double inner = common(a.x, a.w, b.x, b.w) * common(a.y, a.h, b.y, b.h);
  return inner / (a.w * a.h + b.w * b.h - inner);
}

double factor(double drawn, double predicted, double amount) {
  return std::pow(std::clamp(drawn / predicted, 1 / largest_factor, largest_factor), amount);
}

}  // namespace

Calibration calibrate(const Target& predicted, const Target& drawn, double amount) {
  if (!(predicted.w > 0 && predicted.h > 0) || overlap(predicted, drawn) < least_overlap) return {};
  return {factor(drawn.w, predicted.w, amount), factor(drawn.h, predicted.h, amount),
          amount * (drawn.x - predicted.x) / predicted.w,
          amount * (drawn.y - predicted.y) / predicted.h};
}

void correct_boxes(model::Maps& maps, int n, const Calibration& calibration, double extra) {
  if (calibration.is_none()) return;
  const auto cells = static_cast<size_t>(maps.size) * static_cast<size_t>(maps.size);
  float* x1 = maps.box.data() + static_cast<size_t>(n) * 4 * cells;
  const auto correct = [&](float* low, float* high, double scale, double shift) {
    for (size_t k = 0; k < cells; ++k) {
      const double length = static_cast<double>(high[k]) - low[k] + extra;
      const double centre = (static_cast<double>(high[k]) + low[k]) / 2 + shift * length;
      const double half = (length * scale - extra) / 2;
      low[k] = static_cast<float>(centre - half);
      high[k] = static_cast<float>(centre + half);
    }
  };
  correct(x1, x1 + 2 * cells, calibration.w, calibration.x);
  correct(x1 + cells, x1 + 3 * cells, calibration.h, calibration.y);
}

}  // namespace siamrt::track
