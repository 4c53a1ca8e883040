#pragma once

#include "data/dataset.hpp"

#include <siamrt/box.hpp>

#include <vector>

namespace siamrt::eval {

/// Corners of a region as the VOT code stores them: single precision.
struct Corner {
  float x = 0;
  float y = 0;
};
using Region = std::vector<Corner>;

Region region_of(const Box& box);
Region region_of(const data::Polygon& polygon);

/// Right and bottom limit of the image for an overlap; left and top are 0.
struct Bounds {
  float right = 0;
  float bottom = 0;
};

/// Overlap of two regions as the VOT toolkit's rasteriser computes it (pysot toolkit/utils/src/
/// region.c): pixels set in both over pixels set in any, edges included, so that a box of width 10
/// covers 11 columns; parts outside the bounds do not count. Both need at least three corners.
double region_overlap(const Region& first, const Region& second, const Bounds& bounds);

}  // namespace siamrt::eval
