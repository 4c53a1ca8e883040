#pragma once

#include "report/drawing.hpp"

#include <cstddef>

namespace siamrt::report {

enum class Marker { circle, square, diamond, triangle, down_triangle, pentagon, cross, star };

/// How one tracker looks in every plot.
struct LineStyle {
  Colour colour;
  std::vector<double> dash;
  Marker marker = Marker::circle;
};

/// By rank, 0 being the best. Fourteen hues that stand out from each other on white and on black;
/// the dash changes too, so that neighbours differ in print without colour.
LineStyle style_of(std::size_t rank);

/// Colour of a share 0..1 on a scale that grows evenly lighter for the eye and reads without colour
/// (viridis; Smith and van der Walt, matplotlib). Outside and NaN: grey.
Colour sequential_colour(double share);

/// -1..1: blue over white to red (ColorBrewer RdBu, reversed).
Colour diverging_colour(double share);

constexpr Colour ink = {34, 34, 34, 1};
constexpr Colour faint = {217, 217, 217, 1};
constexpr Colour soft_ink = {110, 110, 110, 1};
constexpr Colour paper = {255, 255, 255, 1};

Pen line_pen(const Colour& colour, double width, std::vector<double> dash = {});
Pen fill_pen(const Colour& colour);

/// The same colour, see-through.
Colour faded(Colour colour, double alpha);

/// A marker of this radius with a thin light rim, so that overlapping ones stay apart.
void draw_marker(Drawing& drawing, Marker marker, Point centre, double radius,
                 const Colour& colour);

}  // namespace siamrt::report
