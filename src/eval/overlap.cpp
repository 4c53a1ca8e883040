#include "eval/overlap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::eval {
namespace {

// numpy's and torch's maximum and minimum keep a NaN; MATLAB's pass it over.
double keep_max(double a, double b) noexcept { return a > b || std::isnan(a) ? a : b; }
double keep_min(double a, double b) noexcept { return a < b || std::isnan(a) ? a : b; }
double skip_max(double a, double b) noexcept { return a > b || std::isnan(b) ? a : b; }
double skip_min(double a, double b) noexcept { return a < b || std::isnan(b) ? a : b; }

double clamp01(double value) noexcept { return keep_max(keep_min(value, 1), 0); }

// calcRectInt.m and pytracking write right edges as x + w - 1.
double matlab(const Box& g, const Box& r) noexcept {
  const double w = skip_max(0, skip_min(r.x + r.w - 1, g.x + g.w - 1) - skip_max(r.x, g.x) + 1);
  const double h = skip_max(0, skip_min(r.y + r.h - 1, g.y + g.h - 1) - skip_max(r.y, g.y) + 1);
  const double both = w * h;
  return both / (r.w * r.h + g.w * g.h - both);
}

double torch(const Box& g, const Box& r) noexcept {
  const double w = keep_max(keep_min(r.x + r.w - 1, g.x + g.w - 1) - keep_max(r.x, g.x) + 1, 0);
  const double h = keep_max(keep_min(r.y + r.h - 1, g.y + g.h - 1) - keep_max(r.y, g.y) + 1, 0);
  const double both = w * h;
  return both / (r.w * r.h + g.w * g.h - both);
}

double plain(const Box& g, const Box& r, double eps) noexcept {
  const double w = keep_max(keep_min(g.x + g.w, r.x + r.w) - keep_max(g.x, r.x), 0);
  const double h = keep_max(keep_min(g.y + g.h, r.y + r.h) - keep_max(g.y, r.y), 0);
  const double both = w * h;
  return clamp01(both / (g.w * g.h + r.w * r.h - both + eps));
}

}  // namespace

double overlap(OverlapRule rule, const Box& truth, const Box& result) noexcept {
  switch (rule) {
    case OverlapRule::matlab:
      return matlab(truth, result);
    case OverlapRule::torch:
      return torch(truth, result);
    case OverlapRule::clamped:
      return plain(truth, result, 0);
    case OverlapRule::clamped_eps:
      return plain(truth, result, std::numeric_limits<double>::epsilon());
  }
  return 0;
}

Box clipped(const Box& box, double width, double height) noexcept {
  const auto clip = [](double value, double high) { return keep_min(keep_max(value, 0), high); };
  Box inside = box;
  inside.x = clip(box.x, width);
  inside.y = clip(box.y, height);
  inside.w = clip(box.w, width - inside.x);
  inside.h = clip(box.h, height - inside.y);
  return inside;
}

Box rounded(const Box& box) noexcept {
  return {std::nearbyint(box.x), std::nearbyint(box.y), std::nearbyint(box.w),
          std::nearbyint(box.h)};
}

bool has_nan(const Box& box) noexcept {
  return std::isnan(box.x) || std::isnan(box.y) || std::isnan(box.w) || std::isnan(box.h);
}

}  // namespace siamrt::eval
