#pragma once

// Report room: figures in; plots, tables and a page out. It offers drawings (one list of shapes,
// written as SVG, PNG or PDF), the plots of the field, tables in four formats, and write_report()
// which makes a folder of all of them. It computes no figure and runs no tracker.

#include <siamrt/box.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace siamrt::report {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  double alpha = 0;  ///< 0: nothing is drawn, 1: opaque
};

/// `#rrggbb`, without alpha.
std::string hex(const Colour& colour);

/// What a shape is for. SVG carries it as a class, so that a page can draw text and axes light on
/// dark and leave the data's colours alone.
enum class Role { data, ink, soft, faint, paper };

/// How a shape is drawn; lengths in pixels.
struct Pen {
  Colour line;
  double width = 0;
  std::vector<double> dash;  ///< on, off, ...; empty: solid
  Colour fill;
  Role role = Role::data;
};

struct Path {
  std::vector<Point> points;
  bool closed = false;
  Pen pen;
};

/// Boxes of one colour, such as the cells of a heat map.
struct Boxes {
  std::vector<Box> boxes;
  Pen pen;
};

struct Circle {
  Point centre;
  double radius = 0;
  Pen pen;
};

enum class Anchor { start, middle, end };

/// One line of text; `at` is on its baseline.
struct Text {
  Point at;
  std::string text;
  double size = 12;
  Anchor anchor = Anchor::start;
  bool bold = false;
  bool upwards = false;  ///< turned a quarter to the left
  Colour colour;
  Role role = Role::ink;
};

/// Shapes up to the matching GroupEnd belong together. SVG writes `name` as the class and `data` as
/// data-* attributes, which the page's script reads; the other formats pass over it.
struct GroupStart {
  std::string name;
  std::map<std::string, std::string> data;
};
struct GroupEnd {};

using Shape = std::variant<Path, Boxes, Circle, Text, GroupStart, GroupEnd>;

/// A picture as a list of shapes, later ones above earlier ones. Origin at the top left, y grows
/// down, unit: CSS pixels.
struct Drawing {
  double width = 0;
  double height = 0;
  std::string title;  ///< for people who cannot see it, and for file properties
  std::vector<Shape> shapes;

  void add(Shape shape);
};

/// The same drawing as a file; the same bytes every time. Texts that are not UTF-8 are mended.
/// `embedded` leaves out the XML declaration, for a place within HTML.
std::string svg_of(const Drawing& drawing, bool embedded = false);

/// `scale` pixels for each unit of the drawing. Throws Error(system) if it cannot be rendered.
std::string png_of(const Drawing& drawing, double scale = 2);

/// Vector graphics for LaTeX's \includegraphics. Throws Error(system) if it cannot be rendered.
std::string pdf_of(const Drawing& drawing);

/// Width of a text in units of the drawing, in the font that drawings use.
double text_width(std::string_view text, double size, bool bold = false);

/// The text, cut at its end (with an ellipsis) where it is wider than `most`.
std::string shortened(std::string_view text, double size, double most, bool bold = false);

}  // namespace siamrt::report
