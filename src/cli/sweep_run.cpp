#include "cli/exit_codes.hpp"
#include "cli/stop.hpp"
#include "cli/sweep_ending.hpp"
#include "cli/sweep_reporter.hpp"
#include "cli/sweep_setup.hpp"
#include "core/numbers.hpp"
#include "eval/figures.hpp"
#include "sweep/manifest.hpp"
#include "sweep/screening.hpp"
#include "sweep/settled.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <thread>

namespace siamrt::cli {
namespace {

/// --watch looks this often; a file that does not read for this long is not being written any more.
constexpr std::chrono::milliseconds between_looks{1000};
constexpr double given_up_after = 60;

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

void check_words(const SweepOptions& options) {
  if (!options.merge.empty()) {
    if (options.bench.out.empty()) refuse("--merge: --out is needed, for the joined results");
    if (!options.checkpoints.empty() || options.watch || options.screen || !options.shard.empty())
      refuse("--merge joins results; it takes no --checkpoints, --watch, --screen or --shard");
    return;
  }
  if (options.checkpoints.empty())
    refuse("--checkpoints: needed, as in --checkpoints 'snapshots/checkpoint_e*.pth'");
  if (options.bench.dataset.empty()) refuse("--dataset: needed; --help lists the names");
  if (options.bench.data.empty()) refuse("--data: needed, the folder of the data set");
  if (!options.shard.empty() && (options.watch || options.screen))
    refuse("--shard: does not go with --watch or --screen, which need all results in one place");
}

std::size_t screen_from(const SweepOptions& options) {
  if (!options.screen) return 0;
  constexpr long long least = 2, most = 1000000;
  const auto number = core::to_integer(*options.screen);
  if (!number || *number < least || *number > most) {
    refuse(fmt::format("--screen '{}': expected a number of sequences from {}", *options.screen,
                       least));
  }
  return static_cast<std::size_t>(*number);
}

bool is_known(const std::string& folder) {
  std::error_code unknown;
  return std::filesystem::exists(std::filesystem::path(folder) / "sweep.json", unknown);
}

class Sweep {
 public:
  Sweep(const SweepOptions& options, const Terminal& terminal)
      : options_(options),
        terminal_(terminal),
        screen_(screen_from(options)),
        folder_(sweep_folder(options)),
        ending_(options.bench, terminal, is_known(folder_) || options.watch),
        opened_(open_model(options.bench)),
        dataset_(open_data(options.bench)),
        maker_(opened_, dataset_, options.bench,
               plan_of(options.bench, dataset_, opened_.model.options())),
        profile_(options.profile.empty() ? eval::default_profile(dataset_.name) : options.profile) {
    plan_.folder = folder_;
    plan_.bench = plan_of(options.bench, dataset_, opened_.model.options());
    plan_.memory = memory_from(options.memory);
    plan_.network_bytes = sweep::network_bytes(maker_.values(), plan_.bench.jobs);
    if (!options.shard.empty()) plan_.shard = sweep::Shard::parse(options.shard);
  }

  int run() {
    const StopOnSignal stop;
    for (const data::Missing& missing : dataset_.missing)
      terminal_.warn(fmt::format("{}: left out: {}", missing.sequence, missing.what));
    return options_.watch ? watch() : once();
  }

 private:
  int once() {
    for (const sweep::CheckpointFile& file : sweep::list_checkpoints(options_.checkpoints)) {
      if (StopOnSignal::wanted()) return interrupted();
      entries_.push_back(maker_.make(file));
      warn_of(entries_.back());
    }
    write_manifest();  // a folder that is killed says what it is, too
    const bool whole = work();
    write_manifest();
    if (!whole) return interrupted();
    const sweep::Ranking ranking = rank(dataset_);
    if (plan_.shard.count > 1) {
      tell_shard();
    } else {
      ending_.write(folder_, ranking);
    }
    SweepEnding::check_failures(ranking, entries_);
    return exit_done;
  }

  /// Until ctrl-C: whatever is new and whole is evaluated, and the tables are written again.
  int watch() {
    sweep::Settled settled;
    std::string last;
    tell("watching; ctrl-C ends it");
    while (!StopOnSignal::wanted()) {
      const auto files = settled.look(sweep::list_checkpoints(options_.checkpoints, true));
      std::string now;
      std::vector<sweep::Entry> entries;
      for (const sweep::CheckpointFile& file : files) {
        const sweep::Entry entry = maker_.make(file);
        // Between two pieces that training writes, a file can look settled.
        const bool young = sweep::age_of(file.path) < given_up_after;
        if (entry.failure && entry.failure->kind() == Error::Kind::input && young) continue;
        entries.push_back(entry);
        now += fmt::format("{} {}\n", entry.name, entry.failure ? "failed" : entry.key);
      }
      if (now != last) {
        entries_ = std::move(entries);
        for (const sweep::Entry& entry : entries_) warn_of(entry);
        const bool whole = work();
        write_manifest();
        if (!whole) return interrupted();
        ending_.write(folder_, rank(dataset_));
        last = now;
      }
      std::this_thread::sleep_for(between_looks);
    }
    if (!entries_.empty()) SweepEnding::check_failures(rank(dataset_), entries_);
    return exit_done;
  }

  /// False where it was interrupted.
  bool work() {
    if (screen_ > 0) {
      for (const auto& rung : sweep::rungs(dataset_, screen_)) {
        if (!work_on(rung)) return false;
        const auto out = sweep::screen(entries_, rank(sweep::part_of(dataset_, rung)));
        tell(fmt::format("after {} sequences: {} screened out", rung.size(), out));
      }
    }
    return work_on({});
  }

  bool work_on(const std::set<std::string>& sequences) {
    const auto due = sweep::due_work(entries_, dataset_, plan_, sequences);
    std::int64_t frames = 0;
    for (const sweep::Due& one : due)
      frames += one.sequence->frames->count() * plan_.bench.repetitions;
    SweepReporter reporter(terminal_, !options_.bench.quiet, due.size(), frames);
    return sweep::run_entries(
        entries_, dataset_, plan_, [this](const sweep::Entry& entry) { return open(entry); },
        reporter.listener(), [] { return StopOnSignal::wanted(); }, sequences);
  }

  Tracker open(const sweep::Entry& entry) const {
    const Model model = Model::open(options_.bench.model, entry.file, opened_.model.options());
    if (model.description().digest != entry.identity["model"]["digest"]) {
      throw Error(Error::Kind::input,
                  "changed while the sweep was running; the same command evaluates it anew");
    }
    return Tracker(model, entry.settings);
  }

  void write_manifest() const {
    sweep::Manifest manifest;
    manifest.network = opened_.model.description().name;
    manifest.dataset = dataset_.name;
    manifest.data.root = options_.bench.data;
    manifest.data.annotations = options_.bench.annotations;
    manifest.data.available = options_.bench.available;
    manifest.profile = profile_;
    manifest.plan = plan_.bench;
    manifest.entries = entries_;
    sweep::write_manifest(folder_, manifest);
  }

  sweep::Ranking rank(const data::Dataset& dataset) const {
    sweep::Ranking ranking = sweep::rank(folder_, entries_, dataset, plan_.bench, profile_);
    ranking.network = opened_.model.description().name;
    return ranking;
  }

  void warn_of(const sweep::Entry& entry) const {
    if (entry.failure) terminal_.warn(fmt::format("{}: {}", entry.name, entry.failure->what()));
  }

  void tell(const std::string& line) const {
    if (!options_.bench.quiet) *terminal_.err << line << std::endl;
  }

  int interrupted() const {
    terminal_.warn("interrupted; the same command goes on with what is missing");
    return exit_interrupted;
  }

  void tell_shard() const {
    if (options_.bench.quiet) return;
    *terminal_.out << fmt::format(
        "{}: part {} of {} is done; siamrt sweep --merge joins the parts\n", folder_,
        plan_.shard.number, plan_.shard.count);
  }

  const SweepOptions& options_;
  const Terminal& terminal_;
  std::size_t screen_;
  std::string folder_;
  SweepEnding ending_;
  OpenedModel opened_;
  data::Dataset dataset_;
  EntryMaker maker_;
  std::string profile_;
  sweep::RunPlan plan_;
  std::vector<sweep::Entry> entries_;
};

}  // namespace

int run_sweep(const SweepOptions& options, const Terminal& terminal) {
  check_words(options);
  if (!options.merge.empty()) return run_merge(options, terminal);
  return Sweep(options, terminal).run();
}

}  // namespace siamrt::cli
