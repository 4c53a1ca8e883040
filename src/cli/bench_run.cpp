#include "bench/bench.hpp"
#include "bench/pack.hpp"
#include "bench/sequence_files.hpp"
#include "cli/bench_reporter.hpp"
#include "cli/bench_setup.hpp"
#include "cli/bench_summary.hpp"
#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/stop.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>

namespace siamrt::cli {
namespace {

constexpr std::size_t most_warnings = 8;

/// An older run of the same command may have written the JSON too: going on replaces it.
bool may_replace_json(const BenchOptions& options) {
  std::error_code unknown;
  return options.overwrite ||
         std::filesystem::exists(std::filesystem::path(options.out) / "run.json", unknown);
}

void warn_missing(const data::Dataset& dataset, const Terminal& terminal) {
  const std::size_t shown = std::min(dataset.missing.size(), most_warnings);
  for (std::size_t i = 0; i < shown; ++i) {
    const data::Missing& missing = dataset.missing[i];
    terminal.warn(fmt::format("{}: left out: {}", missing.sequence, missing.what));
  }
  const std::size_t more = dataset.missing.size() - shown;
  if (more > 0) terminal.warn(fmt::format("{} more are left out; run.json names them", more));
}

/// Name of the upload archive: the run's, as the servers show it.
std::string archive_name(const std::string& out) {
  auto folder = std::filesystem::absolute(out).lexically_normal();
  if (folder.filename().empty()) folder = folder.parent_path();
  return folder.filename().string() + ".zip";
}

void pack(const bench::Plan& plan, const data::Dataset& dataset, const bench::RunStore& store,
          const std::string& file) {
  std::vector<std::string> names;
  for (const data::Sequence& sequence : dataset.sequences) names.push_back(sequence.name);
  store.write(file, bench::pack_results(store.folder(), plan.layout, names, plan.repetitions));
}

bench::Summary run_all(const BenchOptions& options, const Tracker& tracker,
                       const data::Dataset& dataset, const bench::Plan& plan,
                       bench::RunStore& store, const Terminal& terminal) {
  const auto missing = bench::unfinished(dataset, plan, store);
  std::int64_t frames = 0;
  for (const data::Sequence* sequence : missing)
    frames += sequence->frames->count() * plan.repetitions;
  BenchReporter reporter(terminal, !options.quiet, missing.size(), frames);
  const bench::Listener listener{
      [&] { reporter.frame(); },
      [&](const bench::Outcome& outcome) { reporter.sequence(outcome); }};
  return bench::run_dataset(tracker, dataset, plan, store, listener,
                            [] { return StopOnSignal::wanted(); });
}

}  // namespace

int run_bench(const BenchOptions& options, const Terminal& terminal) {
  const JsonOutput json(options.json, may_replace_json(options));
  const OpenedModel opened = open_model(options);
  const Tracker tracker(opened.model, opened.settings);
  const data::Dataset dataset = open_data(options);
  const bench::Plan plan = plan_of(options, dataset, opened.model.options());
  const nlohmann::ordered_json identity = identity_of(opened, dataset, options.annotations, plan);
  const StopOnSignal stop;
  bench::RunStore store(options.out, identity, options.overwrite);
  const std::string archive = archive_name(options.out);
  if (options.overwrite) store.remove(archive);
  warn_missing(dataset, terminal);

  const bench::Summary summary = run_all(options, tracker, dataset, plan, store, terminal);
  const BenchTotals totals = totals_of(summary, plan.repetitions);
  if (json.wanted()) json.write(document_of(identity, store, summary), terminal);
  const bool said = !options.quiet && !json.to_standard_output();
  if (said) *terminal.out << table_of(options, opened, dataset, summary, totals, terminal);
  if (summary.stopped) {
    terminal.warn("interrupted; the same command goes on with what is missing");
    return exit_interrupted;
  }
  if (totals.first) {
    throw Error(totals.first->kind(),
                fmt::format("{} of {} sequences failed, the first: {}", totals.failed,
                            dataset.sequences.size(), totals.first->what()));
  }
  if (options.pack) {
    pack(plan, dataset, store, archive);
    if (said) *terminal.out << fmt::format("  upload     {}/{}\n", options.out, archive);
  }
  return exit_done;
}

}  // namespace siamrt::cli
