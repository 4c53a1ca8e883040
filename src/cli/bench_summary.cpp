#include "cli/bench_summary.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace siamrt::cli {

BenchTotals totals_of(const bench::Summary& summary, int repetitions) {
  BenchTotals totals;
  for (const bench::Outcome& outcome : summary.outcomes) {
    if (outcome.error) {
      ++totals.failed;
      if (!totals.first) totals.first = outcome.error;
      continue;
    }
    totals.frames += outcome.frames * static_cast<std::size_t>(repetitions);
    totals.seconds += outcome.seconds;
    if (!outcome.success) continue;
    totals.success += *outcome.success;
    ++totals.judged;
  }
  return totals;
}

nlohmann::ordered_json document_of(const nlohmann::ordered_json& identity,
                                   const bench::RunStore& store, const bench::Summary& summary) {
  nlohmann::ordered_json json = {
      {"run", store.folder()}, {"made_by", identity}, {"state", store.state()}};
  json["already"] = summary.already;
  json["stopped"] = summary.stopped;
  json["sequences"] = nlohmann::ordered_json::object();
  for (const bench::Outcome& outcome : summary.outcomes) {
    auto& one = json["sequences"][outcome.sequence];
    if (outcome.error) {
      one = {{"error", outcome.error->what()}};
      continue;
    }
    one = {{"frames", outcome.frames}, {"seconds", outcome.seconds}};
    if (outcome.success) one["success"] = *outcome.success;
    one["failures"] = outcome.failures;
    one["not_finite"] = outcome.not_finite;
  }
  return json;
}

std::string table_of(const BenchOptions& options, const OpenedModel& opened,
                     const data::Dataset& dataset, const bench::Summary& summary,
                     const BenchTotals& totals, const Terminal& terminal) {
  const std::size_t ran = summary.outcomes.size() - totals.failed;
  std::string text = terminal.bold(options.out) + "\n";
  text += fmt::format("  model      {}, {} ({})\n", opened.model.description().name,
                      opened.benchmark.empty() ? "default settings" : opened.benchmark,
                      opened.model.description().digest.substr(0, 12));
  text += fmt::format("  sequences  {} of {}{}\n", summary.already + ran, dataset.sequences.size(),
                      dataset.partial ? " there (partial: the benchmark has more)" : "");
  if (summary.already > 0)
    text += fmt::format("  before     {} were done already\n", summary.already);
  if (totals.failed > 0) text += fmt::format("  failed     {}\n", totals.failed);
  if (totals.seconds > 0) {
    text += fmt::format("  speed      {:.1f} fps a thread, {} frames\n",
                        static_cast<double>(totals.frames) / totals.seconds, totals.frames);
  }
  if (totals.judged > 0) {
    text += fmt::format(
        "  success    {:.3f} over {} sequences of this call; siamrt eval gives the "
        "official figures\n",
        totals.success / static_cast<double>(totals.judged), totals.judged);
  }
  return text;
}

}  // namespace siamrt::cli
