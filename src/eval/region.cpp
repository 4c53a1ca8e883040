#include "eval/region.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace siamrt::eval {
namespace {

constexpr double farthest = 1e9;  // columns; corners may lie anywhere

struct Extent {
  float left, top, right, bottom;
};

/// Whole pixels that hold the region, within the bounds.
Extent extent_of(const Region& region, const Bounds& bounds) {
  Extent e = {region[0].x, region[0].y, region[0].x, region[0].y};
  for (const Corner& c : region) {
    e = {std::min(e.left, c.x), std::min(e.top, c.y), std::max(e.right, c.x),
         std::max(e.bottom, c.y)};
  }
  e = {std::floor(e.left), std::floor(e.top), std::ceil(e.right), std::ceil(e.bottom)};
  return {std::max(e.left, 0.0F), std::max(e.top, 0.0F), std::min(e.right, bounds.right),
          std::min(e.bottom, bounds.bottom)};
}

/// Continuous overlap of two extents. Two negative sides multiply to a positive area, as in the
/// original; only its being 0 is used.
float extent_overlap(const Extent& a, const Extent& b) {
  const float width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const float height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const float both = width * height;
  const float area_a = (a.right - a.left) * (a.bottom - a.top);
  const float area_b = (b.right - b.left) * (b.bottom - b.top);
  return both / (area_a + area_b - both);
}

/// Corners moved by the origin, then rounded, halves away from zero.
std::vector<Corner> rounded_corners(const Region& region, float x0, float y0) {
  std::vector<Corner> out;
  out.reserve(region.size());
  for (const Corner& c : region) out.push_back({std::round(c.x - x0), std::round(c.y - y0)});
  return out;
}

/// One row of the raster: columns of a polygon are set in `row` (one byte a pixel).
class ScanLine {
 public:
  explicit ScanLine(std::vector<Corner> corners) : corners_(std::move(corners)) {}

  void fill(int y, int width, std::vector<std::uint8_t>& row) {
    find_nodes(y);
    std::fill(row.begin(), row.end(), std::uint8_t{0});
    for (std::size_t k = 0; k + 1 < nodes_.size();) {
      if (nodes_[k] == nodes_[k + 1]) {
        ++k;  // a corner counted by both of its edges; a polygon without width sets nothing
        continue;
      }
      if (nodes_[k] >= width) break;
      if (nodes_[k + 1] >= 0) {
        const int from = std::clamp(nodes_[k], 0, width - 1);
        const int to = std::clamp(nodes_[k + 1], 0, width - 1);
        std::fill(row.begin() + from, row.begin() + to + 1, std::uint8_t{1});
      }
      k += 2;
    }
  }

 private:
  void find_nodes(int y) {
    nodes_.clear();
    const float py = static_cast<float>(y);
    Corner before = corners_.back();
    for (const Corner& c : corners_) {
      if (c.y != before.y && std::min(c.y, before.y) <= py && py <= std::max(c.y, before.y)) {
        const double rise = before.y - c.y, run = before.x - c.x;
        const double x = c.x + static_cast<double>(py - c.y) / rise * run;
        nodes_.push_back(static_cast<int>(std::clamp(x, -farthest, farthest)));
      }
      before = c;
    }
    std::sort(nodes_.begin(), nodes_.end());
  }

  std::vector<Corner> corners_;
  std::vector<int> nodes_;
};

bool are_too_unequal(const Extent& a, const Extent& b) {
  const double area_a = static_cast<double>(a.right - a.left) * (a.bottom - a.top);
  const double area_b = static_cast<double>(b.right - b.left) * (b.bottom - b.top);
  return area_a / area_b < 1e-10 || area_b / area_a < 1e-10;
}

}  // namespace

Region region_of(const Box& box) {
  // Sides are added in double precision, as Python does before the C code is called.
  const auto left = static_cast<float>(box.x), right = static_cast<float>(box.x + box.w);
  const auto top = static_cast<float>(box.y), bottom = static_cast<float>(box.y + box.h);
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

Region region_of(const data::Polygon& polygon) {
  Region region;
  for (const Point& p : polygon) {
    region.push_back({static_cast<float>(p.x), static_cast<float>(p.y)});
  }
  return region;
}

double region_overlap(const Region& first, const Region& second, const Bounds& bounds) {
  const Extent a = extent_of(first, bounds);
  const Extent b = extent_of(second, bounds);
  const float x0 = std::min(a.left, b.left);
  const float y0 = std::min(a.top, b.top);
  const int width = static_cast<int>(std::max(a.right, b.right) - x0) + 1;
  const int height = static_cast<int>(std::max(a.bottom, b.bottom) - y0) + 1;
  if (width < 1 || height < 1 || are_too_unequal(a, b)) return 0;
  if (std::max(0.0F, extent_overlap(a, b)) == 0) return 0;

  ScanLine line_a(rounded_corners(first, x0, y0));
  ScanLine line_b(rounded_corners(second, x0, y0));
  std::vector<std::uint8_t> row_a(static_cast<std::size_t>(width));
  std::vector<std::uint8_t> row_b(static_cast<std::size_t>(width));
  long both = 0, any = 0;
  for (int y = 0; y < height; ++y) {
    line_a.fill(y, width, row_a);
    line_b.fill(y, width, row_b);
    int row_both = 0, row_any = 0;
    for (int x = 0; x < width; ++x) {
      row_both += row_a[x] & row_b[x];
      row_any += row_a[x] | row_b[x];
    }
    both += row_both;
    any += row_any;
  }
  return static_cast<float>(both) / static_cast<float>(any);
}

}  // namespace siamrt::eval
