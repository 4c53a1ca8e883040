#pragma once

// Bench room: runs trackers over data sets and leaves results on disk. Pieces that stand alone: the
// run folder (run_store.hpp, run_state.hpp), items on threads (schedule.hpp), one sequence
// (sequence_runner.hpp, supervised.hpp), result files (result_text.hpp, sequence_files.hpp), rules
// of a benchmark (plan.hpp, vot_start.hpp), upload archives (pack.hpp). It computes no figures
// (eval does) and prints nothing.

#include "bench/plan.hpp"
#include "bench/run_store.hpp"

#include <siamrt/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::bench {

/// How one sequence went.
struct Outcome {
  std::string sequence;
  std::size_t frames = 0;
  double seconds = 0;             ///< of the tracker, all repetitions
  std::optional<double> success;  ///< one pass: mean success; supervised: mean overlap
  std::size_t failures = 0;       ///< supervised: restarts
  std::size_t not_finite = 0;     ///< frames without a number from the network
  std::optional<Error> error;     ///< the sequence failed; nothing of it was written
};

/// What a run has left behind.
struct Summary {
  std::size_t already = 0;  ///< finished by an earlier process
  std::vector<Outcome> outcomes;
  bool stopped = false;
};

/// Who hears how it goes, on the threads of the run.
struct Listener {
  std::function<void()> frame;                   ///< a frame was dealt with; from any thread
  std::function<void(const Outcome&)> sequence;  ///< a sequence is over; one at a time
};

/// Runs what is not there yet, longest sequence first, one network thread each; a sequence that
/// fails is reported and the others go on. Results are the same for any number of jobs. Throws
/// Error(system) where a file cannot be written, Error(usage) where the run was made with another
/// truth, whatever the network throws that is no Error.
Summary run_dataset(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
                    RunStore& store, const Listener& listener, const Stop& stop);

}  // namespace siamrt::bench
