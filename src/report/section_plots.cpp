#include "report/section_plots.hpp"

#include "eval/eao.hpp"
#include "eval/profile.hpp"
#include "report/escape.hpp"
#include "report/plots.hpp"
#include "report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace siamrt::report {
namespace {

constexpr std::size_t most_in_radar = 8;
constexpr std::size_t most_points = 40;

/// One of the field's curves: which figure its legend shows, what its axes say.
struct CurveKind {
  const char* curve;
  const char* file;
  const char* title;
  const char* x_label;
  const char* y_label;
  std::vector<const char*> figures;  ///< the first that the profile has
};

const std::vector<CurveKind>& curve_kinds() {
  static const std::vector<CurveKind> kinds = {{"success",
                                                "success",
                                                "Success plot",
                                                "Overlap threshold",
                                                "Success rate",
                                                {"auc", "ao", "sr50"}},
                                               {"precision",
                                                "precision",
                                                "Precision plot",
                                                "Location error threshold [pixels]",
                                                "Precision",
                                                {"prec20", "prec_auc"}},
                                               {"norm_precision",
                                                "norm_precision",
                                                "Normalised precision plot",
                                                "Normalised location error threshold",
                                                "Precision",
                                                {"nprec20", "nprec_auc"}},
                                               {"eao",
                                                "eao_curve",
                                                "Expected overlap",
                                                "Sequence length [frames]",
                                                "Expected overlap",
                                                {"eao"}}};
  return kinds;
}

/// The whole, or the part of an attribute; null where a tracker has none.
const eval::Scores* part_of(const Ranked& tracker, const std::string& attribute) {
  if (attribute.empty()) return &tracker.figures->overall;
  const auto found = tracker.figures->attributes.find(attribute);
  return found == tracker.figures->attributes.end() ? nullptr : &found->second;
}

const char* figure_shown(const Section& section, const CurveKind& kind) {
  for (const char* figure : kind.figures) {
    for (const Ranked& tracker : section.trackers) {
      if (tracker.figures->overall.figures.count(figure) != 0) return figure;
    }
  }
  return kind.figures[0];
}

/// Values times `scale`, without thresholds beyond `most`.
eval::Curve scaled(const eval::Curve& curve, const std::vector<double>& thresholds, double scale,
                   double most) {
  eval::Curve out;
  for (std::size_t i = 0; i < std::min(curve.values.size(), thresholds.size()); ++i) {
    if (thresholds[i] > most) break;
    out.thresholds.push_back(thresholds[i]);
    out.values.push_back(scale * curve.values[i]);
  }
  return out;
}

Axis threshold_axis(const Section& section, const CurveKind& kind, double last) {
  if (std::string(kind.curve) == "eao") {
    const double high = eval::eao_interval(section.dataset).high * 1.25;
    Axis axis = even_axis(kind.x_label, 0, std::min(last, high), 50, 0);
    return axis;
  }
  if (last > 2) return even_axis(kind.x_label, 0, last, 10, 0);
  return even_axis(kind.x_label, 0, last, last > 0.6 ? 0.2 : 0.1, 1);
}

std::vector<double> marks_of(const Section& section, const std::string& figure) {
  if (figure == "prec20") return {20};
  if (figure == "nprec20") return {0.2};
  if (figure == "eao") {
    const eval::EaoInterval interval = eval::eao_interval(section.dataset);
    return {static_cast<double>(interval.low), static_cast<double>(interval.high)};
  }
  return {};
}

/// The curves of all trackers that have them, sorted by the figure in their brackets.
std::optional<CurvePlot> curves_of(const Section& section, const CurveKind& kind,
                                   const std::string& attribute) {
  const std::string figure = figure_shown(section, kind);
  const bool percent = eval::unit_of(section.profile, figure) == "%";
  const double scale = percent ? 100 : 1;
  std::vector<std::pair<double, CurveLine>> lines;
  CurvePlot plot;
  for (const Ranked& tracker : section.trackers) {
    const eval::Scores* scores = part_of(tracker, attribute);
    if (scores == nullptr) continue;
    const auto found = scores->curves.find(kind.curve);
    const auto whole = tracker.figures->overall.curves.find(kind.curve);
    if (found == scores->curves.end() || whole == tracker.figures->overall.curves.end()) continue;
    const std::vector<double>& thresholds = whole->second.thresholds;
    if (thresholds.empty()) continue;
    if (lines.empty()) plot.x = threshold_axis(section, kind, thresholds.back());
    const double value = figure_of(*scores, figure);
    CurveLine line{tracker.figures->tracker, tracker.label,
                   short_text(section.profile, figure, value),
                   scaled(found->second, thresholds, scale, plot.x.high), tracker.style};
    lines.emplace_back(value, std::move(line));
  }
  if (lines.empty()) return std::nullopt;
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
    return a.first > b.first || (!std::isnan(a.first) && std::isnan(b.first));
  });
  for (auto& [value, line] : lines) plot.lines.push_back(std::move(line));
  plot.y = even_axis(percent ? std::string(kind.y_label) + " [%]" : kind.y_label, 0, scale,
                     scale / 5, percent ? 0 : 1);
  plot.marks = marks_of(section, figure);
  return plot;
}

/// Failures per frame as the chance of getting through S frames (Čehovin, Kristan, Leonardis:
/// Visual object tracking performance measures revisited; S = 30 in the challenge's plots).
constexpr double reliability_span = 30;

double reliability(double failures_percent) {
  return std::exp(-reliability_span * failures_percent / 100);
}

ScatterPlot scatter_of(const Section& section, const std::string& x_figure,
                       const std::string& y_figure) {
  ScatterPlot plot;
  for (const Ranked& tracker : section.trackers) {
    const double x = figure_of(tracker.figures->overall, x_figure);
    const double y = figure_of(tracker.figures->overall, y_figure);
    const bool there = std::isfinite(x) && std::isfinite(y) && plot.entries.size() < most_points;
    if (!there || (x_figure == "speed_fps" && x <= 0)) continue;
    const double value = figure_of(tracker.figures->overall, section.figure);
    plot.entries.push_back({tracker.figures->tracker, tracker.label,
                            short_text(section.profile, section.figure, value), x, y,
                            tracker.style});
  }
  return plot;
}

/// Smallest and largest of one coordinate.
std::pair<double, double> span_of(const ScatterPlot& plot, double ScatterPlot::Entry::*member) {
  std::pair<double, double> span{INFINITY, -INFINITY};
  for (const ScatterPlot::Entry& entry : plot.entries) {
    span.first = std::min(span.first, entry.*member);
    span.second = std::max(span.second, entry.*member);
  }
  return span;
}

std::optional<NamedPlot> accuracy_robustness(const Section& section) {
  ScatterPlot plot = scatter_of(section, "robustness", "accuracy");
  if (plot.entries.empty()) return std::nullopt;
  for (ScatterPlot::Entry& entry : plot.entries) entry.x = reliability(entry.x);
  const auto [x_low, x_high] = span_of(plot, &ScatterPlot::Entry::x);
  const auto [y_low, y_high] = span_of(plot, &ScatterPlot::Entry::y);
  plot.x = round_axis(fmt::format("Robustness (S = {:g})", reliability_span), x_low - 0.01,
                      std::min(1.0, x_high + 0.01));
  plot.y = round_axis("Accuracy", y_low - 0.005, y_high + 0.005);
  plot.heading = {"Accuracy against robustness on " + dataset_label(section.dataset),
                  section.line() + ", [EAO]"};
  return NamedPlot{"accuracy_robustness",
                   "Accuracy against robustness. Robustness is the chance of tracking 30 frames "
                   "without a failure; best is the upper right corner.",
                   plot_scatter(plot)};
}

std::optional<NamedPlot> speed_accuracy(const Section& section) {
  ScatterPlot plot = scatter_of(section, "speed_fps", section.figure);
  if (plot.entries.empty()) return std::nullopt;
  const auto [x_low, x_high] = span_of(plot, &ScatterPlot::Entry::x);
  const auto [y_low, y_high] = span_of(plot, &ScatterPlot::Entry::y);
  plot.x = logarithmic_axis("Speed [frames per second]", x_low, x_high);
  const double margin = 0.04 * std::max(y_high - y_low, 0.01 * y_high);
  plot.y =
      round_axis(figure_label(section.profile, section.figure), y_low - margin, y_high + margin);
  plot.marks = {25};  // frames of a film
  plot.heading = {"Speed against accuracy on " + dataset_label(section.dataset), section.line()};
  return NamedPlot{"speed_accuracy",
                   "Speed against accuracy, as each tracker's time files have it (other machines, "
                   "other speeds). Dashed: 25 frames per second.",
                   plot_scatter(plot)};
}

NamedPlot ranking_of(const Section& section) {
  Ranking ranking;
  ranking.heading = {
      figure_label(section.profile, section.figure) + " on " + dataset_label(section.dataset),
      section.line()};
  ranking.figure = figure_label(section.profile, section.figure);
  for (const Ranked& tracker : section.trackers) {
    const double value = figure_of(tracker.figures->overall, section.figure);
    const auto interval = tracker.figures->intervals.find(section.figure);
    ranking.entries.push_back({tracker.figures->tracker, tracker.label,
                               short_text(section.profile, section.figure, value), value,
                               interval == tracker.figures->intervals.end()
                                   ? std::nullopt
                                   : std::optional<eval::Interval>(interval->second),
                               tracker.style});
  }
  return {"ranking",
          "Ranking with 95 % intervals over sequences (bootstrap). Overlapping intervals do not "
          "mean a tie: the table compares sequence by sequence.",
          plot_ranking(ranking)};
}

std::optional<NamedPlot> radar_of(const Section& section) {
  Radar radar;
  for (const std::string& name : attributes_of(section)) {
    if (!is_subset(name)) radar.attributes.push_back(name);
  }
  const std::vector<std::string> names = radar.attributes;
  if (names.size() < 3) return std::nullopt;
  for (std::string& name : radar.attributes) {
    // Abbreviations stay: eleven long names round a radar do not fit.
    if (!is_abbreviation(name)) name = attribute_label(name);
  }
  for (const Ranked& tracker : section.trackers) {
    if (radar.entries.size() == most_in_radar) break;
    std::vector<double> values;
    for (const std::string& name : names) {
      const eval::Scores* scores = part_of(tracker, name);
      values.push_back(scores == nullptr ? NAN : figure_of(*scores, section.figure));
    }
    if (std::none_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
      continue;
    const double value = figure_of(tracker.figures->overall, section.figure);
    radar.entries.push_back({tracker.figures->tracker, tracker.label,
                             short_text(section.profile, section.figure, value), values,
                             tracker.style});
  }
  if (radar.entries.empty()) return std::nullopt;
  radar.heading = {
      fmt::format("{} by attribute on {}", figure_label(section.profile, section.figure),
                  dataset_label(section.dataset)),
      section.line()};
  return NamedPlot{"attributes/radar",
                   section.trackers.size() > radar.entries.size()
                       ? fmt::format("By attribute: the best {}.", radar.entries.size())
                       : "By attribute.",
                   plot_radar(radar)};
}

}  // namespace

std::vector<NamedPlot> main_plots(const Section& section) {
  std::vector<NamedPlot> plots;
  for (const CurveKind& kind : curve_kinds()) {
    auto plot = curves_of(section, kind, "");
    if (!plot) continue;
    plot->heading = {fmt::format("{} on {}", kind.title, dataset_label(section.dataset)),
                     section.line()};
    const std::string figure = figure_shown(section, kind);
    plots.push_back(
        {kind.file,
         fmt::format("{}. In brackets: {}.", kind.title, figure_label(section.profile, figure)),
         plot_curves(*plot)});
  }
  plots.push_back(ranking_of(section));
  if (auto plot = accuracy_robustness(section)) plots.push_back(std::move(*plot));
  if (auto plot = speed_accuracy(section)) plots.push_back(std::move(*plot));
  return plots;
}

std::vector<NamedPlot> attribute_plots(const Section& section, const data::Dataset* dataset) {
  std::vector<NamedPlot> plots;
  if (auto plot = radar_of(section)) plots.push_back(std::move(*plot));
  for (const std::string& name : attributes_of(section)) {
    for (const CurveKind& kind : curve_kinds()) {
      auto plot = curves_of(section, kind, name);
      if (!plot) continue;
      const std::size_t count = dataset == nullptr ? 0 : count_with(*dataset, name);
      const std::string label = attribute_label(name);
      plot->heading = {
          fmt::format("{}: {}{}", kind.title, label, count > 0 ? fmt::format(" ({})", count) : ""),
          fmt::format("{}, {}", dataset_label(section.dataset), section.profile)};
      plots.push_back({fmt::format("attributes/{}_{}", kind.file, file_name(name)),
                       fmt::format("{}: {}", kind.title, label), plot_curves(*plot)});
    }
  }
  return plots;
}

std::vector<NamedPlot> sequence_plots(const Section& section) {
  const std::vector<std::size_t> order = worst_first(section);
  if (section.trackers.size() < 2 || order.empty()) return {};
  const std::string figure = sequence_figure(section);
  HeatMap map;
  map.heading = {fmt::format("{} by sequence on {}", figure_label(section.profile, figure),
                             dataset_label(section.dataset)),
                 section.line()};
  map.figure = figure_label(section.profile, figure);
  map.row_label = "Sequence, worst first";
  map.column_label = "Tracker, best first";
  for (const Ranked& tracker : section.trackers) map.columns.push_back(tracker.label);
  for (const std::size_t i : order) {
    map.rows.push_back(section.trackers[0].figures->sequences[i].name);
    for (const Ranked& tracker : section.trackers) {
      const bool there = i < tracker.figures->sequences.size();
      map.values.push_back(there ? figure_of(tracker.figures->sequences[i].scores, figure) : NAN);
    }
  }
  return {{"sequences", "Every sequence by tracker, worst sequences first.", plot_heat_map(map)}};
}

}  // namespace siamrt::report
