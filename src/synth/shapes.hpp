#pragma once

#include "synth/exact.hpp"
#include "synth/picture.hpp"

#include <siamrt/box.hpp>

#include <algorithm>
#include <vector>

namespace siamrt::synth {

// Signed distances (negative inside), as in Inigo Quilez' collection of two-dimensional distance
// functions; the ellipse is the usual close approximation.

inline double circle(double x, double y, double cx, double cy, double r) {
  return length(x - cx, y - cy) - r;
}

inline double ellipse(double x, double y, double cx, double cy, double rx, double ry) {
  const double k = length((x - cx) / rx, (y - cy) / ry);
  const double g = length((x - cx) / (rx * rx), (y - cy) / (ry * ry));
  return g < 1e-12 ? -std::min(rx, ry) : k * (k - 1) / g;
}

/// Box from its centre and half sides, with rounded corners.
inline double block(double x, double y, double cx, double cy, double hx, double hy, double round) {
  const double dx = std::fabs(x - cx) - hx + round;
  const double dy = std::fabs(y - cy) - hy + round;
  return length(std::max(dx, 0.0), std::max(dy, 0.0)) + std::min(std::max(dx, dy), 0.0) - round;
}

/// Stroke from a to b whose radius goes from ra to rb.
inline double stroke(double x, double y, Point a, Point b, double ra, double rb) {
  const double bx = b.x - a.x;
  const double by = b.y - a.y;
  const double square = bx * bx + by * by;
  const double t = square == 0 ? 0 : clamp01(((x - a.x) * bx + (y - a.y) * by) / square);
  return length(x - a.x - bx * t, y - a.y - by * t) - mix(ra, rb, t);
}

/// Any simple polygon.
inline double polygon(double x, double y, const std::vector<Point>& corners) {
  double nearest = 1e18;
  bool inside = false;
  for (size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const Point& a = corners[i];
    const Point& b = corners[j];
    nearest = std::min(nearest, stroke(x, y, a, b, 0, 0));
    if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside ? -nearest : nearest;
}

inline double either(double a, double b) { return std::min(a, b); }
inline double both(double a, double b) { return std::max(a, b); }

/// Union whose seam is filled over about `width`.
inline double melt(double a, double b, double width) {
  const double h = clamp01(0.5 + 0.5 * (b - a) / width);
  return mix(b, a, h) - width * h * (1 - h);
}

/// Brightness of a rounded body lit from the upper left: `distance` is its distance function, `d`
/// its value at (x, y), `depth` how far inside the rim the surface still slopes.
inline double relief(const Picture::Distance& distance, double x, double y, double d,
                     double depth) {
  constexpr double step = 1e-3;
  const double gx = (distance(x + step, y) - distance(x - step, y)) / (2 * step);
  const double gy = (distance(x, y + step) - distance(x, y - step)) / (2 * step);
  const double slope = clamp01(1 + d / depth);
  return 0.78 - slope * slope * (0.28 * gx + 0.42 * gy);
}

}  // namespace siamrt::synth
