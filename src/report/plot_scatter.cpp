#include "report/plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double left = 66;
constexpr double top = 58;
constexpr double plot_width = 460;
constexpr double plot_height = 360;
constexpr double gap = 20;
constexpr double radius = 6.5;
constexpr double name_size = 11.5;

bool overlap(const Box& a, const Box& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

bool inside(const Box& box, const Box& outer) {
  return box.x >= outer.x && box.y >= outer.y && box.x + box.w <= outer.x + outer.w &&
         box.y + box.h <= outer.y + outer.h;
}

/// Writes names beside their points where there is room; the legend has all of them anyway.
class Names {
 public:
  Names(Drawing& drawing, const Box& outer) : drawing_(drawing), outer_(outer) {}

  void avoid(Point centre) {
    taken_.push_back({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius});
  }

  void place(Point centre, const std::string& label) {
    const std::string words = shortened(label, name_size, 140);
    const double width = text_width(words, name_size), height = name_size;
    const double right = centre.x + radius + 4, above = centre.y - radius - 3 - height;
    const std::array<Point, 4> corners = {{{right, centre.y - height / 2},
                                           {centre.x - radius - 4 - width, centre.y - height / 2},
                                           {centre.x - width / 2, above},
                                           {centre.x - width / 2, centre.y + radius + 3}}};
    for (const Point& corner : corners) {
      const Box box{corner.x, corner.y, width, height};
      const bool free = inside(box, outer_) &&
                        std::none_of(taken_.begin(), taken_.end(),
                                     [&](const Box& other) { return overlap(box, other); });
      if (!free) continue;
      taken_.push_back(box);
      Text text;
      text.at = {corner.x, corner.y + height - 2.5};
      text.text = words;
      text.size = name_size;
      text.colour = ink;
      drawing_.add(std::move(text));
      return;
    }
  }

 private:
  Drawing& drawing_;
  Box outer_;
  std::vector<Box> taken_;
};

}  // namespace

Drawing plot_scatter(const ScatterPlot& plot) {
  std::vector<LegendEntry> entries;
  for (const ScatterPlot::Entry& entry : plot.entries) {
    entries.push_back({entry.name, entry.label, entry.score, entry.style, true});
  }
  const Area area{{left, top, plot_width, plot_height}, plot.x, plot.y};
  Drawing drawing;
  drawing.title = plot.heading.title;
  drawing.width = std::ceil(left + plot_width + gap + legend_width(entries) + 16);
  drawing.height = top + std::max(plot_height, 20.0 * static_cast<double>(entries.size() + 1)) + 52;
  draw_paper(drawing);
  draw_title(drawing, left, plot.heading.title, plot.heading.line);
  begin_plot(drawing, area);
  for (const double mark : plot.marks) {
    if (mark < plot.x.low || mark > plot.x.high) continue;
    const double x = area.x_at(mark);
    Pen pen = line_pen(soft_ink, 1, {3, 3});
    pen.role = Role::soft;
    drawing.add(Path{{{x, top}, {x, top + plot_height}}, false, pen});
  }
  Names names(drawing, area.box);
  for (const ScatterPlot::Entry& entry : plot.entries) names.avoid(area.at(entry.x, entry.y));
  for (const ScatterPlot::Entry& entry : plot.entries) {
    drawing.add(GroupStart{"point", {{"name", entry.name}, {"score", entry.score}}});
    const Point centre = area.at(entry.x, entry.y);
    draw_marker(drawing, entry.style.marker, centre, radius, entry.style.colour);
    names.place(centre, entry.label);
    drawing.add(GroupEnd{});
  }
  end_plot(drawing);
  draw_legend(drawing, {left + plot_width + gap, top}, entries);
  return drawing;
}

}  // namespace siamrt::report
