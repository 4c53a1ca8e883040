#pragma once

#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// What `siamrt doctor --dataset` was asked to check.
struct DatasetCheck {
  std::string dataset;  ///< empty: not asked for
  std::string data;
  std::string annotations;
  std::vector<std::string> results;
  std::string images = "some";
};

/// `--dataset`, `--data`, `--annotations`, `--results`, `--images`.
Group dataset_check_options(DatasetCheck* check);

/// Checks the data set and says what was found. Exit code 3 where something has to be put right.
/// Throws Error(usage) for options of a check without `--dataset`, and for an unknown data set.
int check_dataset(const DatasetCheck& check, const JsonOutput& json, const Terminal& terminal);

}  // namespace siamrt::cli
