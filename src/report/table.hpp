#pragma once

#include "eval/figures.hpp"

#include <nlohmann/json_fwd.hpp>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::report {

struct Column {
  std::string title;  ///< for people
  std::string key;    ///< for CSV and JSON
  bool number = false;
  int better = 0;  ///< 1: higher, -1: lower; such columns show their best and second best
};

struct Cell {
  std::string text;
  double value = std::numeric_limits<double>::quiet_NaN();
  std::optional<eval::Interval> interval;
  std::string interval_text;  ///< `[0.66, 0.71]`
  int place = 0;              ///< 1: best of its column, 2: second; set by mark_best()
};

/// A table that is shown on the page and written as Markdown, LaTeX, CSV and JSON.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  bool by_row = false;  ///< best and second best are sought along rows, not down columns
};

/// In full precision, empty for NaN.
std::string value_text(double value);

/// null where it is not finite, which JSON has no word for.
nlohmann::ordered_json json_number(double value);

/// Marks the best and second best by their texts, so that equal print is an equal place. Nothing
/// for fewer than two numbers, or where more than half are best.
void mark_best(Table& table);

/// Best in bold, second best in italics.
std::string markdown_of(const Table& table);

/// A tabular with booktabs' rules within a table environment; best in bold, second best underlined.
std::string latex_of(const Table& table);

/// RFC 4180 with a head; numbers in full precision, an interval as two columns more (`_low`,
/// `_high`).
std::string csv_of(const Table& table);

/// An array of objects by the columns' keys; numbers in full precision, null where there is none.
nlohmann::ordered_json json_of(const Table& table);

}  // namespace siamrt::report
