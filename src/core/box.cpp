#include <siamrt/box.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt {

bool operator==(const Box& a, const Box& b) noexcept {
  return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

bool operator!=(const Box& a, const Box& b) noexcept { return !(a == b); }

bool is_valid(const Box& box) noexcept {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.w) &&
         std::isfinite(box.h) && box.w > 0 && box.h > 0;
}

bool touches(const Box& box, int width, int height) noexcept {
  return box.x < width && box.y < height && box.x + box.w > 0 && box.y + box.h > 0;
}

double iou(const Box& a, const Box& b) noexcept {
  if (!is_valid(a) || !is_valid(b)) return 0;
  const double w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  const double both = w * h;
  return std::min(1.0, both / (a.w * a.h + b.w * b.h - both));
}

}  // namespace siamrt
