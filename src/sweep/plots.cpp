#include "sweep/plots.hpp"

#include "core/atomic_file.hpp"
#include "eval/profile.hpp"
#include "report/plots.hpp"
#include "sweep/page.hpp"
#include "sweep/tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::sweep {
namespace {

report::Heading heading_of(const Ranking& ranking, const std::string& what) {
  return {fmt::format("{}: {}", ranking.network, what),
          fmt::format("{}, {} sequences{}{}", ranking.dataset, ranking.sequences,
                      ranking.partial ? " (partial)" : "",
                      ranking.profile == ranking.dataset ? "" : ", " + ranking.profile)};
}

std::vector<const Row*> by_epoch(const Ranking& ranking) {
  std::vector<const Row*> rows;
  rows.reserve(ranking.rows.size());
  for (const Row& row : ranking.rows) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row* a, const Row* b) { return a->epoch < b->epoch; });
  return rows;
}

/// Evaluated rows by rising epoch.
std::vector<const Row*> evaluated(const Ranking& ranking) {
  std::vector<const Row*> rows = by_epoch(ranking);
  rows.erase(std::remove_if(rows.begin(), rows.end(), [](const Row* row) { return !row->figures; }),
             rows.end());
  return rows;
}

report::EpochSeries series_of(const Ranking& ranking, const std::string& figure) {
  report::EpochSeries series;
  series.name = title_of(figure);
  bool any = false;
  for (const Row* row : by_epoch(ranking)) {
    report::EpochPoint point;
    point.epoch = row->epoch;
    point.value = std::nan("");  // failed: a gap in the line
    if (row->state == Row::State::failed) series.points.push_back(point);
    if (!row->figures) continue;
    const auto value = row->figures->overall.figures.find(figure);
    if (value == row->figures->overall.figures.end()) continue;
    any = true;
    point.value = value->second;
    const auto interval = row->figures->intervals.find(figure);
    if (interval != row->figures->intervals.end()) point.interval = interval->second;
    point.tied = row->tied && figure == ranking.figure;
    series.points.push_back(point);
  }
  if (!any) series.points.clear();
  return series;
}

/// Does the profile score single sequences with the ranking figure?
bool has_sequences(const Ranking& ranking, const std::vector<const Row*>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](const Row* row) {
    const auto& all = row->figures->sequences;
    return std::any_of(all.begin(), all.end(), [&](const eval::SequenceScores& one) {
      return one.scores.figures.count(ranking.figure) != 0;
    });
  });
}

}  // namespace

std::optional<report::Drawing> epochs_drawing(const Ranking& ranking) {
  if (evaluated(ranking).empty()) return std::nullopt;
  report::EpochsPlot plot;
  plot.heading = heading_of(ranking, ranking.words.entry + "s");
  plot.unit = ranking.words.axis;
  plot.figure = title_of(ranking.figure);
  plot.series.push_back(series_of(ranking, ranking.figure));
  const bool same_unit =
      eval::unit_of(ranking.profile, "prec20") == eval::unit_of(ranking.profile, ranking.figure);
  report::EpochSeries precision = series_of(ranking, "prec20");
  if (!precision.points.empty() && same_unit) {
    plot.figure += ", " + title_of("prec20");
    plot.series.push_back(std::move(precision));
  }
  return report::plot_epochs(plot);
}

std::optional<report::Drawing> heat_drawing(const Ranking& ranking) {
  const std::vector<const Row*> rows = evaluated(ranking);
  if (rows.empty() || !has_sequences(ranking, rows)) return std::nullopt;
  const auto value = [&](const Row& row, std::size_t sequence) {
    const auto& scores = row.figures->sequences[sequence].scores.figures;
    const auto found = scores.find(ranking.figure);
    return found == scores.end() ? std::nan("") : found->second;
  };
  struct Line {
    std::size_t sequence = 0;
    double mean = 0;
  };
  std::vector<Line> lines;
  for (std::size_t s = 0; s < rows.front()->figures->sequences.size(); ++s) {
    double sum = 0, count = 0;
    for (const Row* row : rows) {
      const double one = value(*row, s);
      if (std::isnan(one)) continue;
      sum += one;
      ++count;
    }
    lines.push_back({s, count > 0 ? sum / count : -1});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.mean > b.mean; });
  report::HeatMap map;
  map.heading = heading_of(ranking, "sequences by " + ranking.words.axis);
  map.figure = title_of(ranking.figure);
  map.row_label = "sequence";
  map.column_label = ranking.words.axis;
  for (const Row* row : rows) map.columns.push_back(fmt::format("{}", row->epoch));
  for (const Line& line : lines) {
    map.rows.push_back(rows.front()->figures->sequences[line.sequence].name);
    for (const Row* row : rows) map.values.push_back(value(*row, line.sequence));
  }
  return report::plot_heat_map(map);
}

namespace {

void write_drawing(const std::string& path, const report::Drawing& drawing) {
  core::write_atomically(path + ".svg", report::svg_of(drawing));
  core::write_atomically(path + ".png", report::png_of(drawing));
}

}  // namespace

void write_plots(const std::string& folder, const Ranking& ranking) {
  const auto epochs = epochs_drawing(ranking), heat = heat_drawing(ranking);
  if (epochs) write_drawing(folder + "/epochs", *epochs);
  if (heat) write_drawing(folder + "/heat_map", *heat);
  core::write_atomically(folder + "/index.html", html_of(ranking, epochs, heat));
}

}  // namespace siamrt::sweep
