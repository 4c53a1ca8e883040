#include "report/plots.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double left = 66;
constexpr double top = 58;
constexpr double plot_width = 460;
constexpr double plot_height = 360;
constexpr double gap = 20;  ///< between plot and legend
constexpr double line_width = 2.6;

/// Pieces of the curve between gaps.
std::vector<std::vector<Point>> pieces_of(const eval::Curve& curve, const Area& area) {
  std::vector<std::vector<Point>> pieces(1);
  for (std::size_t i = 0; i < std::min(curve.thresholds.size(), curve.values.size()); ++i) {
    if (!std::isfinite(curve.values[i])) {
      if (!pieces.back().empty()) pieces.emplace_back();
      continue;
    }
    pieces.back().push_back(area.at(curve.thresholds[i], curve.values[i]));
  }
  return pieces;
}

void draw_line(Drawing& drawing, const Area& area, const CurveLine& line, bool named) {
  drawing.add(
      GroupStart{"curve", {{"name", line.name}, {"label", line.label}, {"score", line.score}}});
  const Pen pen = named ? line_pen(line.style.colour, line_width, line.style.dash)
                        : line_pen({170, 170, 170, 0.6}, 1);
  for (std::vector<Point>& points : pieces_of(line.curve, area)) {
    if (!points.empty()) drawing.add(Path{std::move(points), false, pen});
  }
  drawing.add(GroupEnd{});
}

}  // namespace

Drawing plot_curves(const CurvePlot& plot) {
  const std::size_t named = std::min(plot.most, plot.lines.size());
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < named; ++i) {
    const CurveLine& line = plot.lines[i];
    entries.push_back({line.name, line.label, line.score, line.style, false});
  }
  const Area area{{left, top, plot_width, plot_height}, plot.x, plot.y};
  Drawing drawing;
  drawing.title = plot.heading.title;
  drawing.width = std::ceil(left + plot_width + gap + legend_width(entries) + 16);
  drawing.height = top + std::max(plot_height, 20.0 * static_cast<double>(named + 1)) + 52;
  draw_paper(drawing);
  draw_title(drawing, left, plot.heading.title, plot.heading.line);
  begin_plot(drawing, area);
  for (const double mark : plot.marks) {
    const double x = area.x_at(mark);
    Pen pen = line_pen(soft_ink, 1, {3, 3});
    pen.role = Role::soft;
    drawing.add(Path{{{x, top}, {x, top + plot_height}}, false, pen});
  }
  for (std::size_t i = plot.lines.size(); i-- > 0;) {
    draw_line(drawing, area, plot.lines[i], i < named);
  }
  end_plot(drawing);
  draw_legend(drawing, {left + plot_width + gap, top}, entries, plot.lines.size() - named);
  return drawing;
}

}  // namespace siamrt::report
