#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt bench` was asked for, as typed.
struct BenchOptions {
  std::string model = "default";
  std::string dataset;
  std::string data;
  std::string annotations;
  std::string out;
  std::optional<std::string> jobs;         ///< 0: one a core
  std::optional<std::string> repetitions;  ///< default: the benchmark's rule
  std::string layout;                      ///< empty: the data set's
  bool available = false;
  bool unsupervised = false;
  bool pack = false;
  std::optional<std::string> benchmark;
  std::string config;
  std::vector<std::string> sets;
  std::optional<std::string> precision;
  std::optional<std::string> device;
  OptionalFile json;
  bool overwrite = false;
  bool quiet = false;
};

/// Does it; bench_run.cpp. Returns the exit code; throws Error.
int run_bench(const BenchOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
