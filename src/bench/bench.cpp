#include "bench/bench.hpp"

#include "bench/run_state.hpp"
#include "bench/schedule.hpp"
#include "bench/sequence_files.hpp"

#include <mutex>
#include <numeric>

namespace siamrt::bench {
namespace {

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// One call of run_dataset().
class DatasetRun {
 public:
  DatasetRun(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
             RunStore& store, const Listener& listener, const Stop& stop)
      : tracker_(tracker),
        dataset_(dataset),
        plan_(plan),
        store_(store),
        listener_(listener),
        stop_(stop) {}

  Summary run() {
    check_starts(dataset_, store_);
    const std::vector<const data::Sequence*> missing = unfinished(dataset_, plan_, store_);
    summary_.already = dataset_.sequences.size() - missing.size();
    note(false);
    std::vector<double> costs;
    costs.reserve(missing.size());
    for (const data::Sequence* sequence : missing)
      costs.push_back(sequence->frames ? static_cast<double>(sequence->frames->count()) : 0);
    try {
      run_items(
          costs, plan_.jobs, [&](std::size_t i) { run_one(*missing[i]); }, stop_);
    } catch (...) {
      note(false);
      throw;
    }
    summary_.stopped = summary_.outcomes.size() < missing.size();
    note(!summary_.stopped);
    return std::move(summary_);
  }

 private:
  void run_one(const data::Sequence& sequence) {
    Outcome outcome;
    outcome.sequence = sequence.name;
    SequenceFiles files;
    try {
      for (int r = 0; r < plan_.repetitions; ++r) {
        const bool whole = plan_.supervised ? supervised(sequence, outcome, files)
                                            : one_pass(sequence, outcome, files);
        if (!whole) return;
      }
    } catch (const Error& error) {
      outcome.error = error;
    }
    if (!outcome.error) write_sequence(store_, plan_.layout, sequence.name, files);
    const std::lock_guard<std::mutex> hold(lock_);
    summary_.outcomes.push_back(outcome);
    listener_.sequence(outcome);
  }

  /// Asked once a frame by the runners.
  Stop watched() const {
    return [this] {
      listener_.frame();
      return stop_();
    };
  }

  /// False where the run was stopped.
  bool one_pass(const data::Sequence& sequence, Outcome& outcome, SequenceFiles& files) const {
    auto run = run_one_pass(tracker_, sequence, dataset_.one_based, watched());
    if (!run) return false;
    outcome.frames = run->boxes.size();
    outcome.seconds += sum(run->seconds);
    outcome.not_finite = run->not_finite;
    outcome.success = success(*run, sequence, dataset_.one_based);
    add_pass(files, plan_.layout, sequence, dataset_.one_based, std::move(*run));
    return true;
  }

  bool supervised(const data::Sequence& sequence, Outcome& outcome, SequenceFiles& files) const {
    const auto run = run_supervised(tracker_, sequence, watched());
    if (!run) return false;
    outcome.frames = run->size();
    outcome.failures = outcome.not_finite = 0;
    std::vector<double> seconds;
    double overlap = 0;
    std::size_t regions = 0;
    for (const SupervisedFrame& frame : *run) {
      seconds.push_back(frame.seconds);
      outcome.failures += frame.mark == SupervisedFrame::failure ? 1 : 0;
      outcome.not_finite += frame.finite ? 0 : 1;
      if (frame.mark != SupervisedFrame::region) continue;
      overlap += frame.overlap;
      ++regions;
    }
    if (regions > 0) outcome.success = overlap / static_cast<double>(regions);
    outcome.seconds += sum(seconds);
    files.results.push_back(supervised_text(*run));
    files.seconds.push_back(std::move(seconds));
    return true;
  }

  void note(bool ended) {
    RunState state;
    state.ended = ended;
    state.done = summary_.already;
    for (const Outcome& outcome : summary_.outcomes) {
      if (outcome.error) {
        state.failed[outcome.sequence] = outcome.error->what();
      } else {
        ++state.done;
      }
    }
    note_state(store_, dataset_, state);
  }

  const Tracker& tracker_;
  const data::Dataset& dataset_;
  const Plan& plan_;
  RunStore& store_;
  const Listener& listener_;
  const Stop& stop_;
  std::mutex lock_;
  Summary summary_;
};

}  // namespace

Summary run_dataset(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
                    RunStore& store, const Listener& listener, const Stop& stop) {
  return DatasetRun(tracker, dataset, plan, store, listener, stop).run();
}

}  // namespace siamrt::bench
