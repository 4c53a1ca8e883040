#pragma once

#include "track/crop.hpp"

#include <siamrt/box.hpp>
#include <siamrt/description.hpp>

namespace siamrt::track {

/// Where the target is believed to be: centre and sides in pixels of the frame. What is "centre"
/// and "side" (pixel grid or pixel area) is the family's affair; only Rules::start and
/// Rules::rectangle know.
struct Target {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
};

/// What differs between the families in an otherwise common loop. Every entry is the original's own
/// way, whatever one may think of it; sources are named in families.cpp.
struct Rules {
  /// From the box given at the start.
  Target (*start)(const Box& box);

  /// Side of the template crop in frame pixels, whole, >= 1. `side` is the target's side with
  /// context (context_side), `z` the template's size in crop pixels.
  double (*template_side)(double side, int z);

  /// Side of the search crop in frame pixels, whole, >= 1; `x` is its size in crop pixels.
  double (*search_side)(double side, int z, int x);

  /// The cut of a square of `side` frame pixels (whole) around the target's centre.
  Cut (*place)(const Target& target, double side);

  /// Cells are compared in float32 (window and sum in double), as numpy arrays of that type are;
  /// otherwise in double from the score on. It decides near-ties.
  bool single_precision;

  /// Added to x2 - x1 and y2 - y1 of the box map to get sides.
  double corner_extra;

  /// The new side from the old one, the predicted one and the rate 0..1.
  double (*blend)(double old, double predicted, double rate);

  /// The box to report.
  Box (*rectangle)(const Target& target);

  /// Crop pixel of the grid's first cell, for a search crop of `search` pixels with `size` cells a
  /// side, `stride` pixels apart.
  int (*first_cell)(int search, int size, int stride);

  /// An online score is stretched to 0..1 and joins before the window does; otherwise it joins the
  /// windowed ranking as it is.
  bool online_before_window;
};

/// The rules of a family; lives as long as the program.
const Rules& rules_of(Family family) noexcept;

/// Side of the square that a target with its context fills, frame pixels, not rounded:
/// sqrt((w + c)(h + c)), c = context * (w + h). The same in all families since SiamFC.
double context_side(const Target& target, double context) noexcept;

}  // namespace siamrt::track
