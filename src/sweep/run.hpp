#pragma once

#include "bench/plan.hpp"
#include "bench/sequence_runner.hpp"
#include "data/dataset.hpp"
#include "sweep/entry.hpp"

#include <siamrt/tracker.hpp>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// How entries are run.
struct RunPlan {
  std::string folder;                            ///< of the sweep
  bench::Plan bench;                             ///< layout, repetitions, sequences side by side
  std::int64_t memory = std::int64_t{2} << 30U;  ///< bytes that networks held at once may take
  std::int64_t network_bytes = 1;                ///< of one network, see network_bytes()
  Shard shard;                                   ///< the part of the work that is ours
};

/// Bytes that one open network takes: its weights as read, as laid out for the machine, and the
/// values of `jobs` calls at once. An estimate on the safe side, from `values`, the number of its
/// parameters.
std::int64_t network_bytes(std::int64_t values, int jobs) noexcept;

/// Who hears how it goes, from the threads of the run, one at a time.
struct RunListener {
  std::function<void()> frame;  ///< one frame for one entry
  std::function<void(const Entry&, const std::string& sequence, std::size_t not_finite)> sequence;
  std::function<void(const Entry&, const std::string& sequence, const Error&)> failed;
};

/// Opens an entry's tracker, one network thread each. Throws Error.
using OpenTracker = std::function<Tracker(const Entry&)>;

/// What is still to be done.
struct Due {
  std::size_t entry = 0;
  const data::Sequence* sequence = nullptr;
};

/// Pairs of entry and sequence that have no results yet and are in the shard, sequences longest
/// first, entries in their order. Entries that failed, were screened, or have the key of an earlier
/// one are passed over. `sequences`: only these; empty: all.
std::vector<Due> due_work(const std::vector<Entry>& entries, const data::Dataset& dataset,
                          const RunPlan& plan, const std::set<std::string>& sequences = {});

/// Runs what is due. As many entries at a time as memory allows; for these each sequence is decoded
/// once, the longest first, `jobs` sequences side by side. What is wrong with an entry is noted in
/// it and the others go on. Results appear whole or not at all; false where `stop` ended it before
/// the end. Throws Error(system) where a file cannot be written, Error(usage) where the truth is
/// another than that of results already there.
bool run_entries(std::vector<Entry>& entries, const data::Dataset& dataset, const RunPlan& plan,
                 const OpenTracker& open, const RunListener& listener, const bench::Stop& stop,
                 const std::set<std::string>& sequences = {});

}  // namespace siamrt::sweep
