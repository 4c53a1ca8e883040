// Own writer: text stays text (selectable, searchable) and shapes keep classes and data that the
// page's script reads; cairo's SVG back end gives neither.

#include "report/drawing.hpp"
#include "report/escape.hpp"

#include <fmt/core.h>

#include <cmath>
#include <utility>

namespace siamrt::report {
namespace {

/// Two decimals at most, no trailing zeros, no -0.
std::string number(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

const char* class_of(Role role) {
  switch (role) {
    case Role::ink:
      return "ink";
    case Role::soft:
      return "soft";
    case Role::faint:
      return "faint";
    case Role::paper:
      return "paper";
    default:
      return "";
  }
}

std::string colour_attribute(const char* name, const Colour& colour) {
  if (colour.alpha <= 0) return fmt::format(" {}=\"none\"", name);
  std::string text = fmt::format(" {}=\"{}\"", name, hex(colour));
  if (colour.alpha < 1) text += fmt::format(" {}-opacity=\"{}\"", name, number(colour.alpha));
  return text;
}

std::string pen_attributes(const Pen& pen) {
  std::string text = colour_attribute("fill", pen.fill);
  if (pen.line.alpha > 0 && pen.width > 0) {
    text += colour_attribute("stroke", pen.line);
    text += fmt::format(" stroke-width=\"{}\"", number(pen.width));
    if (!pen.dash.empty()) {
      std::string dash;
      for (const double length : pen.dash) dash += (dash.empty() ? "" : ",") + number(length);
      text += fmt::format(" stroke-dasharray=\"{}\"", dash);
    }
  }
  if (pen.role != Role::data) text += fmt::format(" class=\"{}\"", class_of(pen.role));
  return text;
}

class Writer {
 public:
  void operator()(const Path& path) {
    std::string points;
    for (const Point& point : path.points) {
      points += fmt::format("{}{},{}", points.empty() ? "" : " ", number(point.x), number(point.y));
    }
    out += fmt::format("<{} points=\"{}\"{}/>\n", path.closed ? "polygon" : "polyline", points,
                       pen_attributes(path.pen));
  }

  void operator()(const Boxes& boxes) {
    std::string steps;
    for (const Box& box : boxes.boxes) {
      steps += fmt::format("M{} {}h{}v{}h{}z", number(box.x), number(box.y), number(box.w),
                           number(box.h), number(-box.w));
    }
    out += fmt::format("<path d=\"{}\"{}/>\n", steps, pen_attributes(boxes.pen));
  }

  void operator()(const Circle& circle) {
    out += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", number(circle.centre.x),
                       number(circle.centre.y), number(circle.radius), pen_attributes(circle.pen));
  }

  void operator()(const Text& text) {
    const std::string x = number(text.at.x), y = number(text.at.y);
    out += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"", x, y, number(text.size));
    if (text.anchor == Anchor::middle) out += " text-anchor=\"middle\"";
    if (text.anchor == Anchor::end) out += " text-anchor=\"end\"";
    if (text.bold) out += " font-weight=\"bold\"";
    if (text.upwards) out += fmt::format(" transform=\"rotate(-90 {} {})\"", x, y);
    out += colour_attribute("fill", text.colour);
    if (text.role != Role::data) out += fmt::format(" class=\"{}\"", class_of(text.role));
    out += fmt::format(">{}</text>\n", xml_escaped(text.text));
  }

  void operator()(const GroupStart& group) {
    out += fmt::format("<g class=\"{}\"", xml_escaped(group.name));
    for (const auto& [key, value] : group.data) {
      out += fmt::format(" data-{}=\"{}\"", key, xml_escaped(value));
    }
    out += ">\n";
  }

  void operator()(const GroupEnd&) { out += "</g>\n"; }

  std::string out;
};

}  // namespace

// Not inline: g++ 12 warns falsely (free-nonheap-object) where it sees through the variant's move.
void Drawing::add(Shape shape) { shapes.push_back(std::move(shape)); }

std::string hex(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

std::string svg_of(const Drawing& drawing, bool embedded) {
  Writer writer;
  if (!embedded) writer.out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::string width = number(drawing.width), height = number(drawing.height);
  const std::string title = xml_escaped(drawing.title);
  // Fonts of the same widths as the one that was measured with come first.
  writer.out += fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\" font-family=\"'DejaVu Sans','Bitstream Vera Sans',Verdana,sans-serif\" role=\"img\" "
      "aria-label=\"{2}\" stroke-linejoin=\"round\">\n",
      width, height, title);
  if (!embedded) writer.out += fmt::format("<title>{}</title>\n", title);
  for (const Shape& shape : drawing.shapes) std::visit(writer, shape);
  return writer.out + "</svg>\n";
}

}  // namespace siamrt::report
