#include "sweep/tables.hpp"

#include "core/atomic_file.hpp"
#include "core/numbers.hpp"
#include "eval/profile.hpp"
#include "report/escape.hpp"
#include "report/table.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace siamrt::sweep {
namespace {

using Cells = std::vector<std::string>;

constexpr std::array<const char*, 15> order = {
    "eao",  "accuracy", "robustness", "lost",     "auc",     "ao",        "sr50",    "sr75",
    "op50", "op75",     "prec20",     "prec_auc", "nprec20", "nprec_auc", "coverage"};

int decimals_of(const Ranking& ranking, const std::string& figure) {
  return eval::unit_of(ranking.profile, figure).empty() && figure != "lost" ? 3 : 1;
}

double figure_of(const Row& row, const std::string& figure) {
  if (!row.figures) return std::nan("");
  const auto found = row.figures->overall.figures.find(figure);
  return found == row.figures->overall.figures.end() ? std::nan("") : found->second;
}

std::string number(double value, int decimals) {
  return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, decimals);
}

Cells header(const Ranking& ranking) {
  Cells cells = {ranking.words.entry};
  for (const std::string& figure : shown_figures(ranking)) {
    cells.push_back(title_of(figure));
    if (figure == ranking.figure) cells.emplace_back("95 %");
  }
  cells.emplace_back("");
  return cells;
}

Cells cells_of(const Ranking& ranking, const Row& row) {
  Cells cells = {row.name};
  for (const std::string& figure : shown_figures(ranking)) {
    cells.push_back(figure_text(ranking, row, figure));
    if (figure == ranking.figure) cells.push_back(interval_text(ranking, row));
  }
  cells.push_back(mark_of(row));
  return cells;
}

}  // namespace

std::string heading(const Ranking& ranking) {
  return fmt::format("{} on {}, {} sequences{}, profile {}", ranking.network, ranking.dataset,
                     ranking.sequences, ranking.partial ? " (partial)" : "", ranking.profile);
}

namespace {

nlohmann::ordered_json json_interval(const eval::Interval& interval) {
  return {report::json_number(interval.low), report::json_number(interval.high)};
}

const char* state_name(const Row& row) {
  switch (row.state) {
    case Row::State::evaluated:
      return "evaluated";
    case Row::State::failed:
      return "failed";
    case Row::State::screened:
      return "screened out";
    case Row::State::unfinished:
      return "not finished";
  }
  return "";
}

nlohmann::ordered_json json_row(const Ranking& ranking, const Row& row) {
  nlohmann::ordered_json one = {{"checkpoint", row.name}, {"epoch", row.epoch},
                                {"key", row.key},         {"state", state_name(row)},
                                {"best", row.best},       {"tied", row.tied}};
  if (!row.why.empty()) one["why"] = row.why;
  if (!row.figures) return one;
  for (const auto& [figure, value] : row.figures->overall.figures)
    one["figures"][figure] = report::json_number(value);
  for (const auto& [figure, interval] : row.figures->intervals)
    one["intervals"][figure] = json_interval(interval);
  if (row.below) {
    one["below_best"] = {{"difference", report::json_number(row.below->difference)},
                         {"interval", json_interval(row.below->interval)}};
  }
  for (const eval::SequenceScores& sequence : row.figures->sequences) {
    const auto found = sequence.scores.figures.find(ranking.figure);
    one["sequences"][sequence.name] =
        report::json_number(found == sequence.scores.figures.end() ? std::nan("") : found->second);
  }
  return one;
}

}  // namespace

std::vector<std::string> shown_figures(const Ranking& ranking) {
  std::vector<std::string> names;
  for (const char* figure : order) {
    const bool there = std::any_of(ranking.rows.begin(), ranking.rows.end(), [&](const Row& row) {
      return !std::isnan(figure_of(row, figure));
    });
    if (there) names.emplace_back(figure);
  }
  return names;
}

std::string title_of(const std::string& figure) {
  static const std::map<std::string, std::string> titles = {
      {"auc", "success"},
      {"prec20", "precision"},
      {"nprec20", "norm. precision"},
      {"ao", "AO"},
      {"sr50", "SR 0.50"},
      {"sr75", "SR 0.75"},
      {"eao", "EAO"},
      {"op50", "OP 0.50"},
      {"op75", "OP 0.75"},
      {"prec_auc", "precision (area)"},
      {"nprec_auc", "norm. precision (area)"}};
  const auto found = titles.find(figure);
  return found == titles.end() ? figure : found->second;
}

std::string figure_text(const Ranking& ranking, const Row& row, const std::string& figure) {
  return number(figure_of(row, figure), decimals_of(ranking, figure));
}

std::string interval_text(const Ranking& ranking, const Row& row) {
  if (!row.figures) return "";
  const auto found = row.figures->intervals.find(ranking.figure);
  if (found == row.figures->intervals.end()) return "";
  const int decimals = decimals_of(ranking, ranking.figure);
  return fmt::format("{}..{}", number(found->second.low, decimals),
                     number(found->second.high, decimals));
}

std::string mark_of(const Row& row) {
  if (row.best) return "best";
  if (row.tied) return "tied";
  switch (row.state) {
    case Row::State::evaluated:
      return "";
    case Row::State::failed:
      return "failed: " + row.why;
    case Row::State::screened:
      return "screened out: " + row.why;
    case Row::State::unfinished:
      return "not finished: " + row.why;
  }
  return "";
}

std::string markdown_table(const Ranking& ranking) {
  std::string text = report::markdown_escaped(heading(ranking)) + "\n\n";
  const Cells head = header(ranking);
  text += fmt::format("| {} |\n|{}\n", fmt::join(head, " | "), [&] {
    std::string rule;
    for (std::size_t i = 0; i < head.size(); ++i) rule += "---|";
    return rule;
  }());
  for (const Row& row : ranking.rows) {
    Cells cells = cells_of(ranking, row);
    for (std::string& cell : cells) {
      cell = report::markdown_escaped(cell);
      if (row.best && !cell.empty()) cell.insert(0, "**").append("**");
    }
    text += fmt::format("| {} |\n", fmt::join(cells, " | "));
  }
  text += fmt::format("\n{}\n\n{}\n", report::markdown_escaped(accounting_line(ranking)),
                      report::markdown_escaped(verdict(ranking)));
  if (ranking.remark.empty()) return text;
  return text + "\n" + report::markdown_escaped(ranking.remark) + "\n";
}

std::string latex_table(const Ranking& ranking) {
  const Cells head = header(ranking);
  const auto line = [](const Cells& cells, bool bold) {
    std::vector<std::string> out;
    for (const std::string& cell : cells) {
      const std::string plain = report::latex_escaped(cell);
      out.push_back(bold && !plain.empty() ? "\\textbf{" + plain + "}" : plain);
    }
    return fmt::format("  {} \\\\\n", fmt::join(out, " & "));
  };
  std::string text = fmt::format("% {}\n% {}\n", report::clean(heading(ranking)),
                                 report::clean(accounting_line(ranking)));
  text += fmt::format("\\begin{{tabular}}{{l{}l}}\n  \\hline\n", std::string(head.size() - 2, 'r'));
  text += line(head, false) + "  \\hline\n";
  for (const Row& row : ranking.rows) text += line(cells_of(ranking, row), row.best);
  return text + "  \\hline\n\\end{tabular}\n";
}

std::string csv_table(const Ranking& ranking) {
  const std::vector<std::string> figures = shown_figures(ranking);
  std::string text = fmt::format("checkpoint,epoch,state,best,tied,{}{}{}_low,{}_high,why\n",
                                 fmt::join(figures, ","), figures.empty() ? "" : ",",
                                 ranking.figure, ranking.figure);
  for (const Row& row : ranking.rows) {
    text += fmt::format("{},{},{},{:d},{:d}", report::csv_escaped(row.name),
                        core::to_text(row.epoch), state_name(row), row.best, row.tied);
    for (const std::string& figure : figures)
      text += "," + report::value_text(figure_of(row, figure));
    eval::Interval interval{std::nan(""), std::nan("")};
    if (row.figures && row.figures->intervals.count(ranking.figure) != 0)
      interval = row.figures->intervals.at(ranking.figure);
    text += fmt::format(",{},{},{}\n", report::value_text(interval.low),
                        report::value_text(interval.high), report::csv_escaped(row.why));
  }
  return text;
}

nlohmann::ordered_json json_table(const Ranking& ranking) {
  const Accounting sums = ranking.accounting();
  const Row* best = ranking.best();
  nlohmann::ordered_json json = {{"network", ranking.network},
                                 {"dataset", ranking.dataset},
                                 {"profile", ranking.profile},
                                 {"figure", ranking.figure},
                                 {"sequences", ranking.sequences},
                                 {"partial", ranking.partial},
                                 {"asked", sums.asked},
                                 {"evaluated", sums.evaluated},
                                 {"failed", sums.failed},
                                 {"screened_out", sums.screened},
                                 {"not_finished", sums.unfinished},
                                 {"best", nullptr}};
  if (best != nullptr) json["best"] = best->name;
  json["checkpoints"] = nlohmann::ordered_json::array();
  for (const Row& row : ranking.rows) json["checkpoints"].push_back(json_row(ranking, row));
  return json;
}

std::vector<Cells> text_rows(const Ranking& ranking) {
  std::vector<Cells> rows = {header(ranking)};
  rows.reserve(ranking.rows.size() + 1);
  for (const Row& row : ranking.rows) rows.push_back(cells_of(ranking, row));
  return rows;
}

std::string verdict(const Ranking& ranking) {
  const Row* best = ranking.best();
  if (best == nullptr) {
    if (ranking.accounting().evaluated == 0) return "best: none, nothing was evaluated";
    return "best: none, there is no " + title_of(ranking.figure) + " of these sequences";
  }
  std::vector<std::string> tied;
  for (const Row& row : ranking.rows) {
    if (row.tied) tied.push_back(row.name);
  }
  const std::string ties =
      tied.empty() ? "no other is statistically tied with it"
                   : fmt::format("statistically tied with it ({} of {}): {}", tied.size(),
                                 ranking.accounting().evaluated - 1, fmt::join(tied, ", "));
  return fmt::format("best: {} ({} {}, 95 % {}); {}", best->name, title_of(ranking.figure),
                     number(best->value, decimals_of(ranking, ranking.figure)),
                     interval_text(ranking, *best), ties);
}

void write_tables(const std::string& folder, const Ranking& ranking) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code) {
    throw Error(Error::Kind::system,
                fmt::format("{}: cannot make this folder: {}", folder, code.message()));
  }
  core::remove_temporaries(folder);
  core::write_atomically(folder + "/sweep.md", markdown_table(ranking));
  core::write_atomically(folder + "/sweep.tex", latex_table(ranking));
  core::write_atomically(folder + "/sweep.csv", csv_table(ranking));
  core::write_atomically(
      folder + "/sweep.json",
      json_table(ranking).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
          "\n");
}

}  // namespace siamrt::sweep
