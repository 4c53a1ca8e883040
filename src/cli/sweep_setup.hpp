#pragma once

#include "cli/bench_setup.hpp"
#include "cli/sweep_options.hpp"
#include "model/pour_target.hpp"
#include "sweep/checkpoint_list.hpp"
#include "sweep/entry.hpp"
#include "sweep/run.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::cli {

/// Bytes of `512MiB`, `8GiB`, `2G`, `1000000`. Throws Error(usage).
std::int64_t memory_from(const std::string& text);

/// The folder asked for, else sweep-ARCHIVE-DATASET in this one.
std::string sweep_folder(const SweepOptions& options);

/// Makes entries of checkpoint files: reads each and finds out which network it makes. A file that
/// was read before and has not changed since is not read again.
class EntryMaker {
 public:
  EntryMaker(const OpenedModel& opened, const data::Dataset& dataset, const BenchOptions& options,
             const bench::Plan& plan);

  /// One entry; its `failure` says what is wrong with the file.
  sweep::Entry make(const sweep::CheckpointFile& file);

  /// Numbers in the network's parameters.
  std::int64_t values() const noexcept;

 private:
  const OpenedModel& opened_;
  model::PourTarget target_;
  nlohmann::ordered_json identity_;  ///< of the archive's own weights
  std::map<std::string, sweep::Entry> known_;
};

}  // namespace siamrt::cli
