#include "report/table.hpp"

#include "core/numbers.hpp"
#include "report/escape.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

/// Marks the best two of some cells.
void mark(const std::vector<Cell*>& cells, int better) {
  std::vector<const Cell*> known;
  for (const Cell* cell : cells) {
    if (!std::isnan(cell->value)) known.push_back(cell);
  }
  if (known.size() < 2) return;
  std::stable_sort(known.begin(), known.end(), [&](const Cell* a, const Cell* b) {
    return better * a->value > better * b->value;
  });
  const std::string first = known[0]->text;
  std::string second;
  for (const Cell* cell : known) {
    if (cell->text != first && second.empty()) second = cell->text;
  }
  // What most have does not stand out.
  const auto firsts = std::count_if(known.begin(), known.end(),
                                    [&](const Cell* cell) { return cell->text == first; });
  if (second.empty() || 2 * firsts > static_cast<std::ptrdiff_t>(known.size())) return;
  for (Cell* cell : cells) {
    if (std::isnan(cell->value)) continue;
    cell->place = cell->text == first ? 1 : cell->text == second ? 2 : 0;
  }
}

std::string whole_text(const Cell& cell) {
  return cell.interval_text.empty() ? cell.text : cell.text + " " + cell.interval_text;
}

bool has_interval(const Table& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[column].interval.has_value(); });
}

}  // namespace

std::string value_text(double value) { return std::isnan(value) ? "" : core::to_text(value); }

nlohmann::ordered_json json_number(double value) {
  if (!std::isfinite(value)) return nullptr;
  return value;
}

void mark_best(Table& table) {
  if (table.by_row) {
    for (auto& row : table.rows) {
      std::vector<Cell*> cells;
      int better = 0;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].better == 0) continue;
        better = table.columns[i].better;
        cells.push_back(&row[i]);
      }
      mark(cells, better);
    }
    return;
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].better == 0) continue;
    std::vector<Cell*> cells;
    cells.reserve(table.rows.size());
    for (auto& row : table.rows) cells.push_back(&row[i]);
    mark(cells, table.columns[i].better);
  }
}

std::string markdown_of(const Table& table) {
  std::string out = "|", rule = "|";
  for (const Column& column : table.columns) {
    out += " " + markdown_escaped(column.title) + " |";
    rule += column.number ? " ---: |" : " --- |";
  }
  out += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (const Cell& cell : row) {
      const char* mark = cell.place == 1 ? "**" : cell.place == 2 ? "*" : "";
      std::string interval;
      if (!cell.interval_text.empty()) interval = " " + markdown_escaped(cell.interval_text);
      out += fmt::format(" {1}{0}{1}{2} |", markdown_escaped(cell.text), mark, interval);
    }
    out += "\n";
  }
  return out;
}

std::string latex_of(const Table& table) {
  std::string columns;
  for (const Column& column : table.columns) columns += column.number ? 'r' : 'l';
  std::string out = "% \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n";
  out += fmt::format("  \\caption{{{}}}\n  \\begin{{tabular}}{{{}}}\n    \\toprule\n    ",
                     latex_escaped(table.caption), columns);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out += (i > 0 ? " & " : "") + latex_escaped(table.columns[i].title);
  }
  out += " \\\\\n    \\midrule\n";
  for (const auto& row : table.rows) {
    out += "    ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      std::string text = latex_escaped(cell.text);
      if (cell.place == 1) text = fmt::format("\\textbf{{{}}}", text);
      if (cell.place == 2) text = fmt::format("\\underline{{{}}}", text);
      if (!cell.interval_text.empty()) {
        text += fmt::format(" {{\\scriptsize {}}}", latex_escaped(cell.interval_text));
      }
      out += (i > 0 ? " & " : "") + text;
    }
    out += " \\\\\n";
  }
  return out + "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n";
}

std::string csv_of(const Table& table) {
  std::string out;
  const auto end_row = [&] { out.back() = '\n'; };
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& key = table.columns[i].key;
    out += csv_escaped(key) + ",";
    if (has_interval(table, i))
      out += csv_escaped(key + "_low") + "," + csv_escaped(key + "_high") + ",";
  }
  if (out.empty()) return out;
  end_row();
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      out +=
          (table.columns[i].number ? value_text(cell.value) : csv_escaped(whole_text(cell))) + ",";
      if (!has_interval(table, i)) continue;
      out += cell.interval ? core::to_text(cell.interval->low) + "," : ",";
      out += cell.interval ? core::to_text(cell.interval->high) + "," : ",";
    }
    end_row();
  }
  return out;
}

nlohmann::ordered_json json_of(const Table& table) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json one = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Column& column = table.columns[i];
      const std::string key = clean(column.key);
      if (!column.number) {
        one[key] = clean(row[i].text);
        continue;
      }
      one[key] = json_number(row[i].value);
      if (row[i].interval) {
        one[key + "_interval"] = {json_number(row[i].interval->low),
                                  json_number(row[i].interval->high)};
      }
    }
    json.push_back(std::move(one));
  }
  return json;
}

}  // namespace siamrt::report
