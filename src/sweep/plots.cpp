#include "sweep/plots.hpp"

#include "core/atomic_file.hpp"
#include "eval/profile.hpp"
#include "report/escape.hpp"
#include "report/plots.hpp"
#include "sweep/tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::sweep {
namespace {

report::Heading heading_of(const Ranking& ranking, const std::string& what) {
  return {fmt::format("{}: {}", ranking.network, what),
          fmt::format("{}, {} sequences{}, {}", ranking.dataset, ranking.sequences,
                      ranking.partial ? " (partial)" : "", ranking.profile)};
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
  plot.heading = heading_of(ranking, "checkpoints");
  plot.unit = "epoch";
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
  map.heading = heading_of(ranking, "sequences by epoch");
  map.figure = title_of(ranking.figure);
  map.row_label = "sequence";
  map.column_label = "epoch";
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

std::string html_table(const Ranking& ranking) {
  const auto rows = text_rows(ranking);
  std::string html = "<table>\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool best = i > 0 && ranking.rows[i - 1].best;
    const bool tied = i > 0 && ranking.rows[i - 1].tied;
    html += best ? "<tr class=\"best\">" : tied ? "<tr class=\"tied\">" : "<tr>";
    for (const std::string& cell : rows[i])
      html += fmt::format("<{0}>{1}</{0}>", i == 0 ? "th" : "td", report::xml_escaped(cell));
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

constexpr const char* page_style =
    "body{font:15px/1.5 'DejaVu Sans',Verdana,system-ui,sans-serif;color:#222;background:#fff;"
    "max-width:1100px;margin:24px auto;padding:0 20px}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "td,th{padding:3px 12px;border-bottom:1px solid #ddd;text-align:right}"
    "td:first-child,th:first-child,td:last-child{text-align:left}"
    ".best{font-weight:bold;background:#eaf3ea}.tied{background:#f6f8ea}"
    "svg{max-width:100%;height:auto;display:block;margin:24px 0}.soft{color:#666}";

std::string html_page(const Ranking& ranking, const std::optional<report::Drawing>& epochs,
                      const std::optional<report::Drawing>& heat) {
  const std::string title = report::xml_escaped(heading(ranking));
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{0}</title>\n"
      "<style>{1}</style>\n<h1>{2}</h1>\n<p "
      "class=\"soft\">{0}</p>\n<p>{3}</p>\n<p>{4}</p>\n{5}{6}{7}"
      "</html>\n",
      title, page_style, report::xml_escaped(ranking.network + ": which checkpoint is best?"),
      report::xml_escaped(verdict(ranking)), report::xml_escaped(accounting_line(ranking)),
      epochs ? report::svg_of(*epochs, true) : "", html_table(ranking),
      heat ? report::svg_of(*heat, true) : "");
}

}  // namespace

void write_plots(const std::string& folder, const Ranking& ranking) {
  const auto epochs = epochs_drawing(ranking), heat = heat_drawing(ranking);
  if (epochs) write_drawing(folder + "/epochs", *epochs);
  if (heat) write_drawing(folder + "/heat_map", *heat);
  core::write_atomically(folder + "/index.html", html_page(ranking, epochs, heat));
}

}  // namespace siamrt::sweep
