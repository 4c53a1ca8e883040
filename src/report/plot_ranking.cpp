#include "report/plots.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

constexpr double top = 58;
constexpr double row_height = 24;
constexpr double plot_width = 420;
constexpr double label_size = 12.5;
constexpr double widest_label = 240;

/// Span that holds all values and intervals.
Axis value_axis(const Ranking& ranking) {
  double low = INFINITY, high = -INFINITY;
  for (const Ranking::Entry& entry : ranking.entries) {
    if (!std::isfinite(entry.value)) continue;
    low = std::min(low, entry.interval ? std::min(entry.interval->low, entry.value) : entry.value);
    high =
        std::max(high, entry.interval ? std::max(entry.interval->high, entry.value) : entry.value);
  }
  return round_axis(ranking.figure, low, high);
}

Text row_text(Point at, const std::string& words, Anchor anchor, bool bold) {
  Text text;
  text.at = at;
  text.text = words;
  text.size = label_size;
  text.anchor = anchor;
  text.bold = bold;
  text.colour = ink;
  return text;
}

}  // namespace

Drawing plot_ranking(const Ranking& ranking) {
  double label_width = 0, score_width = 0;
  for (const Ranking::Entry& entry : ranking.entries) {
    label_width = std::max(label_width, text_width(entry.label, label_size, true));
    score_width = std::max(score_width, text_width(entry.score, label_size, true));
  }
  label_width = std::min(label_width, widest_label);
  const double left = 16 + label_width + 12;
  const double height = row_height * static_cast<double>(ranking.entries.size()) + 8;
  Area area{{left, top, plot_width, height}, value_axis(ranking), {}};
  area.y = {"", 0, 1, {}, 0, false};
  Drawing drawing;
  drawing.title = ranking.heading.title;
  drawing.width = std::ceil(left + plot_width + 14 + score_width + 16);
  drawing.height = top + height + 52;
  draw_paper(drawing);
  draw_title(drawing, 16, ranking.heading.title, ranking.heading.line);
  begin_plot(drawing, area);
  double y = top + 4 + row_height / 2;
  for (std::size_t i = 0; i < ranking.entries.size(); ++i, y += row_height) {
    const Ranking::Entry& entry = ranking.entries[i];
    drawing.add(GroupStart{"entry", {{"name", entry.name}, {"score", entry.score}}});
    drawing.add(row_text({left - 10, y + 4.4},
                         shortened(entry.label, label_size, widest_label, i == 0), Anchor::end,
                         i == 0));
    if (entry.interval && std::isfinite(entry.value)) {
      const double low = area.x_at(entry.interval->low), high = area.x_at(entry.interval->high);
      const Pen pen = line_pen(faded(entry.style.colour, 0.75), 2.2);
      drawing.add(Path{{{low, y}, {high, y}}, false, pen});
      for (const double end : {low, high}) {
        drawing.add(Path{{{end, y - 4}, {end, y + 4}}, false, pen});
      }
    }
    if (std::isfinite(entry.value)) {
      draw_marker(drawing, Marker::circle, {area.x_at(entry.value), y}, 5.5, entry.style.colour);
    }
    drawing.add(row_text({left + plot_width + 14, y + 4.4}, entry.score, Anchor::start, i == 0));
    drawing.add(GroupEnd{});
  }
  end_plot(drawing);
  return drawing;
}

}  // namespace siamrt::report
