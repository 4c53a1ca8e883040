#include <siamrt/box.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt {
namespace {

/// Overlap `w` x `h` of two boxes over their union, by shares of the larger sides, so that no
/// product leaves the range of double however large or small the boxes are.
double share_of_union(const Box& a, const Box& b, double w, double h) noexcept {
  const double width = std::max(a.w, b.w);
  const double height = std::max(a.h, b.h);
  const double both = (w / width) * (h / height);
  return both / ((a.w / width) * (a.h / height) + (b.w / width) * (b.h / height) - both);
}

}  // namespace

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
  if (a == b) return 1;  // x + w - x need not be w
  const double w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  const double both = w * h;
  const double all = a.w * a.h + b.w * b.h - both;
  if (std::isnormal(both) && std::isnormal(all)) return std::min(1.0, both / all);
  const double share = share_of_union(a, b, w, h);
  return share < 1 ? share : std::isnan(share) ? 0 : 1;
}

}  // namespace siamrt
