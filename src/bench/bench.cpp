#include "bench/bench.hpp"

#include "bench/schedule.hpp"
#include "core/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <numeric>

namespace siamrt::bench {
namespace {

bool begins(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Truth that differs from that of the sequences already there would mix two data sets.
void check_starts(const data::Dataset& dataset, const RunStore& store) {
  if (!store.state().is_object() || !store.state().contains("sequences")) return;
  const auto& known = store.state()["sequences"];
  for (const data::Sequence& sequence : dataset.sequences) {
    const auto found = known.find(sequence.name);
    if (found == known.end() || *found == start_of(sequence)) continue;
    throw Error(Error::Kind::usage,
                fmt::format("{}/run.json: {} was run as {}, is now {}; --overwrite starts over, or "
                            "take another folder",
                            store.folder(), sequence.name, found->dump(), start_of(sequence)));
  }
}

/// What one sequence's files hold.
struct Written {
  std::vector<std::string> results;  ///< one a repetition
  std::vector<std::vector<double>> seconds;
};

class DatasetRun {
 public:
  DatasetRun(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
             RunStore& store, const std::function<void(const Outcome&)>& told, const Stop& stop,
             const std::function<void()>& frame_done)
      : tracker_(tracker),
        dataset_(dataset),
        plan_(plan),
        store_(store),
        told_(told),
        user_stop_(stop) {
    watched_ = [this, frame_done] {
      frame_done();
      return user_stop_();
    };
  }

  Summary run() {
    check_starts(dataset_, store_);
    std::vector<const data::Sequence*> missing;
    for (const data::Sequence& sequence : dataset_.sequences) {
      if (is_done(sequence)) {
        ++summary_.already;
      } else {
        missing.push_back(&sequence);
      }
    }
    note(false);
    std::vector<double> costs;
    for (const data::Sequence* sequence : missing) {
      costs.push_back(sequence->frames ? static_cast<double>(sequence->frames->count()) : 0);
    }
    try {
      run_items(
          costs, plan_.jobs, [&](std::size_t i) { run_one(*missing[i]); }, user_stop_);
    } catch (...) {
      note(false);
      throw;
    }
    summary_.stopped = summary_.outcomes.size() < missing.size();
    note(true);
    return std::move(summary_);
  }

 private:
  bool is_done(const data::Sequence& sequence) const {
    for (int r = 1; r <= plan_.repetitions; ++r) {
      if (!store_.has(result_path(plan_.layout, sequence.name, r, plan_.repetitions))) return false;
    }
    return true;
  }

  void run_one(const data::Sequence& sequence) {
    Outcome outcome;
    outcome.sequence = sequence.name;
    Written written;
    try {
      for (int r = 0; r < plan_.repetitions; ++r) {
        const bool whole = plan_.supervised ? supervised(sequence, outcome, written)
                                            : one_pass(sequence, outcome, written);
        if (!whole) return;
      }
    } catch (const Error& error) {
      outcome.error = error;
    }
    if (!outcome.error) write(sequence, written);
    const std::lock_guard<std::mutex> hold(lock_);
    summary_.outcomes.push_back(outcome);
    told_(outcome);
  }

  bool one_pass(const data::Sequence& sequence, Outcome& outcome, Written& written) const {
    const auto run = run_one_pass(tracker_, sequence, dataset_.one_based, watched_);
    if (!run) return false;
    outcome.frames = run->boxes.size();
    outcome.seconds += sum(run->seconds);
    outcome.not_finite = run->not_finite;
    outcome.success = success(*run, sequence, dataset_.one_based);
    written.results.push_back(
        boxes_text(plan_.layout, run->boxes, sequence.truth.at(0), dataset_.one_based));
    written.seconds.push_back(run->seconds);
    return true;
  }

  bool supervised(const data::Sequence& sequence, Outcome& outcome, Written& written) const {
    const auto run = run_supervised(tracker_, sequence, watched_);
    if (!run) return false;
    outcome.frames = run->size();
    outcome.failures = 0;
    std::vector<double> seconds;
    double overlap = 0;
    std::size_t regions = 0;
    for (const SupervisedFrame& frame : *run) {
      seconds.push_back(frame.seconds);
      outcome.failures += frame.mark == SupervisedFrame::failure ? 1 : 0;
      if (frame.mark != SupervisedFrame::region) continue;
      overlap += frame.overlap;
      ++regions;
    }
    if (regions > 0) outcome.success = overlap / static_cast<double>(regions);
    outcome.seconds += sum(seconds);
    written.results.push_back(supervised_text(*run));
    written.seconds.push_back(std::move(seconds));
    return true;
  }

  /// The times first: a result file means that the sequence is done.
  void write(const data::Sequence& sequence, const Written& written) const {
    store_.write(times_path(plan_.layout, sequence.name), times_text(written.seconds));
    for (int r = 1; r <= plan_.repetitions; ++r) {
      store_.write(result_path(plan_.layout, sequence.name, r, plan_.repetitions),
                   written.results[static_cast<std::size_t>(r - 1)]);
    }
  }

  void note(bool at_end) {
    nlohmann::ordered_json state;
    std::size_t done = summary_.already;
    auto failed = nlohmann::ordered_json::object();
    // In the order of the data set, not of finishing: the same run gives the same run.json.
    for (const data::Sequence& sequence : dataset_.sequences) {
      for (const Outcome& outcome : summary_.outcomes) {
        if (outcome.sequence != sequence.name) continue;
        if (outcome.error) {
          failed[outcome.sequence] = outcome.error->what();
        } else {
          ++done;
        }
      }
    }
    auto missing = nlohmann::ordered_json::object();
    for (const data::Missing& item : dataset_.missing) missing[item.sequence] = item.what;
    state["complete"] = at_end && done == dataset_.sequences.size() && !dataset_.partial;
    state["partial"] = dataset_.partial;
    state["done"] = done;
    state["of"] = dataset_.sequences.size();
    state["failed"] = failed;
    state["missing"] = missing;
    auto starts = nlohmann::ordered_json::object();
    if (store_.state().is_object() && store_.state().contains("sequences"))
      starts = store_.state()["sequences"];
    for (const data::Sequence& sequence : dataset_.sequences)
      starts[sequence.name] = start_of(sequence);
    state["sequences"] = starts;
    store_.note_state(state);
  }

  const Tracker& tracker_;
  const data::Dataset& dataset_;
  const Plan& plan_;
  RunStore& store_;
  const std::function<void(const Outcome&)>& told_;
  const Stop& user_stop_;
  Stop watched_;
  std::mutex lock_;
  Summary summary_;
};

}  // namespace

Plan plan_for(const std::string& dataset) {
  Plan plan;
  if (begins(dataset, "got10k")) plan.layout = Layout::got10k;
  if (begins(dataset, "vot")) {
    plan.layout = Layout::vot;
    plan.supervised = true;
  }
  return plan;
}

int repetitions_for(const std::string& dataset, bool deterministic) {
  if (deterministic) return 1;
  if (begins(dataset, "got10k")) return 3;
  return begins(dataset, "vot") ? 15 : 1;
}

std::string benchmark_for(const std::string& dataset, const Description& description) {
  std::string family = dataset;
  if (begins(dataset, "otb")) family = "otb2015";
  if (begins(dataset, "got10k")) family = "got10k";
  if (begins(dataset, "uav")) family = "uav123";
  for (const std::string& name : {dataset, family}) {
    if (description.benchmarks.count(name) != 0) return name;
  }
  return {};
}

std::string start_of(const data::Sequence& sequence) {
  const Box box = sequence.truth.empty() ? Box{} : sequence.truth[0];
  return fmt::format("{} frames from {},{},{},{}", sequence.truth.size(), core::to_text(box.x),
                     core::to_text(box.y), core::to_text(box.w), core::to_text(box.h));
}

Summary run_dataset(const Tracker& tracker, const data::Dataset& dataset, const Plan& plan,
                    RunStore& store, const std::function<void(const Outcome&)>& told,
                    const Stop& stop, const std::function<void()>& frame_done) {
  return DatasetRun(tracker, dataset, plan, store, told, stop, frame_done).run();
}

}  // namespace siamrt::bench
