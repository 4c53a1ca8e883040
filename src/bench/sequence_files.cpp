#include "bench/sequence_files.hpp"

namespace siamrt::bench {

void add_pass(SequenceFiles& files, Layout layout, const data::Sequence& sequence, bool one_based,
              SequenceRun run) {
  const Box& first = sequence.polygons.empty() ? sequence.truth.at(0) : run.boxes.at(0);
  files.results.push_back(boxes_text(layout, run.boxes, first, one_based));
  files.seconds.push_back(std::move(run.seconds));
}

void write_sequence(const RunStore& store, Layout layout, const std::string& sequence,
                    const SequenceFiles& files) {
  store.write(times_path(layout, sequence), times_text(files.seconds));
  const int repetitions = static_cast<int>(files.results.size());
  for (int r = 1; r <= repetitions; ++r) {
    store.write(result_path(layout, sequence, r, repetitions),
                files.results[static_cast<std::size_t>(r - 1)]);
  }
}

std::vector<const data::Sequence*> unfinished(const data::Dataset& dataset, const Plan& plan,
                                              const RunStore& store) {
  std::vector<const data::Sequence*> missing;
  for (const data::Sequence& sequence : dataset.sequences) {
    bool done = true;
    for (int r = 1; r <= plan.repetitions; ++r)
      done = done && store.has(result_path(plan.layout, sequence.name, r, plan.repetitions));
    if (!done) missing.push_back(&sequence);
  }
  return missing;
}

}  // namespace siamrt::bench
