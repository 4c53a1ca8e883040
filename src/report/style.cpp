#include "report/style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace siamrt::report {
namespace {

struct Rgb {
  std::uint8_t red, green, blue;
};

Colour opaque(const Rgb& rgb) { return {rgb.red, rgb.green, rgb.blue, 1}; }

/// Linear between the two nearest entries.
template <std::size_t N>
Colour between(const std::array<Rgb, N>& table, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(N - 1);
  const auto low = std::min(static_cast<std::size_t>(place), N - 2);
  const double part = place - static_cast<double>(low);
  const auto mix = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * part));
  };
  const Rgb &a = table[low], &b = table[low + 1];
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue), 1};
}

constexpr Colour unknown = {190, 190, 190, 1};

/// Corners of a marker around the origin, radius about 1.
std::vector<Point> corners_of(Marker marker) {
  const auto ring = [](int count, double start, double inner) {
    std::vector<Point> points;
    const double step = 2 * std::acos(-1.0) / count;
    for (int i = 0; i < count; ++i) {
      const double radius = inner > 0 && i % 2 == 1 ? inner : 1.15;
      points.push_back({radius * std::sin(start + step * i), -radius * std::cos(start + step * i)});
    }
    return points;
  };
  const double half_turn = std::acos(-1.0);
  switch (marker) {
    case Marker::square:
      return {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}};
    case Marker::diamond:
      return ring(4, 0, 0);
    case Marker::triangle:
      return ring(3, 0, 0);
    case Marker::down_triangle:
      return ring(3, half_turn, 0);
    case Marker::pentagon:
      return ring(5, 0, 0);
    case Marker::cross:
      return {{-1, -0.35}, {-0.35, -0.35}, {-0.35, -1}, {0.35, -1}, {0.35, -0.35}, {1, -0.35},
              {1, 0.35},   {0.35, 0.35},   {0.35, 1},   {-0.35, 1}, {-0.35, 0.35}, {-1, 0.35}};
    case Marker::star:
      return ring(10, 0, 0.5);
    default:
      return {};
  }
}

}  // namespace

LineStyle style_of(std::size_t rank) {
  static constexpr std::array<Rgb, 14> hues = {{{214, 39, 40},
                                                {31, 119, 180},
                                                {44, 160, 44},
                                                {255, 127, 14},
                                                {148, 103, 189},
                                                {23, 176, 190},
                                                {227, 90, 175},
                                                {140, 86, 75},
                                                {165, 165, 20},
                                                {127, 127, 127},
                                                {70, 70, 175},
                                                {120, 190, 50},
                                                {245, 150, 130},
                                                {0, 125, 115}}};
  static const std::array<std::vector<double>, 3> dashes = {{{}, {8, 3.5}, {8, 3, 2, 3}}};
  static constexpr std::size_t markers = 8;
  LineStyle style;
  style.colour = opaque(hues[rank % hues.size()]);
  // The first five are solid. The second round of hues is shifted, so that no pair comes again.
  style.dash = dashes[(rank / 5 + 2 * (rank / hues.size())) % dashes.size()];
  style.marker = static_cast<Marker>(rank % markers);
  return style;
}

Colour sequential_colour(double share) {
  static constexpr std::array<Rgb, 11> viridis = {{{68, 1, 84},
                                                   {72, 36, 117},
                                                   {65, 68, 135},
                                                   {53, 95, 141},
                                                   {42, 120, 142},
                                                   {33, 145, 140},
                                                   {34, 168, 132},
                                                   {68, 191, 112},
                                                   {122, 209, 81},
                                                   {189, 223, 38},
                                                   {253, 231, 37}}};
  return std::isnan(share) ? unknown : between(viridis, share);
}

Colour diverging_colour(double share) {
  static constexpr std::array<Rgb, 9> blue_to_red = {{{33, 102, 172},
                                                      {67, 147, 195},
                                                      {146, 197, 222},
                                                      {209, 229, 240},
                                                      {247, 247, 247},
                                                      {253, 219, 199},
                                                      {244, 165, 130},
                                                      {214, 96, 77},
                                                      {178, 24, 43}}};
  return std::isnan(share) ? unknown : between(blue_to_red, (share + 1) / 2);
}

Pen line_pen(const Colour& colour, double width, std::vector<double> dash) {
  Pen pen;
  pen.line = colour;
  pen.width = width;
  pen.dash = std::move(dash);
  return pen;
}

Pen fill_pen(const Colour& colour) {
  Pen pen;
  pen.fill = colour;
  return pen;
}

Colour faded(Colour colour, double alpha) {
  colour.alpha = alpha;
  return colour;
}

void draw_marker(Drawing& drawing, Marker marker, Point centre, double radius,
                 const Colour& colour) {
  Pen pen = fill_pen(colour);
  pen.line = paper;
  pen.width = 0.8;
  if (marker == Marker::circle) {
    drawing.add(Circle{centre, radius, pen});
    return;
  }
  std::vector<Point> points = corners_of(marker);
  for (Point& point : points) {
    point = {centre.x + radius * point.x, centre.y + radius * point.y};
  }
  drawing.add(Path{std::move(points), true, pen});
}

}  // namespace siamrt::report
