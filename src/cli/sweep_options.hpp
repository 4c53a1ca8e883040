#pragma once

#include "cli/bench_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt sweep` was asked for, as typed. `bench.model` is the archive that gives the
/// architecture, `bench.out` the sweep's folder.
struct SweepOptions {
  BenchOptions bench;
  std::vector<std::string> checkpoints;
  std::string memory = "2GiB";
  std::string profile;
  std::string shard;
  std::vector<std::string> merge;
  bool watch = false;
  std::optional<std::string> screen;
};

/// Does it; sweep_run.cpp. Returns the exit code; throws Error.
int run_sweep(const SweepOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
