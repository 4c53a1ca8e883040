#pragma once

#include "cli/bench_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt tune` was asked for, as typed. `bench.model` is the archive, `bench.out` the
/// folder of the tuning.
struct TuneOptions {
  BenchOptions bench;
  std::string checkpoint;
  std::vector<std::string> ranges;
  std::string strategy = "tpe";
  std::optional<std::string> trials;
  std::optional<std::string> points;
  std::optional<std::string> held_out;
  std::optional<std::string> seed;
  std::string profile;
};

/// Does it; tune_run.cpp. Returns the exit code; throws Error.
int run_tune(const TuneOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
