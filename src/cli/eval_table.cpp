#include "cli/eval_table.hpp"

#include "cli/table.hpp"
#include "report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace siamrt::cli {
namespace {

using eval::Figures;
using report::figure_order;
using report::figure_text;
using report::main_figure;
using Rows = std::vector<std::vector<std::string>>;

double main_value(const Figures& figures) {
  return report::figure_of(figures.overall, main_figure(figures.profile));
}

/// Figures of one profile, best first; NaN last.
std::vector<const Figures*> ranked(const std::vector<Figures>& all, const std::string& profile) {
  std::vector<const Figures*> chosen;
  for (const Figures& figures : all) {
    if (figures.profile == profile) chosen.push_back(&figures);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Figures* a, const Figures* b) {
    const double x = main_value(*a), y = main_value(*b);
    return x > y || (!std::isnan(x) && std::isnan(y));
  });
  return chosen;
}

/// Profiles in the order in which they first appear.
std::vector<std::string> profiles_in(const std::vector<Figures>& all) {
  std::vector<std::string> names;
  for (const Figures& figures : all) {
    if (std::find(names.begin(), names.end(), figures.profile) == names.end()) {
      names.push_back(figures.profile);
    }
  }
  return names;
}

std::string interval_text(const Figures& figures, const std::string& figure) {
  const auto found = figures.intervals.find(figure);
  if (found == figures.intervals.end()) return "";
  return fmt::format(" [{}, {}]", figure_text(figures.profile, figure, found->second.low),
                     figure_text(figures.profile, figure, found->second.high));
}

std::string count_text(const Figures& figures) {
  const auto scored = std::count_if(figures.sequences.begin(), figures.sequences.end(),
                                    [](const eval::SequenceScores& s) { return s.error.empty(); });
  return fmt::format("{}{}", scored, figures.partial ? "*" : "");
}

std::vector<std::string> columns_of(const std::vector<Figures>& all) {
  std::vector<std::string> columns;
  for (const std::string& name : figure_order()) {
    const bool used = std::any_of(all.begin(), all.end(), [&](const Figures& figures) {
      return figures.overall.figures.count(name) != 0;
    });
    if (used) columns.push_back(name);
  }
  return columns;
}

}  // namespace

const Figures* best_of(const std::vector<Figures>& all, const std::string& profile) {
  const auto chosen = ranked(all, profile);
  return chosen.empty() || std::isnan(main_value(*chosen[0])) ? nullptr : chosen[0];
}

std::string figures_table(const std::vector<Figures>& all) {
  const std::vector<std::string> columns = columns_of(all);
  Rows rows = {{"tracker", "profile", "sequences"}};
  for (const std::string& name : columns) rows[0].push_back(name);
  for (const std::string& profile : profiles_in(all)) {
    for (const Figures* figures : ranked(all, profile)) {
      std::vector<std::string> row = {figures->tracker, profile, count_text(*figures)};
      for (const std::string& name : columns) {
        const auto found = figures->overall.figures.find(name);
        std::string cell;
        if (found != figures->overall.figures.end()) {
          cell = figure_text(profile, name, found->second);
          if (name == main_figure(profile)) cell += interval_text(*figures, name);
        }
        row.push_back(std::move(cell));
      }
      rows.push_back(std::move(row));
    }
  }
  return table(rows);
}

std::string attributes_table(const std::vector<Figures>& all) {
  std::string text;
  for (const std::string& profile : profiles_in(all)) {
    const auto chosen = ranked(all, profile);
    std::set<std::string> names;
    for (const Figures* figures : chosen) {
      for (const auto& [name, scores] : figures->attributes) names.insert(name);
    }
    if (names.empty()) continue;
    const std::string figure = main_figure(profile);
    Rows rows = {{fmt::format("{} by attribute, {}", figure, profile)}};
    for (const Figures* figures : chosen) rows[0].push_back(figures->tracker);
    for (const std::string& name : names) {
      std::vector<std::string> row = {name};
      for (const Figures* figures : chosen) {
        const auto found = figures->attributes.find(name);
        row.push_back(found == figures->attributes.end()
                          ? ""
                          : figure_text(profile, figure, report::figure_of(found->second, figure)));
      }
      rows.push_back(std::move(row));
    }
    text += "\n" + table(rows);
  }
  return text;
}

std::string sequences_table(const std::vector<Figures>& all, const std::vector<std::string>& only) {
  std::string text;
  for (const Figures& figures : all) {
    std::vector<const eval::SequenceScores*> chosen;
    std::set<std::string> names;
    for (const eval::SequenceScores& sequence : figures.sequences) {
      if (!only.empty() && std::find(only.begin(), only.end(), sequence.name) == only.end())
        continue;
      chosen.push_back(&sequence);
      for (const auto& [name, value] : sequence.scores.figures) names.insert(name);
    }
    const std::string main =
        names.count(main_figure(figures.profile)) != 0 ? main_figure(figures.profile) : "accuracy";
    std::stable_sort(chosen.begin(), chosen.end(), [&](const auto* a, const auto* b) {
      return report::figure_of(a->scores, main) < report::figure_of(b->scores, main);
    });
    Rows rows = {{fmt::format("{}, {}", figures.tracker, figures.profile), "frames"}};
    for (const std::string& name : names) rows[0].push_back(name);
    for (const eval::SequenceScores* sequence : chosen) {
      std::vector<std::string> row = {sequence->name, std::to_string(sequence->frames)};
      for (const std::string& name : names) {
        row.push_back(
            sequence->error.empty()
                ? figure_text(figures.profile, name, report::figure_of(sequence->scores, name))
                : "-");
      }
      rows.push_back(std::move(row));
    }
    text += "\n" + table(rows);
  }
  return text;
}

std::string differences_table(const std::vector<Figures>& all) {
  std::string text;
  for (const std::string& profile : profiles_in(all)) {
    const auto chosen = ranked(all, profile);
    if (chosen.size() < 2) continue;
    const std::string figure = main_figure(profile);
    Rows rows = {{fmt::format("{} against {}, {}", figure, chosen[0]->tracker, profile),
                  "difference", "95% interval", "sequences", ""}};
    for (std::size_t i = 1; i < chosen.size(); ++i) {
      for (const eval::Difference& d : eval::compare(*chosen[i], *chosen[0])) {
        if (d.figure != figure) continue;
        rows.push_back({chosen[i]->tracker, figure_text(profile, figure, d.difference),
                        fmt::format("[{}, {}]", figure_text(profile, figure, d.interval.low),
                                    figure_text(profile, figure, d.interval.high)),
                        std::to_string(d.sequences), d.is_clear() ? "" : "within chance"});
      }
    }
    text += "\n" + table(rows);
  }
  return text;
}

std::string groups_table(const std::vector<eval::Group>& groups) {
  if (groups.empty()) return "";
  Rows rows = {{"group", "profile", "trainings", "figure", "mean", "deviation", "lowest", "highest",
                "range"}};
  for (const eval::Group& group : groups) {
    for (const std::string& name : figure_order()) {
      const auto found = group.figures.find(name);
      if (found == group.figures.end()) continue;
      const auto text = [&](double value) { return figure_text(group.profile, name, value); };
      const eval::Spread& s = found->second;
      rows.push_back({group.name, group.profile, std::to_string(s.members), name, text(s.mean),
                      text(s.deviation), text(s.low), text(s.high), text(s.range())});
    }
  }
  return "\n" + table(rows);
}

}  // namespace siamrt::cli
