#pragma once

#include "bench/plan.hpp"
#include "bench/run_store.hpp"
#include "data/dataset.hpp"

#include <string>
#include <vector>

namespace siamrt::bench {

/// What the files of one finished sequence hold.
struct SequenceFiles {
  std::vector<std::string> results;          ///< text of one file a repetition
  std::vector<std::vector<double>> seconds;  ///< one column a repetition
};

/// Adds a pass: its boxes as `layout` has them, the first line being the truth as published (the
/// start box where that is a polygon).
void add_pass(SequenceFiles& files, Layout layout, const data::Sequence& sequence, bool one_based,
              SequenceRun run);

/// Writes them; the times first, since a result file means that the sequence is done.
void write_sequence(const RunStore& store, Layout layout, const std::string& sequence,
                    const SequenceFiles& files);

/// The sequences that the run still lacks, in the order of the data set.
std::vector<const data::Sequence*> unfinished(const data::Dataset& dataset, const Plan& plan,
                                              const RunStore& store);

}  // namespace siamrt::bench
