#pragma once

#include "report/drawing.hpp"
#include "report/style.hpp"

#include <string>
#include <vector>

namespace siamrt::report {

/// One axis of a plot. With `logarithmic` both ends are above 0.
struct Axis {
  std::string label;
  double low = 0;
  double high = 1;
  std::vector<double> ticks;
  int decimals = 1;
  bool logarithmic = false;
};

/// Ends and ticks at round numbers (1, 2, 2.5 or 5 times a power of ten) that hold `low`..`high`,
/// about `wanted` ticks.
Axis round_axis(std::string label, double low, double high, int wanted = 6);

/// A given span with ticks at every `step`.
Axis even_axis(std::string label, double low, double high, double step, int decimals);

/// Powers of ten and their halves and fifths that hold `low`..`high`, both above 0.
Axis logarithmic_axis(std::string label, double low, double high);

/// Where data meets pixels: the inside of a plot.
struct Area {
  Box box;  ///< in units of the drawing
  Axis x;
  Axis y;

  double x_at(double value) const;
  double y_at(double value) const;
  Point at(double x_value, double y_value) const { return {x_at(x_value), y_at(y_value)}; }
};

/// Frame, grid, ticks and labels. Opens a group `plot` whose data-* say where data meets pixels;
/// end_plot() closes it.
void begin_plot(Drawing& drawing, const Area& area);
void end_plot(Drawing& drawing);

/// A title above the plot, bold, and a smaller line below it.
void draw_title(Drawing& drawing, double x, const std::string& title, const std::string& line);

/// Fills the drawing with the paper's colour; the first thing in it.
void draw_paper(Drawing& drawing);

struct LegendEntry {
  std::string name;   ///< the tracker's; what highlighting goes by
  std::string label;  ///< what is written; shortened where it is long
  std::string score;  ///< written in brackets behind it, never shortened; may be empty
  LineStyle style;
  bool marker = false;  ///< a marker instead of a line
};

/// Width that a legend takes, at most 330.
double legend_width(const std::vector<LegendEntry>& entries);

/// One entry a line, from the top; `more` says how many are left out.
void draw_legend(Drawing& drawing, Point top_left, const std::vector<LegendEntry>& entries,
                 std::size_t more = 0);

/// A number as an axis shows it.
std::string tick_text(double value, int decimals);

}  // namespace siamrt::report
