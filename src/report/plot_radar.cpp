#include "report/plots.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double radius = 170;
constexpr double label_room = 120;  ///< for names left and right of the rings
constexpr double top = 58;
constexpr double label_size = 12;
constexpr double gap = 12;

double angle_of(std::size_t i, std::size_t count) {
  return 2 * std::acos(-1.0) * static_cast<double>(i) / static_cast<double>(count);
}

Point on_ring(Point centre, double distance, double angle) {
  return {centre.x + distance * std::sin(angle), centre.y - distance * std::cos(angle)};
}

Axis common_axis(const Radar& radar) {
  double low = INFINITY, high = -INFINITY;
  for (const Radar::Entry& entry : radar.entries) {
    for (const double value : entry.values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  Axis axis = round_axis("", low, high, 4);
  // The worst must not vanish in the middle.
  if (axis.ticks.size() > 1 && axis.low > 0) {
    const double step = axis.ticks[1] - axis.ticks[0];
    axis = even_axis("", std::max(0.0, axis.low - step), axis.high, step, axis.decimals);
  }
  return axis;
}

void draw_rings(Drawing& drawing, const Radar& radar, const Axis& axis, Point centre) {
  const std::size_t count = radar.attributes.size();
  Pen pen = line_pen(faint, 1);
  pen.role = Role::faint;
  for (const double tick : axis.ticks) {
    const double distance = radius * (tick - axis.low) / (axis.high - axis.low);
    std::vector<Point> ring;
    for (std::size_t i = 0; i < count; ++i) {
      ring.push_back(on_ring(centre, distance, angle_of(i, count)));
    }
    drawing.add(Path{std::move(ring), true, pen});
  }
  for (std::size_t i = 0; i < count; ++i) {
    const double angle = angle_of(i, count);
    drawing.add(Path{{centre, on_ring(centre, radius, angle)}, false, pen});
    Text text;
    text.at = on_ring(centre, radius + 12, angle);
    text.at.y += 4 - 5 * std::cos(angle);
    text.text = shortened(radar.attributes[i], label_size, label_room);
    text.size = label_size;
    const double side = std::sin(angle);
    text.anchor = std::abs(side) < 0.15 ? Anchor::middle : side > 0 ? Anchor::start : Anchor::end;
    text.colour = ink;
    drawing.add(std::move(text));
  }
}

void draw_scale(Drawing& drawing, const Axis& axis, Point centre) {
  for (const double tick : axis.ticks) {
    Text text;
    text.at = {centre.x + 4, centre.y - radius * (tick - axis.low) / (axis.high - axis.low) - 2};
    text.text = tick_text(tick, axis.decimals);
    text.size = 9.5;
    text.colour = soft_ink;
    text.role = Role::soft;
    drawing.add(std::move(text));
  }
}

}  // namespace

Drawing plot_radar(const Radar& radar) {
  double room = 0;
  for (const std::string& name : radar.attributes) {
    room = std::max(room, std::min(label_room, text_width(name, label_size)));
  }
  room += 20;
  const Point centre{room + radius, top + 24 + radius};
  std::vector<LegendEntry> legend;
  for (const Radar::Entry& entry : radar.entries) {
    legend.push_back({entry.name, entry.label, entry.score, entry.style, false});
  }
  const Axis axis = common_axis(radar);
  Drawing drawing;
  drawing.title = radar.heading.title;
  drawing.width = std::ceil(2 * (room + radius) + gap + legend_width(legend) + 16);
  drawing.height =
      top + std::max(2 * radius + 60, 20.0 * static_cast<double>(legend.size() + 1)) + 6;
  draw_paper(drawing);
  draw_title(drawing, 20, radar.heading.title, radar.heading.line);
  draw_rings(drawing, radar, axis, centre);
  const std::size_t count = radar.attributes.size();
  for (std::size_t e = radar.entries.size(); e-- > 0;) {
    const Radar::Entry& entry = radar.entries[e];
    drawing.add(GroupStart{"curve", {{"name", entry.name}}});
    std::vector<Point> points;
    for (std::size_t i = 0; i < std::min(count, entry.values.size()); ++i) {
      if (!std::isfinite(entry.values[i])) continue;
      points.push_back(on_ring(centre,
                               radius * (entry.values[i] - axis.low) / (axis.high - axis.low),
                               angle_of(i, count)));
    }
    Pen pen = line_pen(entry.style.colour, 2.2, entry.style.dash);
    if (e == 0) pen.fill = faded(entry.style.colour, 0.08);
    drawing.add(Path{points, true, pen});
    for (const Point& point : points) {
      drawing.add(Circle{point, 2.6, fill_pen(entry.style.colour)});
    }
    drawing.add(GroupEnd{});
  }
  draw_scale(drawing, axis, centre);
  draw_legend(drawing, {2 * (room + radius) + gap, top}, legend);
  return drawing;
}

}  // namespace siamrt::report
