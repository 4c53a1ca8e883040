#pragma once

#include "eval/figures.hpp"
#include "report/axes.hpp"
#include "report/drawing.hpp"
#include "report/style.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::report {

/// Words above a plot.
struct Heading {
  std::string title;
  std::string line;  ///< smaller, below: profile, number of sequences, whether partial
};

/// One curve of a plot. NaN values leave a gap.
struct CurveLine {
  std::string name;   ///< of the tracker
  std::string label;  ///< in the legend; the name, with a star where figures are partial
  std::string score;  ///< in the legend's brackets
  eval::Curve curve;
  LineStyle style;
};

/// Curves over one pair of axes. The legend has the order of `lines`; the first is drawn on top.
struct CurvePlot {
  Heading heading;
  Axis x;
  Axis y;
  std::vector<CurveLine> lines;
  std::vector<double> marks;  ///< thin vertical lines: where a figure is read off the curve
  std::size_t most = 20;      ///< further ones are thin, grey and not in the legend
};
Drawing plot_curves(const CurvePlot& plot);

/// A figure by tracker, with its interval; best on top.
struct Ranking {
  Heading heading;
  std::string figure;  ///< the axis' label
  struct Entry {
    std::string name;
    std::string label;
    std::string score;
    double value = 0;
    std::optional<eval::Interval> interval;
    LineStyle style;
  };
  std::vector<Entry> entries;
};
Drawing plot_ranking(const Ranking& ranking);

/// A tracker as a point: accuracy against robustness, or against speed.
struct ScatterPlot {
  Heading heading;
  Axis x;
  Axis y;
  struct Entry {
    std::string name;
    std::string label;
    std::string score;
    double x = 0;
    double y = 0;
    LineStyle style;
  };
  std::vector<Entry> entries;  ///< in the legend's order
  std::vector<double> marks;   ///< thin vertical lines
};
Drawing plot_scatter(const ScatterPlot& plot);

/// One figure by attribute, a closed line for each tracker. At least three attributes.
struct Radar {
  Heading heading;
  std::vector<std::string> attributes;
  struct Entry {
    std::string name;
    std::string label;
    std::string score;
    std::vector<double> values;  ///< in the order of `attributes`; NaN: none
    LineStyle style;
  };
  std::vector<Entry> entries;
  int decimals = 2;
};
Drawing plot_radar(const Radar& radar);

/// One checkpoint in a sweep.
struct EpochPoint {
  double epoch = 0;
  double value = 0;  ///< NaN where evaluation failed: a gap
  std::optional<eval::Interval> interval;
  bool tied = false;  ///< not clearly different from the best
};

/// One training run, or one figure, over its epochs.
struct EpochSeries {
  std::string name;
  std::vector<EpochPoint> points;  ///< by rising epoch
};

/// Figures against epoch: line and interval band for each series, its best epoch as a star, those
/// tied with it as rings. Any number of points; markers give way to the line where they would
/// touch.
struct EpochsPlot {
  Heading heading;
  std::string figure;  ///< the y axis' label, with unit
  std::string unit;    ///< of the x axis: epoch, iteration
  std::vector<EpochSeries> series;
  int decimals = 3;  ///< of the scores in the legend
};
Drawing plot_epochs(const EpochsPlot& plot);

/// A table of numbers as colours: sequences by epochs.
struct HeatMap {
  Heading heading;
  std::string figure;                ///< what the colours show, with unit
  std::string row_label;             ///< Sequence
  std::string column_label;          ///< Epoch
  std::vector<std::string> rows;     ///< from the top
  std::vector<std::string> columns;  ///< from the left; thinned out where there is no room
  std::vector<double> values;        ///< row by row; NaN: grey
  bool diverging = false;            ///< blue below 0, white at 0, red above, ends alike
  int decimals = 2;
};

/// Throws Error(usage) unless there are rows * columns values, at least one.
Drawing plot_heat_map(const HeatMap& map);

}  // namespace siamrt::report
