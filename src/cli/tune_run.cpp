#include "cli/bench_setup.hpp"
#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/stop.hpp"
#include "cli/sweep_ending.hpp"
#include "cli/sweep_reporter.hpp"
#include "cli/tune_options.hpp"
#include "core/atomic_file.hpp"
#include "core/numbers.hpp"
#include "eval/figures.hpp"
#include "sweep/random.hpp"
#include "sweep/run.hpp"
#include "sweep/screening.hpp"
#include "sweep/search.hpp"
#include "sweep/tables.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <ostream>

namespace siamrt::cli {
namespace {

constexpr std::size_t trials_at_once = 16;

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

std::size_t number_from(const std::optional<std::string>& text, const char* option,
                        long long otherwise) {
  constexpr long long most = 1000000;
  if (!text) return static_cast<std::size_t>(otherwise);
  const auto number = core::to_integer(*text);
  if (!number || *number < 1 || *number > most)
    refuse(fmt::format("--{} '{}': expected a whole number from 1", option, *text));
  return static_cast<std::size_t>(*number);
}

double share_from(const std::optional<std::string>& text) {
  if (!text) return 0.5;
  const auto share = core::to_double(*text);
  if (!share || !(*share > 0 && *share < 1))
    refuse(fmt::format("--held-out '{}': expected a share between 0 and 1, as in 0.3", *text));
  return *share;
}

std::vector<sweep::Range> ranges_of(const TuneOptions& options) {
  std::vector<sweep::Range> ranges;
  ranges.reserve(options.ranges.size());
  for (const std::string& text : options.ranges) ranges.push_back(sweep::Range::parse(text));
  return ranges.empty() ? sweep::default_ranges() : ranges;
}

std::string folder_of(const TuneOptions& options) {
  if (!options.bench.out.empty()) return options.bench.out;
  return fmt::format("tune-{}-{}", std::filesystem::path(options.bench.model).stem().string(),
                     options.bench.dataset);
}

OpenedModel open_network(const TuneOptions& options) {
  OpenedModel opened = open_model(options.bench);
  if (options.checkpoint.empty()) return opened;
  return {Model::open(options.bench.model, options.checkpoint, opened.model.options()),
          opened.benchmark, opened.settings};
}

/// Sequences that trials see, and those that judge the winner.
struct Split {
  std::set<std::string> tuning;
  std::set<std::string> held_out;
};

Split split(const data::Dataset& dataset, double share, std::uint64_t seed) {
  std::vector<std::string> names;
  names.reserve(dataset.sequences.size());
  for (const data::Sequence& sequence : dataset.sequences) names.push_back(sequence.name);
  if (names.size() < 2) refuse("tuning needs two sequences at least, one of them to be held out");
  sweep::Random(seed).shuffle(names);
  const auto wanted = std::lround(share * static_cast<double>(names.size()));
  const auto held = std::clamp<long>(wanted, 1, static_cast<long>(names.size()) - 1);
  return {{names.begin() + held, names.end()}, {names.begin(), names.begin() + held}};
}

class Tuning {
 public:
  Tuning(const TuneOptions& options, const Terminal& terminal)
      : options_(options),
        terminal_(terminal),
        ranges_(ranges_of(options)),
        seed_(number_from(options.seed, "seed", 1)),
        strategy_(sweep::make_strategy(options.strategy, ranges_,
                                       number_from(options.trials, "trials", 60),
                                       number_from(options.points, "points", 5), seed_)),
        folder_(folder_of(options)),
        ending_(options.bench, terminal, std::filesystem::exists(folder_)),
        opened_(open_network(options)),
        dataset_(open_data(options.bench)),
        split_(split(dataset_, share_from(options.held_out), seed_)),
        tuning_(sweep::part_of(dataset_, split_.tuning)),
        held_out_(sweep::part_of(dataset_, split_.held_out)),
        profile_(options.profile.empty() ? eval::default_profile(dataset_.name) : options.profile) {
    plan_.folder = folder_;
    plan_.bench = plan_of(options.bench, dataset_, opened_.model.options());
    identity_ = identity_of(opened_, dataset_, options.bench.annotations, plan_.bench);
  }

  int run() {
    const StopOnSignal stop;
    trials_.push_back(entry_of("start", opened_.settings, 0));
    if (!run_part(trials_, split_.tuning)) return interrupted();
    if (!search()) return interrupted();
    sweep::Ranking ranking = rank(trials_, tuning_);
    const sweep::Row* best = ranking.best();
    if (best == nullptr) {
      SweepEnding::check_failures(ranking, trials_);
      refuse("no trial could be scored");
    }
    std::vector<sweep::Entry> finalists = {trials_.front()};
    const auto winner = static_cast<std::size_t>(best - ranking.rows.data());
    if (trials_[winner].key != trials_.front().key) finalists.push_back(trials_[winner]);
    if (!run_part(finalists, split_.held_out)) return interrupted();
    ranking.remark = judgement(finalists);
    ending_.write(folder_, ranking);
    write_winner(trials_[winner]);
    if (!options_.bench.quiet) {
      std::ostream& out = options_.bench.json.given ? *terminal_.err : *terminal_.out;
      out << "  " << ranking.remark << "\n";
    }
    SweepEnding::check_failures(ranking, trials_);
    return exit_done;
  }

 private:
  sweep::Entry entry_of(const std::string& name, const Settings& settings, double place) const {
    sweep::Entry entry;
    entry.name = name;
    entry.epoch = place;
    entry.settings = settings;
    entry.identity = identity_;
    entry.identity["settings"] = json_of(settings);
    entry.key = sweep::key_of(entry.identity);
    return entry;
  }

  /// False where it was interrupted.
  bool search() {
    std::vector<sweep::Trial> told;
    for (;;) {
      const std::vector<sweep::Point> points = strategy_->next(told, trials_at_once);
      if (points.empty()) return true;
      std::vector<sweep::Entry> batch;
      for (const sweep::Point& point : points) {
        const std::size_t number = told.size() + batch.size() + 1;
        batch.push_back(entry_of(fmt::format("{}: {}", number, sweep::text_of(ranges_, point)),
                                 sweep::with_point(opened_.settings, ranges_, point),
                                 static_cast<double>(number)));
      }
      if (!run_part(batch, split_.tuning)) return false;
      const sweep::Ranking scored = rank(batch, tuning_);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        told.push_back({points[i], scored.rows[i].value});
        trials_.push_back(batch[i]);
      }
    }
  }

  bool run_part(std::vector<sweep::Entry>& entries, const std::set<std::string>& sequences) {
    const auto due = sweep::due_work(entries, dataset_, plan_, sequences);
    std::int64_t frames = 0;
    for (const sweep::Due& one : due)
      frames += one.sequence->frames->count() * plan_.bench.repetitions;
    SweepReporter reporter(terminal_, !options_.bench.quiet, due.size(), frames);
    // One network for all: only its settings differ.
    return sweep::run_entries(
        entries, dataset_, plan_,
        [this](const sweep::Entry& entry) { return Tracker(opened_.model, entry.settings); },
        reporter.listener(), [] { return StopOnSignal::wanted(); }, sequences);
  }

  sweep::Ranking rank(const std::vector<sweep::Entry>& entries,
                      const data::Dataset& dataset) const {
    sweep::Ranking ranking = sweep::rank(folder_, entries, dataset, plan_.bench, profile_);
    ranking.network = opened_.model.description().name;
    ranking.words = {"trial", "trial", "which settings are best?"};
    ranking.whole = false;
    return ranking;
  }

  void write_winner(const sweep::Entry& winner) const {
    std::string text = fmt::format("# {}, {} tuning sequences of {}\n", winner.name,
                                   split_.tuning.size(), dataset_.name);
    for (const sweep::Range& range : ranges_)
      text += fmt::format("{}: {}\n", range.key, winner.settings.get(range.key));
    core::write_atomically(folder_ + "/report/best.yaml", text);
  }

  /// Start and winner on sequences that no trial has seen: writes their tables, says it in a line.
  std::string judgement(const std::vector<sweep::Entry>& finalists) const {
    const sweep::Ranking ranking = rank(finalists, held_out_);
    sweep::write_tables(folder_ + "/report/held_out", ranking);
    const std::string what =
        fmt::format("held out ({} sequences that no trial saw): ", ranking.sequences);
    if (finalists.size() < 2) return what + "nothing is better than the settings it started from";
    const sweep::Row& start = ranking.rows[0];
    const sweep::Row& winner = ranking.rows[1];
    const sweep::Row& lower = winner.best ? start : winner;
    const bool clear = lower.below && lower.below->is_clear();
    return fmt::format(
        "{}{} {:.3f} at the start, {:.3f} of the winner{}", what, sweep::title_of(ranking.figure),
        start.value, winner.value,
        clear ? (winner.best ? "; clearly better" : "; clearly worse") : "; no clear difference");
  }

  int interrupted() const {
    terminal_.warn("interrupted; the same command goes on with what is missing");
    return exit_interrupted;
  }

  const TuneOptions& options_;
  const Terminal& terminal_;
  std::vector<sweep::Range> ranges_;
  std::uint64_t seed_;
  std::unique_ptr<sweep::Strategy> strategy_;
  std::string folder_;
  SweepEnding ending_;
  OpenedModel opened_;
  data::Dataset dataset_;
  Split split_;
  data::Dataset tuning_;
  data::Dataset held_out_;
  std::string profile_;
  sweep::RunPlan plan_;
  nlohmann::ordered_json identity_;
  std::vector<sweep::Entry> trials_;
};

}  // namespace

int run_tune(const TuneOptions& options, const Terminal& terminal) {
  return Tuning(options, terminal).run();
}

}  // namespace siamrt::cli
