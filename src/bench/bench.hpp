#pragma once

// Bench room: runs trackers over data sets and leaves results on disk. Pieces that stand alone: the
// run folder (run_store.hpp), items on threads (schedule.hpp), one sequence (sequence_runner.hpp,
// supervised.hpp), result files (result_text.hpp), upload archives (pack.hpp). It computes no
// figures (eval does) and prints nothing.

#include "bench/result_text.hpp"
#include "bench/run_store.hpp"

#include <siamrt/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::bench {

/// How a data set is run.
struct Plan {
  Layout layout = Layout::text;
  bool supervised = false;  ///< VOT: start anew after failures
  int repetitions = 1;
  int jobs = 1;  ///< sequences side by side
};

/// The data set's own: GOT-10k's layout, VOT's supervised run, pysot's text elsewhere.
Plan plan_for(const std::string& dataset);

/// Runs that a benchmark wants of a tracker that is not deterministic (GOT-10k 3, VOT 15, others
/// 1); one that is runs once.
int repetitions_for(const std::string& dataset, bool deterministic);

/// The archive's settings for a data set: the benchmark of its name, of its family (otb2015 for
/// otb2013 and otb50, got10k for its subsets, uav123 for uav20l), else none (empty).
std::string benchmark_for(const std::string& dataset, const Description& description);

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

/// Names the network's files: text that tells whether an annotation changed between two processes.
std::string start_of(const data::Sequence& sequence);

/// Runs what is not there yet, longest sequence first, one network thread each; a sequence that
/// fails is reported and the others go on. `told` gets every outcome as it comes, one at a time.
/// Results are the same for any number of jobs. Throws Error(system) where a file cannot be
/// written, Error(usage) where the run was made with another truth, whatever the network throws
/// that is no Error.
Summary run_dataset(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
                    RunStore& store, const std::function<void(const Outcome&)>& told,
                    const Stop& stop, const std::function<void()>& frame_done);

}  // namespace siamrt::bench
