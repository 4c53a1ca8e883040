#include "cli/sweep_ending.hpp"

#include "cli/exit_codes.hpp"
#include "cli/table.hpp"
#include "sweep/merge.hpp"
#include "sweep/plots.hpp"
#include "sweep/tables.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace siamrt::cli {

SweepEnding::SweepEnding(const BenchOptions& options, const Terminal& terminal, bool replace_json)
    : options_(options),
      terminal_(terminal),
      json_(options.json, options.overwrite || replace_json) {}

void SweepEnding::write(const std::string& folder, const sweep::Ranking& ranking) const {
  const std::string report = folder + "/report";
  sweep::write_tables(report, ranking);
  sweep::write_plots(report, ranking);
  if (json_.wanted()) json_.write(sweep::json_table(ranking), terminal_);
  if (options_.quiet || json_.to_standard_output()) return;
  std::ostream& out = *terminal_.out;
  out << terminal_.bold(fmt::format("{} on {}", ranking.network, ranking.dataset))
      << fmt::format("  ({}, {} sequences{})\n", ranking.profile, ranking.sequences,
                     ranking.partial ? ", partial" : "")
      << table(sweep::text_rows(ranking)) << "  " << sweep::accounting_line(ranking) << "\n  "
      << sweep::verdict(ranking) << "\n"
      << fmt::format("  tables and plots: {}\n", report) << std::flush;
}

void SweepEnding::check_failures(const sweep::Ranking& ranking,
                                 const std::vector<sweep::Entry>& entries) {
  const sweep::Accounting sums = ranking.accounting();
  for (const sweep::Entry& entry : entries) {
    if (!entry.failure && entry.failed_sequences.empty()) continue;
    const auto kind = entry.failure ? entry.failure->kind() : Error::Kind::input;
    const std::string why =
        entry.failure ? entry.failure->what() : entry.failed_sequences.begin()->second;
    throw Error(kind, fmt::format("{} of {} {}s failed, the first: {}: {}", sums.failed, sums.asked,
                                  ranking.words.entry, entry.name, why));
  }
}

int run_merge(const SweepOptions& options, const Terminal& terminal) {
  const SweepEnding ending(options.bench, terminal, true);
  const std::string& folder = options.bench.out;
  sweep::Manifest manifest = sweep::merge(options.merge, folder);
  if (!options.bench.data.empty()) manifest.data.root = options.bench.data;
  if (!options.profile.empty()) manifest.profile = options.profile;
  sweep::write_manifest(folder, manifest);
  const data::Dataset dataset = data::open_dataset(manifest.dataset, manifest.data);
  sweep::Ranking ranking =
      sweep::rank(folder, manifest.entries, dataset, manifest.plan, manifest.profile);
  ranking.network = manifest.network;
  ending.write(folder, ranking);
  SweepEnding::check_failures(ranking, manifest.entries);
  if (const std::size_t left = ranking.accounting().unfinished; left > 0) {
    throw Error(Error::Kind::input,
                fmt::format("{} of {} checkpoints lack results: a shard is missing or not finished",
                            left, ranking.accounting().asked));
  }
  return exit_done;
}

}  // namespace siamrt::cli
