#include "sweep/page.hpp"

#include "report/escape.hpp"
#include "report/page_parts.hpp"
#include "report/table.hpp"
#include "report/words.hpp"
#include "sweep/tables.hpp"

#include <fmt/core.h>

namespace siamrt::sweep {
namespace {

report::Cell figure_cell(const Ranking& ranking, const Row& row, const std::string& figure) {
  report::Cell cell;
  cell.text = figure_text(ranking, row, figure);
  if (!row.figures) return cell;
  const auto value = row.figures->overall.figures.find(figure);
  if (value != row.figures->overall.figures.end()) cell.value = value->second;
  const auto interval = row.figures->intervals.find(figure);
  if (figure != ranking.figure || interval == row.figures->intervals.end()) return cell;
  cell.interval = interval->second;
  cell.interval_text = interval_text(ranking, row);
  return cell;
}

report::Table table_of(const Ranking& ranking) {
  report::Table table;
  table.columns.push_back({ranking.words.entry, "checkpoint", false, 0});
  const std::vector<std::string> figures = shown_figures(ranking);
  for (const std::string& figure : figures)
    table.columns.push_back({title_of(figure), figure, true, report::better_of(figure)});
  table.columns.push_back({"", "verdict", false, 0});
  for (const Row& row : ranking.rows) {
    std::vector<report::Cell> cells(1);
    cells[0].text = row.name;
    for (const std::string& figure : figures) cells.push_back(figure_cell(ranking, row, figure));
    cells.emplace_back().text = mark_of(row);
    table.rows.push_back(std::move(cells));
  }
  table.caption = "Small: 95 % intervals. Dark: the best; light: those statistically tied with it.";
  report::mark_best(table);
  return table;
}

report::TableLook look_of(const Ranking& ranking) {
  report::TableLook look;
  look.rows.reserve(ranking.rows.size());
  for (const Row& row : ranking.rows)
    look.rows.push_back({"", row.best ? "winner" : row.tied ? "tied" : "", ""});
  return look;
}

/// The commands that show more of the best run and of those beside it.
std::string further_html(const Ranking& ranking) {
  const Row* best = ranking.best();
  if (best == nullptr || !ranking.whole) return "";
  std::string words;
  for (const Row& row : ranking.rows) {
    if (!row.best && !row.tied) continue;
    // A quote in a file's name would end the shell's.
    const std::string& name = row.name.find('\'') == std::string::npos ? row.name : row.key;
    words += fmt::format(" \\\n    --results '{}=runs/{}'", report::xml_escaped(name), row.key);
  }
  return report::details_html(
      "Curves, attributes and single sequences of the best",
      fmt::format(
          "<p>Every run lies under <code>runs</code> in the sweep's folder, as siamrt bench "
          "writes them. There:</p>\n<pre>siamrt eval --dataset {} --data FOLDER --profile {}{} \\\n"
          "    --report best</pre>\n",
          report::xml_escaped(ranking.dataset), report::xml_escaped(ranking.profile), words));
}

std::string plot_html(const std::optional<report::Drawing>& drawing, const std::string& caption,
                      const std::string& file) {
  if (!drawing) return "";
  return "<div class=\"alone\">\n" + report::figure_html(*drawing, caption, file, {"svg", "png"}) +
         "</div>\n";
}

}  // namespace

std::string html_of(const Ranking& ranking, const std::optional<report::Drawing>& epochs,
                    const std::optional<report::Drawing>& heat) {
  report::PageFrame frame;
  frame.title = ranking.network + ": " + ranking.words.question;
  frame.line = heading(ranking);
  const auto paragraph = [](const std::string& words) {
    return words.empty() ? "" : "<p class=\"verdict\">" + report::xml_escaped(words) + "</p>\n";
  };
  frame.html = paragraph(verdict(ranking)) + paragraph(ranking.remark) +
               "<p class=\"verdict\"><small>" + report::xml_escaped(accounting_line(ranking)) +
               "</small></p>\n" +
               plot_html(epochs, "Figures by " + ranking.words.axis + ".", "epochs") +
               report::table_html(table_of(ranking), look_of(ranking)) +
               report::file_links("sweep", {"md", "tex", "csv", "json"}) +
               plot_html(heat, "Every sequence by " + ranking.words.axis + ", the easiest on top.",
                         "heat_map") +
               further_html(ranking);
  return report::page_html(frame);
}

}  // namespace siamrt::sweep
