#pragma once

#include "bench/bench.hpp"
#include "cli/bench_setup.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace siamrt::cli {

/// What the sequences of one call add up to.
struct BenchTotals {
  std::size_t failed = 0;
  std::size_t frames = 0;  ///< of the sequences that did not fail, all repetitions
  double seconds = 0;
  double success = 0;  ///< sum over `judged` sequences
  std::size_t judged = 0;
  std::optional<Error> first;  ///< the first failure
};

BenchTotals totals_of(const bench::Summary& summary, int repetitions);

/// The document of --json.
nlohmann::ordered_json document_of(const nlohmann::ordered_json& identity,
                                   const bench::RunStore& store, const bench::Summary& summary);

/// The table for people.
std::string table_of(const BenchOptions& options, const OpenedModel& opened,
                     const data::Dataset& dataset, const bench::Summary& summary,
                     const BenchTotals& totals, const Terminal& terminal);

}  // namespace siamrt::cli
