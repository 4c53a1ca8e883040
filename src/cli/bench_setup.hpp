#pragma once

#include "bench/plan.hpp"
#include "cli/bench_options.hpp"
#include "data/dataset.hpp"

#include <siamrt/model.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace siamrt::cli {

/// A model with the settings that it is run with.
struct OpenedModel {
  Model model;
  std::string benchmark;  ///< whose settings; empty: the archive's defaults
  Settings settings;
};

/// The archive on one network thread, with the settings for the data set laid over by --config,
/// --set and options. Throws Error.
OpenedModel open_model(const BenchOptions& options);

/// The sequences with their frames. Throws Error.
data::Dataset open_data(const BenchOptions& options);

/// The data set's rules, changed as asked. Throws Error(usage) for what does not fit together.
bench::Plan plan_of(const BenchOptions& options, const data::Dataset& dataset,
                    const ModelOptions& how);

/// What makes a result this result: run.json's `made_by`. `annotations`: the file the truth came
/// from, empty for the download's own.
nlohmann::ordered_json identity_of(const OpenedModel& opened, const data::Dataset& dataset,
                                   const std::string& annotations, const bench::Plan& plan);

}  // namespace siamrt::cli
