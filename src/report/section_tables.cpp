#include "report/section_tables.hpp"

#include "eval/bootstrap.hpp"
#include "report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::report {
namespace {

Cell words_cell(std::string text) {
  Cell cell;
  cell.text = std::move(text);
  return cell;
}

Cell number_cell(const Section& section, const std::string& figure, double value) {
  Cell cell;
  cell.text = figure_text(section.profile, figure, value);
  cell.value = value;
  return cell;
}

Cell count_cell(std::size_t count) {
  Cell cell;
  cell.text = std::to_string(count);
  cell.value = static_cast<double>(count);
  return cell;
}

void set_interval(Cell& cell, const Section& section, const std::string& figure,
                  const eval::Interval& interval) {
  cell.interval = interval;
  cell.interval_text = fmt::format("[{}, {}]", figure_text(section.profile, figure, interval.low),
                                   figure_text(section.profile, figure, interval.high));
}

std::vector<std::string> figures_in(const Section& section) {
  std::vector<std::string> names;
  for (const std::string& name : figure_order()) {
    const bool used = std::any_of(
        section.trackers.begin(), section.trackers.end(),
        [&](const Ranked& tracker) { return tracker.figures->overall.figures.count(name) != 0; });
    if (used) names.push_back(name);
  }
  return names;
}

std::size_t scored_count(const eval::Figures& figures) {
  return static_cast<std::size_t>(
      std::count_if(figures.sequences.begin(), figures.sequences.end(),
                    [](const eval::SequenceScores& s) { return s.error.empty(); }));
}

/// Two cells: the difference from the best with its interval, and what that means.
void add_difference(std::vector<Cell>& row, const Section& section, const Ranked& tracker) {
  const eval::Figures& best = *section.trackers[0].figures;
  if (tracker.figures == &best) {
    row.push_back(words_cell("-"));
    row.push_back(words_cell("best"));
    return;
  }
  for (const eval::Difference& difference : eval::compare(*tracker.figures, best)) {
    if (difference.figure != section.figure) continue;
    Cell cell = number_cell(section, section.figure, difference.difference);
    set_interval(cell, section, section.figure, difference.interval);
    row.push_back(std::move(cell));
    row.push_back(words_cell(difference.is_clear() ? "worse" : "within chance"));
    return;
  }
  row.push_back(words_cell("-"));
  row.push_back(words_cell("not compared"));
}

/// First column and one for each tracker.
std::vector<Column> tracker_columns(const Section& section, const std::string& figure) {
  std::vector<Column> columns;
  for (const Ranked& tracker : section.trackers) {
    columns.push_back({tracker.label, tracker.figures->tracker, true, better_of(figure)});
  }
  return columns;
}

}  // namespace

Table overall_table(const Section& section) {
  Table table;
  table.caption = fmt::format("{} ({}{})", dataset_label(section.dataset), section.profile,
                              section.partial ? "; * partial: some sequences are not scored" : "");
  table.columns = {{"Tracker", "tracker", false, 0}, {"Sequences", "sequences", true, 0}};
  const std::vector<std::string> figures = figures_in(section);
  for (const std::string& name : figures) {
    table.columns.push_back({figure_label(section.profile, name), name, true, better_of(name)});
  }
  const bool several = section.trackers.size() > 1;
  if (several) {
    table.columns.push_back({"From the best", section.figure + "_difference", true, 0});
    table.columns.push_back({"Verdict", "verdict", false, 0});
  }
  for (const Ranked& tracker : section.trackers) {
    std::vector<Cell> row = {words_cell(tracker.label), count_cell(scored_count(*tracker.figures))};
    for (const std::string& name : figures) {
      row.push_back(number_cell(section, name, figure_of(tracker.figures->overall, name)));
      const auto interval = tracker.figures->intervals.find(name);
      if (name == section.figure && interval != tracker.figures->intervals.end()) {
        set_interval(row.back(), section, name, interval->second);
      }
    }
    if (several) add_difference(row, section, tracker);
    table.rows.push_back(std::move(row));
  }
  mark_best(table);
  return table;
}

Table attribute_table(const Section& section, const data::Dataset* dataset) {
  Table table;
  table.caption =
      fmt::format("{} by attribute, {} ({})", figure_label(section.profile, section.figure),
                  dataset_label(section.dataset), section.profile);
  table.by_row = true;
  const std::vector<std::string> names = attributes_of(section);
  const auto count_of = [&](const std::string& name) {
    return dataset == nullptr ? 0 : count_with(*dataset, name);
  };
  const bool counted = std::any_of(names.begin(), names.end(),
                                   [&](const std::string& name) { return count_of(name) > 0; });
  table.columns = {{"Attribute", "attribute", false, 0}};
  if (counted) table.columns.push_back({"Sequences", "sequences", true, 0});
  for (Column& column : tracker_columns(section, section.figure)) {
    table.columns.push_back(std::move(column));
  }
  for (const std::string& name : names) {
    const std::string label = attribute_label(name);
    const bool both = is_abbreviation(name) && label != name;
    std::vector<Cell> row = {words_cell(both ? fmt::format("{} ({})", label, name) : label)};
    if (counted) row.push_back(count_cell(count_of(name)));
    for (const Ranked& tracker : section.trackers) {
      const auto found = tracker.figures->attributes.find(name);
      const bool there = found != tracker.figures->attributes.end();
      row.push_back(number_cell(section, section.figure,
                                there ? figure_of(found->second, section.figure) : NAN));
    }
    table.rows.push_back(std::move(row));
  }
  mark_best(table);
  return table;
}

Table sequence_table(const Section& section) {
  const std::string figure = sequence_figure(section);
  Table table;
  table.caption =
      fmt::format("{} by sequence, worst first, {} ({})", figure_label(section.profile, figure),
                  dataset_label(section.dataset), section.profile);
  table.by_row = true;
  table.columns = {{"Sequence", "sequence", false, 0}, {"Frames", "frames", true, 0}};
  for (Column& column : tracker_columns(section, figure)) {
    table.columns.push_back(std::move(column));
  }
  std::vector<std::size_t> order = worst_first(section);
  for (std::size_t i = 0; i < section.sequences; ++i) {
    if (std::find(order.begin(), order.end(), i) == order.end()) order.push_back(i);
  }
  for (const std::size_t i : order) {
    std::vector<Cell> row = {words_cell(""), words_cell("-")};
    for (const Ranked& tracker : section.trackers) {
      if (i >= tracker.figures->sequences.size()) {
        row.push_back(number_cell(section, figure, NAN));
        continue;
      }
      const eval::SequenceScores& sequence = tracker.figures->sequences[i];
      row[0].text = sequence.name;
      if (sequence.frames > 0) row[1] = count_cell(static_cast<std::size_t>(sequence.frames));
      row.push_back(number_cell(section, figure, figure_of(sequence.scores, figure)));
    }
    table.rows.push_back(std::move(row));
  }
  mark_best(table);
  return table;
}

}  // namespace siamrt::report
