#pragma once

#include "bench/run_store.hpp"
#include "data/dataset.hpp"

#include <map>
#include <string>

namespace siamrt::bench {

/// How far a run has come.
struct RunState {
  bool ended = false;                         ///< nothing more is tried by this process
  std::size_t done = 0;                       ///< sequences whose files are there
  std::map<std::string, std::string> failed;  ///< by sequence: why
};

/// Notes it in run.json, beside what the data set lacks and the start of each sequence. The order
/// is the data set's, whatever finished first: the same run gives the same run.json.
void note_state(RunStore& store, const data::Dataset& dataset, const RunState& state);

/// Frames and start box of a sequence: tells whether its truth changed between two processes.
std::string start_of(const data::Sequence& sequence);

/// Throws Error(usage) for the first sequence whose start is not the one noted by an earlier
/// process: going on would mix two data sets.
void check_starts(const data::Dataset& dataset, const RunStore& store);

}  // namespace siamrt::bench
