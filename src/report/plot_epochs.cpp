#include "report/plots.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double left = 66;
constexpr double top = 58;
constexpr double plot_width = 620;
constexpr double plot_height = 340;
constexpr double gap = 20;

/// Pieces without gaps.
std::vector<std::vector<EpochPoint>> pieces_of(const EpochSeries& series) {
  std::vector<std::vector<EpochPoint>> pieces(1);
  for (const EpochPoint& point : series.points) {
    if (std::isfinite(point.value)) {
      pieces.back().push_back(point);
    } else if (!pieces.back().empty()) {
      pieces.emplace_back();
    }
  }
  return pieces;
}

/// The earliest of the highest; null where there is no number.
const EpochPoint* best_of(const EpochSeries& series) {
  const EpochPoint* best = nullptr;
  for (const EpochPoint& point : series.points) {
    if (std::isfinite(point.value) && (best == nullptr || point.value > best->value)) best = &point;
  }
  return best;
}

/// Axes that hold all points; bands are cut off where they would flatten the curves.
Area area_of(const EpochsPlot& plot) {
  double first = INFINITY, last = -INFINITY, low = INFINITY, high = -INFINITY;
  for (const EpochSeries& series : plot.series) {
    for (const EpochPoint& point : series.points) {
      first = std::min(first, point.epoch);
      last = std::max(last, point.epoch);
      if (!std::isfinite(point.value)) continue;
      low = std::min(low, point.interval ? point.interval->low : point.value);
      high = std::max(high, point.interval ? point.interval->high : point.value);
    }
  }
  Area area{{left, top, plot_width, plot_height}, {}, round_axis(plot.figure, low, high, 7)};
  const std::string unit = plot.unit.empty() ? "Epoch" : plot.unit;
  const double span = std::isfinite(last - first) ? last - first : 0;
  // Whole epochs only: a tick at 2.5 means nothing.
  const double step = std::max(1.0, round_axis("", 0, std::max(span, 1.0), 12).ticks[1]);
  area.x = even_axis(unit, first, last, step == 2.5 ? 2 : step, 0);
  if (!std::isfinite(first)) area.x = even_axis(unit, 0, 1, 1, 0);
  const double margin = std::max(0.5, span * 0.015);
  area.x.low -= margin;
  area.x.high += margin;
  return area;
}

void draw_band(Drawing& drawing, const Area& area, const std::vector<EpochPoint>& points,
               const Colour& colour) {
  std::vector<Point> outline;
  for (const EpochPoint& point : points) {
    if (point.interval) outline.push_back(area.at(point.epoch, point.interval->high));
  }
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    if (point->interval) outline.push_back(area.at(point->epoch, point->interval->low));
  }
  if (outline.size() > 3) {
    drawing.add(Path{std::move(outline), true, fill_pen(faded(colour, 0.13))});
  }
}

void draw_series(Drawing& drawing, const Area& area, const EpochSeries& series,
                 const LineStyle& style) {
  drawing.add(GroupStart{"curve", {{"name", series.name}, {"points", "1"}}});
  std::size_t count = 0;
  for (const auto& piece : pieces_of(series)) {
    std::vector<Point> line;
    line.reserve(piece.size());
    for (const EpochPoint& point : piece) line.push_back(area.at(point.epoch, point.value));
    count += line.size();
    drawing.add(Path{std::move(line), false, line_pen(style.colour, 2.2, style.dash)});
  }
  // Dots need some 7 pixels each to be told apart.
  const bool dots = static_cast<double>(count) * 7 < plot_width;
  for (const EpochPoint& point : series.points) {
    if (!std::isfinite(point.value)) continue;
    const Point at = area.at(point.epoch, point.value);
    if (point.tied) {
      Pen pen = line_pen(style.colour, 1.6);
      pen.fill = paper;
      drawing.add(Circle{at, 4.2, pen});
    } else if (dots) {
      drawing.add(Circle{at, 3, fill_pen(style.colour)});
    }
  }
  drawing.add(GroupEnd{});
}

void draw_best(Drawing& drawing, const Area& area, const EpochPoint& best, const Colour& colour) {
  const Point at = area.at(best.epoch, best.value);
  draw_marker(drawing, Marker::star, at, 9, colour);
}

}  // namespace

Drawing plot_epochs(const EpochsPlot& plot) {
  const Area area = area_of(plot);
  std::vector<LegendEntry> legend;
  bool tied = false, bands = false;
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const EpochSeries& series = plot.series[i];
    const EpochPoint* best = best_of(series);
    const std::string score =
        best == nullptr ? ""
                        : fmt::format("{:.{}f} at {:g}", best->value, plot.decimals, best->epoch);
    legend.push_back({series.name, series.name, score, style_of(i), false});
    for (const EpochPoint& point : series.points) {
      tied = tied || point.tied;
      bands = bands || point.interval.has_value();
    }
  }
  std::string line = plot.heading.line;
  const auto add = [&](const std::string& words) { line += (line.empty() ? "" : ", ") + words; };
  add("star: best");
  if (tied) add("rings: tied with it");
  if (bands) add("bands: 95 % intervals");
  Drawing drawing;
  drawing.title = plot.heading.title;
  drawing.width = std::ceil(left + plot_width + gap + legend_width(legend) + 16);
  drawing.height = top + plot_height + 52;
  draw_paper(drawing);
  draw_title(drawing, left, plot.heading.title, line);
  begin_plot(drawing, area);
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    for (const auto& piece : pieces_of(plot.series[i])) {
      draw_band(drawing, area, piece, legend[i].style.colour);
    }
  }
  for (std::size_t i = plot.series.size(); i-- > 0;) {
    draw_series(drawing, area, plot.series[i], legend[i].style);
  }
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const EpochPoint* best = best_of(plot.series[i]);
    if (best != nullptr) draw_best(drawing, area, *best, legend[i].style.colour);
  }
  end_plot(drawing);
  draw_legend(drawing, {left + plot_width + gap, top}, legend);
  return drawing;
}

}  // namespace siamrt::report
