#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt eval` was asked for.
struct EvalOptions {
  std::string dataset;
  std::string data;
  std::string annotations;
  std::vector<std::string> results;   ///< PLACE or NAME=PLACE
  std::vector<std::string> profiles;  ///< none: the data set's own; `all`
  std::string layout;
  std::vector<std::string> groups;     ///< NAME=PATTERN
  std::vector<std::string> sequences;  ///< the only ones that --explain and --sequences show
  bool available = false;
  bool explain = false;
  bool show_attributes = false;
  bool show_sequences = false;
  OptionalFile json;
  std::string report;  ///< folder; empty: none
  bool overwrite = false;
  bool quiet = false;
};

/// Does it; eval_run.cpp.
int run_eval(const EvalOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
