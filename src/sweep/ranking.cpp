#include "sweep/ranking.hpp"

#include "eval/profile.hpp"
#include "eval/results.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace siamrt::sweep {
namespace {

std::size_t done_count(const std::string& folder, const data::Dataset& dataset,
                       const bench::Plan& plan) {
  std::size_t done = 0;
  for (const data::Sequence& sequence : dataset.sequences) {
    bool whole = true;
    for (int r = 1; r <= plan.repetitions; ++r) {
      std::error_code unknown;
      const std::filesystem::path path =
          std::filesystem::path(folder) /
          bench::result_path(plan.layout, sequence.name, r, plan.repetitions);
      whole = whole && std::filesystem::is_regular_file(path, unknown);
    }
    done += whole ? 1 : 0;
  }
  return done;
}

/// Frames a second are no part of a sweep: they differ from run to run, and here trackers share
/// their frames.
void forget_speed(eval::Figures& figures) {
  for (eval::SequenceScores& one : figures.sequences) one.scores.figures.erase("speed_fps");
  for (auto& [name, scores] : figures.attributes) scores.figures.erase("speed_fps");
  figures.overall.figures.erase("speed_fps");
  figures.intervals.erase("speed_fps");
  figures.shares.erase("speed_fps");
}

eval::Figures score(const std::string& folder, const Entry& entry, const data::Dataset& dataset,
                    const std::string& profile) {
  eval::ReadOptions how;
  how.name = entry.name;
  const auto results = eval::read_results(folder, dataset, how);
  eval::Figures figures = eval::evaluate(dataset, results.at(0), profile);
  forget_speed(figures);
  return figures;
}

std::string why_failed(const Entry& entry, std::size_t sequences) {
  if (entry.failure) return entry.failure->what();
  return fmt::format("{} of {} sequences failed, the first: {}", entry.failed_sequences.size(),
                     sequences, entry.failed_sequences.begin()->second);
}

Row row_of(const std::string& folder, const Entry& entry, const data::Dataset& dataset,
           const bench::Plan& plan, const Ranking& ranking) {
  Row row;
  row.name = entry.name;
  row.epoch = entry.epoch;
  row.key = entry.key;
  if (entry.failure || !entry.failed_sequences.empty()) {
    row.state = Row::State::failed;
    row.why = why_failed(entry, dataset.sequences.size());
    return row;
  }
  const std::string results = run_folder(folder, entry);
  const std::size_t done = done_count(results, dataset, plan);
  if (!entry.screened.empty()) {
    row.state = Row::State::screened;
    row.why = entry.screened;
  } else if (done < dataset.sequences.size()) {
    row.why = fmt::format("{} of {} sequences done", done, dataset.sequences.size());
  } else {
    row.state = Row::State::evaluated;
    row.figures = score(results, entry, dataset, ranking.profile);
    const auto found = row.figures->overall.figures.find(ranking.figure);
    if (found != row.figures->overall.figures.end()) row.value = found->second;
  }
  return row;
}

void find_ties(Ranking& ranking) {
  Row* best = nullptr;
  for (Row& row : ranking.rows) {
    if (!std::isnan(row.value) && (best == nullptr || row.value > best->value)) best = &row;
  }
  if (best == nullptr) return;
  best->best = true;
  for (Row& row : ranking.rows) {
    if (&row == best || !row.figures) continue;
    for (const eval::Difference& difference : eval::compare(*best->figures, *row.figures)) {
      if (difference.figure == ranking.figure) row.below = difference;
    }
    row.tied = row.below && !row.below->is_clear();
  }
}

}  // namespace

Accounting Ranking::accounting() const {
  Accounting sums;
  sums.asked = rows.size();
  for (const Row& row : rows) {
    sums.evaluated += row.state == Row::State::evaluated ? 1 : 0;
    sums.failed += row.state == Row::State::failed ? 1 : 0;
    sums.screened += row.state == Row::State::screened ? 1 : 0;
    sums.unfinished += row.state == Row::State::unfinished ? 1 : 0;
  }
  return sums;
}

const Row* Ranking::best() const {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [](const Row& row) { return row.best; });
  return found == rows.end() ? nullptr : &*found;
}

std::string ranking_figure(const std::string& profile) {
  const eval::Profile& found = eval::find_profile(profile);
  if (found.kind == eval::Kind::vot) return "eao";
  for (const char* wanted : {"auc", "ao"}) {
    for (const eval::FigureRule& rule : found.figures) {
      if (std::string(rule.name) == wanted && !rule.by_sequence) return wanted;
    }
  }
  return found.figures.empty() ? "auc" : found.figures.front().name;
}

Ranking rank(const std::string& folder, const std::vector<Entry>& entries,
             const data::Dataset& dataset, const bench::Plan& plan, const std::string& profile) {
  Ranking ranking;
  ranking.dataset = dataset.name;
  ranking.profile = profile;
  ranking.figure = ranking_figure(profile);
  ranking.partial = dataset.partial;
  ranking.sequences = dataset.sequences.size();
  for (const Entry& entry : entries)
    ranking.rows.push_back(row_of(folder, entry, dataset, plan, ranking));
  find_ties(ranking);
  return ranking;
}

std::string accounting_line(const Ranking& ranking) {
  const Accounting sums = ranking.accounting();
  std::string line = fmt::format("asked {}, evaluated {}", sums.asked, sums.evaluated);
  const auto add = [&](std::size_t count, const char* what, Row::State state) {
    if (count == 0) return;
    std::vector<std::string> each;
    for (const Row& row : ranking.rows) {
      if (row.state == state) each.push_back(fmt::format("{}: {}", row.name, row.why));
    }
    line += fmt::format(", {} {} ({})", what, count, fmt::join(each, "; "));
  };
  add(sums.failed, "failed", Row::State::failed);
  add(sums.screened, "screened out", Row::State::screened);
  add(sums.unfinished, "not finished", Row::State::unfinished);
  return line;
}

}  // namespace siamrt::sweep
