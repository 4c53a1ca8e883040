#include "sweep/run.hpp"

#include "bench/run_state.hpp"
#include "bench/run_store.hpp"
#include "bench/schedule.hpp"
#include "bench/sequence_files.hpp"
#include "bench/supervised.hpp"
#include "sweep/cached_frames.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

namespace siamrt::sweep {
namespace {

/// Is every file of this sequence there?
bool is_done(const RunPlan& plan, const Entry& entry, const std::string& sequence) {
  const std::filesystem::path folder = run_folder(plan.folder, entry);
  for (int r = 1; r <= plan.bench.repetitions; ++r) {
    const auto path =
        folder / bench::result_path(plan.bench.layout, sequence, r, plan.bench.repetitions);
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return false;
  }
  return true;
}

/// An entry that is being run.
struct Runner {
  Entry* entry = nullptr;
  std::unique_ptr<bench::RunStore> store;
  std::unique_ptr<Tracker> tracker;
};

/// One sequence and who is to run it.
struct Item {
  const data::Sequence* sequence = nullptr;
  std::vector<Runner*> runners;
};

/// Some entries that fit into memory together, over all sequences due.
class Round {
 public:
  Round(const data::Dataset& dataset, const RunPlan& plan, const RunListener& listener,
        const bench::Stop& stop)
      : dataset_(dataset), plan_(plan), listener_(listener), user_stop_(stop) {}

  void add(Entry& entry, const OpenTracker& open) {
    auto runner = std::make_unique<Runner>();
    runner->entry = &entry;
    try {
      runner->tracker = std::make_unique<Tracker>(open(entry));
    } catch (const Error& error) {
      if (error.kind() == Error::Kind::system) throw;
      entry.failure = error;
      return;
    }
    runner->store =
        std::make_unique<bench::RunStore>(run_folder(plan_.folder, entry), entry.identity, false);
    bench::check_starts(dataset_, *runner->store);
    note(*runner, false);
    runners_[&entry] = std::move(runner);
  }

  void add_work(Entry& entry, const data::Sequence* sequence) {
    const auto found = runners_.find(&entry);
    if (found == runners_.end()) return;  // it failed to open
    auto item = std::find_if(items_.begin(), items_.end(),
                             [&](const Item& one) { return one.sequence == sequence; });
    if (item == items_.end()) item = items_.insert(items_.end(), Item{sequence, {}});
    item->runners.push_back(found->second.get());
  }

  /// False where it was stopped.
  bool run() {
    std::vector<double> costs;
    costs.reserve(items_.size());
    for (const Item& item : items_) {
      const auto frames = static_cast<double>(item.sequence->frames->count());
      costs.push_back(frames * static_cast<double>(item.runners.size()));
    }
    const auto stopped = [&] { return user_stop_(); };
    try {
      bench::run_items(
          costs, plan_.bench.jobs, [&](std::size_t i) { run_item(items_[i]); }, stopped);
    } catch (...) {
      for (auto& [entry, runner] : runners_) note(*runner, false);
      throw;
    }
    for (auto& [entry, runner] : runners_) note(*runner, !cut_short_);
    return !cut_short_ && done_ == items_.size();
  }

 private:
  void run_item(const Item& item) {
    bool whole = false;
    try {
      whole = plan_.bench.supervised ? one_by_one(item) : together(item);
    } catch (const Error& error) {
      if (error.kind() == Error::Kind::system) throw;
      whole = item.runners.size() > 1 ? each_alone(item) : failed(*item.runners[0], item, error);
    }
    const std::lock_guard<std::mutex> hold(lock_);
    if (whole) ++done_;
    if (!whole) cut_short_ = true;
  }

  /// Called by the runner once a frame, of all entries together.
  bench::Stop watched(std::size_t entries) {
    return [this, entries] {
      {
        const std::lock_guard<std::mutex> hold(lock_);
        for (std::size_t i = 0; i < entries; ++i) listener_.frame();
      }
      return user_stop_();
    };
  }

  bool together(const Item& item) {
    std::vector<const Tracker*> trackers;
    trackers.reserve(item.runners.size());
    for (const Runner* runner : item.runners) trackers.push_back(runner->tracker.get());
    std::vector<bench::SequenceFiles> files(trackers.size());
    std::vector<std::size_t> not_finite(trackers.size(), 0);
    for (int r = 0; r < plan_.bench.repetitions; ++r) {
      auto runs = bench::run_one_pass(trackers, *item.sequence, dataset_.one_based,
                                      watched(trackers.size()));
      if (!runs) return false;
      for (std::size_t i = 0; i < files.size(); ++i) {
        not_finite[i] += (*runs)[i].not_finite;
        bench::add_pass(files[i], plan_.bench.layout, *item.sequence, dataset_.one_based,
                        std::move((*runs)[i]));
      }
    }
    for (std::size_t i = 0; i < files.size(); ++i)
      finish(*item.runners[i], item, files[i], not_finite[i]);
    return true;
  }

  /// A supervised run starts anew where the tracker failed, so passes cannot be shared; frames are.
  bool one_by_one(const Item& item) {
    data::Sequence sequence = *item.sequence;
    sequence.frames = cached(sequence.frames, plan_.memory / std::max(plan_.bench.jobs, 1) / 2);
    for (Runner* runner : item.runners) {
      bench::SequenceFiles files;
      std::size_t not_finite = 0;
      for (int r = 0; r < plan_.bench.repetitions; ++r) {
        const auto run = bench::run_supervised(*runner->tracker, sequence, watched(1));
        if (!run) return false;
        std::vector<double> seconds;
        for (const bench::SupervisedFrame& frame : *run) {
          seconds.push_back(frame.seconds);
          if (!frame.finite) ++not_finite;
        }
        files.results.push_back(bench::supervised_text(*run));
        files.seconds.push_back(std::move(seconds));
      }
      finish(*runner, item, files, not_finite);
    }
    return true;
  }

  /// Something threw: alone, each can only spoil its own results.
  bool each_alone(const Item& item) {
    bool whole = true;
    for (Runner* runner : item.runners) {
      const Item alone{item.sequence, {runner}};
      try {
        whole = (plan_.bench.supervised ? one_by_one(alone) : together(alone)) && whole;
      } catch (const Error& error) {
        if (error.kind() == Error::Kind::system) throw;
        failed(*runner, alone, error);
      }
    }
    return whole;
  }

  void finish(const Runner& runner, const Item& item, const bench::SequenceFiles& files,
              std::size_t not_finite) {
    bench::write_sequence(*runner.store, plan_.bench.layout, item.sequence->name, files);
    const std::lock_guard<std::mutex> hold(lock_);
    listener_.sequence(*runner.entry, item.sequence->name, not_finite);
  }

  bool failed(const Runner& runner, const Item& item, const Error& error) {
    const std::lock_guard<std::mutex> hold(lock_);
    runner.entry->failed_sequences[item.sequence->name] = error.what();
    listener_.failed(*runner.entry, item.sequence->name, error);
    return true;
  }

  void note(Runner& runner, bool ended) {
    const auto missing = bench::unfinished(dataset_, plan_.bench, *runner.store);
    const std::size_t done = dataset_.sequences.size() - missing.size();
    bench::note_state(*runner.store, dataset_, {ended, done, runner.entry->failed_sequences});
  }

  const data::Dataset& dataset_;
  const RunPlan& plan_;
  const RunListener& listener_;
  const bench::Stop& user_stop_;
  std::map<Entry*, std::unique_ptr<Runner>> runners_;
  std::vector<Item> items_;
  std::mutex lock_;
  std::size_t done_ = 0;
  bool cut_short_ = false;
};

}  // namespace

std::int64_t network_bytes(std::int64_t values, int jobs) noexcept {
  constexpr std::int64_t bytes_of_value = 4, copies = 3;  // measured: docs/sweep.md
  constexpr std::int64_t of_a_call = std::int64_t{16} << 20U;
  return values * bytes_of_value * copies + of_a_call * (jobs + 1);
}

std::vector<Due> due_work(const std::vector<Entry>& entries, const data::Dataset& dataset,
                          const RunPlan& plan, const std::set<std::string>& sequences) {
  std::vector<double> lengths;
  lengths.reserve(dataset.sequences.size());
  for (const data::Sequence& sequence : dataset.sequences)
    lengths.push_back(sequence.frames ? static_cast<double>(sequence.frames->count()) : 0);
  std::vector<Due> due;
  std::size_t item = 0;
  for (const std::size_t s : bench::longest_first(lengths)) {
    const data::Sequence& sequence = dataset.sequences[s];
    std::set<std::string> keys;
    for (std::size_t e = 0; e < entries.size(); ++e) {
      const Entry& entry = entries[e];
      // Every process counts alike, whatever is done already: so shards do not overlap.
      if (entry.failure || !keys.insert(entry.key).second) continue;
      const bool ours = plan.shard.has(item++);
      if (!ours || !entry.screened.empty()) continue;
      if (!sequences.empty() && sequences.count(sequence.name) == 0) continue;
      if (!is_done(plan, entry, sequence.name)) due.push_back({e, &sequence});
    }
  }
  return due;
}

bool run_entries(std::vector<Entry>& entries, const data::Dataset& dataset, const RunPlan& plan,
                 const OpenTracker& open, const RunListener& listener, const bench::Stop& stop,
                 const std::set<std::string>& sequences) {
  const std::vector<Due> due = due_work(entries, dataset, plan, sequences);
  std::vector<std::size_t> wanted;
  wanted.reserve(due.size());
  for (const Due& one : due) wanted.push_back(one.entry);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const auto at_once = static_cast<std::size_t>(
      std::max<std::int64_t>(1, plan.memory / std::max<std::int64_t>(1, plan.network_bytes)));
  // Rounds of equal size: three and three load and decode no more than four and two.
  const std::size_t rounds = (wanted.size() + at_once - 1) / at_once;
  for (std::size_t r = 0; r < rounds; ++r) {
    const std::size_t first = r * wanted.size() / rounds, last = (r + 1) * wanted.size() / rounds;
    Round round(dataset, plan, listener, stop);
    for (std::size_t i = first; i < last; ++i) {
      if (stop()) return false;
      round.add(entries[wanted[i]], open);
    }
    for (const Due& one : due) {
      if (one.entry >= wanted[first] && one.entry <= wanted[last - 1])
        round.add_work(entries[one.entry], one.sequence);
    }
    if (!round.run()) return false;
  }
  return true;
}

}  // namespace siamrt::sweep
