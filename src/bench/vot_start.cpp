#include "bench/vot_start.hpp"

#include <cmath>

namespace siamrt::bench {
namespace {

double distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

bool is_rectangle(const data::Sequence& sequence, std::size_t index) {
  return index < sequence.rectangles.size() && sequence.rectangles[index] != 0;
}

}  // namespace

Box vot_start_box(const data::Sequence& sequence, std::size_t index, Family family) {
  const Box extent = sequence.truth.at(index);
  if (is_rectangle(sequence, index)) return extent;
  const data::Polygon& p = sequence.polygons.at(index);
  const double cx = (p[0].x + p[1].x + p[2].x + p[3].x) / 4;
  const double cy = (p[0].y + p[1].y + p[2].y + p[3].y) / 4;
  const double area = distance(p[0], p[1]) * distance(p[1], p[2]);
  const double scale = std::sqrt(area / (extent.w * extent.h));
  const double w = scale * extent.w + 1;
  const double h = scale * extent.h + 1;
  const double less = family == Family::nanotrack ? 1 : 0;
  return {cx - (w - less) / 2, cy - (h - less) / 2, w, h};
}

Box first_box(const data::Sequence& sequence, bool one_based, Family family) {
  const Box plain = sequence.start_box(one_based);
  return sequence.polygons.empty() ? plain : vot_start_box(sequence, 0, family);
}

}  // namespace siamrt::bench
