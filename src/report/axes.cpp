#include "report/axes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double tick_size = 12;
constexpr double label_size = 13;
constexpr double legend_size = 12.5;
constexpr double legend_line = 20;
constexpr double sample_length = 30;
constexpr double widest_legend = 330;

Pen faint_pen() {
  Pen pen = line_pen(faint, 1);
  pen.role = Role::faint;
  return pen;
}

Pen ink_pen() {
  Pen pen = line_pen(ink, 1.2);
  pen.role = Role::ink;
  return pen;
}

/// 1, 2, 2.5 or 5 times a power of ten, near `raw`.
double round_step(double raw) {
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (raw <= factor * power * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

/// Decimals that tell steps apart.
int decimals_of(double step) {
  for (int decimals = 0; decimals < 6; ++decimals) {
    const double scaled = step * std::pow(10, decimals);
    if (std::abs(scaled - std::round(scaled)) < 1e-6) return decimals;
  }
  return 6;
}

void draw_text(Drawing& drawing, Point at, const std::string& text, double size, Anchor anchor,
               const Colour& colour = ink) {
  Text shape;
  shape.at = at;
  shape.text = text;
  shape.size = size;
  shape.anchor = anchor;
  shape.colour = colour;
  if (hex(colour) == hex(soft_ink)) shape.role = Role::soft;
  drawing.add(std::move(shape));
}

double sample_width(const LegendEntry& entry) { return entry.marker ? 20 : sample_length + 8; }

std::string legend_text(const LegendEntry& entry) {
  const std::string score = entry.score.empty() ? "" : " [" + entry.score + "]";
  const double rest = widest_legend - sample_width(entry) - text_width(score, legend_size);
  return shortened(entry.label, legend_size, rest) + score;
}

}  // namespace

std::string tick_text(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  return value == 0 || std::stod(text) != 0 ? text : fmt::format("{:.{}f}", 0.0, decimals);
}

Axis even_axis(std::string label, double low, double high, double step, int decimals) {
  Axis axis{std::move(label), low, high, {}, decimals, false};
  const auto first = static_cast<long>(std::ceil(low / step - 1e-9));
  const auto last = static_cast<long>(std::floor(high / step + 1e-9));
  for (long k = first; k <= last; ++k) axis.ticks.push_back(static_cast<double>(k) * step);
  return axis;
}

Axis round_axis(std::string label, double low, double high, int wanted) {
  if (!std::isfinite(low) || !std::isfinite(high)) return even_axis(std::move(label), 0, 1, 0.2, 1);
  if (high - low < 1e-9) {
    const double around = std::max(0.01, std::abs(low) * 0.05);
    low -= around;
    high += around;
  }
  const double step = round_step((high - low) / wanted);
  return even_axis(std::move(label), std::floor(low / step + 1e-9) * step,
                   std::ceil(high / step - 1e-9) * step, step, decimals_of(step));
}

Axis logarithmic_axis(std::string label, double low, double high) {
  std::vector<double> steps;
  for (int power = static_cast<int>(std::floor(std::log10(low))) - 1;
       power <= static_cast<int>(std::ceil(std::log10(high))) + 1; ++power) {
    for (const double factor : {1.0, 2.0, 5.0}) steps.push_back(factor * std::pow(10, power));
  }
  Axis axis{std::move(label), low, high, {}, 0, true};
  for (const double step : steps) {
    if (step <= low / 1.05) axis.low = step;
    if (step >= high * 1.05) {
      axis.high = step;
      break;
    }
  }
  // Less than a decade looks linear and has few ticks.
  while (axis.high < 9 * axis.low) {
    axis.low /= 2;
    axis.high *= 2;
  }
  for (const double step : steps) {
    if (step >= axis.low && step <= axis.high) axis.ticks.push_back(step);
  }
  return axis;
}

double Area::x_at(double value) const {
  const double share = x.logarithmic ? std::log(value / x.low) / std::log(x.high / x.low)
                                     : (value - x.low) / (x.high - x.low);
  return box.x + share * box.w;
}

double Area::y_at(double value) const {
  const double share = y.logarithmic ? std::log(value / y.low) / std::log(y.high / y.low)
                                     : (value - y.low) / (y.high - y.low);
  return box.y + box.h - share * box.h;
}

void begin_plot(Drawing& drawing, const Area& area) {
  const Box& box = area.box;
  drawing.add(GroupStart{"plot",
                         {{"left", fmt::format("{:g}", box.x)},
                          {"top", fmt::format("{:g}", box.y)},
                          {"width", fmt::format("{:g}", box.w)},
                          {"height", fmt::format("{:g}", box.h)},
                          {"x-low", fmt::format("{:g}", area.x.low)},
                          {"x-high", fmt::format("{:g}", area.x.high)},
                          {"x-log", area.x.logarithmic ? "1" : "0"},
                          {"x-label", area.x.label},
                          {"y-low", fmt::format("{:g}", area.y.low)},
                          {"y-high", fmt::format("{:g}", area.y.high)}}});
  const auto line = [&](Point a, Point b, const Pen& pen) {
    drawing.add(Path{{a, b}, false, pen});
  };
  const double bottom = box.y + box.h;
  for (const double tick : area.x.ticks) {
    const double x = area.x_at(tick);
    line({x, box.y}, {x, bottom}, faint_pen());
    const int decimals = area.x.logarithmic && tick < 1 ? 1 : area.x.decimals;
    draw_text(drawing, {x, bottom + 17}, tick_text(tick, decimals), tick_size, Anchor::middle);
  }
  for (const double tick : area.y.ticks) {
    const double y = area.y_at(tick);
    line({box.x, y}, {box.x + box.w, y}, faint_pen());
    draw_text(drawing, {box.x - 7, y + 4.2}, tick_text(tick, area.y.decimals), tick_size,
              Anchor::end);
  }
  draw_text(drawing, {box.x + box.w / 2, bottom + 37}, area.x.label, label_size, Anchor::middle);
  Text label;
  label.at = {box.x - 46, box.y + box.h / 2};
  label.text = area.y.label;
  label.size = label_size;
  label.anchor = Anchor::middle;
  label.upwards = true;
  label.colour = ink;
  drawing.add(std::move(label));
  Pen frame = ink_pen();
  drawing.add(
      Path{{{box.x, box.y}, {box.x + box.w, box.y}, {box.x + box.w, bottom}, {box.x, bottom}},
           true,
           frame});
}

void end_plot(Drawing& drawing) { drawing.add(GroupEnd{}); }

void draw_title(Drawing& drawing, double x, const std::string& title, const std::string& line) {
  Text text;
  text.at = {x, 24};
  text.size = 15;
  text.text = shortened(title, text.size, drawing.width - x - 10, true);
  text.bold = true;
  text.colour = ink;
  drawing.add(text);
  if (line.empty()) return;
  draw_text(drawing, {x, 42}, shortened(line, 11.5, drawing.width - x - 10), 11.5, Anchor::start,
            soft_ink);
}

void draw_paper(Drawing& drawing) {
  Pen pen = fill_pen(paper);
  pen.role = Role::paper;
  drawing.add(Boxes{{{0, 0, drawing.width, drawing.height}}, pen});
}

double legend_width(const std::vector<LegendEntry>& entries) {
  double widest = 0;
  for (const LegendEntry& entry : entries) {
    widest = std::max(widest, sample_width(entry) + text_width(legend_text(entry), legend_size));
  }
  return std::min(widest_legend, widest);
}

void draw_legend(Drawing& drawing, Point top_left, const std::vector<LegendEntry>& entries,
                 std::size_t more) {
  double y = top_left.y + legend_line / 2;
  for (const LegendEntry& entry : entries) {
    drawing.add(GroupStart{"entry", {{"name", entry.name}}});
    const double x = top_left.x;
    if (entry.marker) {
      draw_marker(drawing, entry.style.marker, {x + 7, y}, 5.5, entry.style.colour);
    } else {
      drawing.add(Path{{{x, y}, {x + sample_length, y}},
                       false,
                       line_pen(entry.style.colour, 2.8, entry.style.dash)});
    }
    draw_text(drawing, {x + sample_width(entry), y + 4.4}, legend_text(entry), legend_size,
              Anchor::start);
    drawing.add(GroupEnd{});
    y += legend_line;
  }
  if (more > 0) {
    draw_text(drawing, {top_left.x, y + 4.4}, fmt::format("and {} more", more), legend_size,
              Anchor::start, soft_ink);
  }
}

}  // namespace siamrt::report
