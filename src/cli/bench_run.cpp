#include "bench/bench.hpp"

#include "bench/pack.hpp"
#include "cli/bench_options.hpp"
#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/layers.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "core/digest.hpp"
#include "core/numbers.hpp"
#include "model/machine.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <version.hpp>

#include <filesystem>
#include <mutex>
#include <ostream>

namespace siamrt::cli {
namespace {

constexpr long long most_jobs = 1024;

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

int count_from(const std::optional<std::string>& text, const std::string& option, int least,
               int otherwise) {
  if (!text) return otherwise;
  const auto number = core::to_integer(*text);
  if (!number || *number < least || *number > most_jobs) {
    refuse(fmt::format("--{} '{}': expected a whole number from {} to {}", option, *text, least,
                       most_jobs));
  }
  return *number == 0 ? otherwise : static_cast<int>(*number);
}

struct Opened {
  Model model;
  std::string benchmark;
  Settings settings;
};

Opened open_model(const BenchOptions& options, const Layers& layers) {
  ModelOptions how;
  std::string benchmark;
  layers.apply(how, benchmark);
  if (how.threads > 1)
    refuse("threads: bench runs one a sequence; --jobs runs sequences side by side");
  how.threads = 1;
  if (options.precision) how.precision = precision_from(*options.precision);
  if (options.device) how.device = *options.device;
  Model model = Model::open(options.model, how);
  if (options.benchmark) benchmark = *options.benchmark;
  if (benchmark.empty()) benchmark = bench::benchmark_for(options.dataset, model.description());
  Settings settings = model.description().settings_for(benchmark);
  layers.apply(settings);
  return {std::move(model), benchmark, settings};
}

data::Dataset open_data(const BenchOptions& options) {
  data::OpenOptions open;
  open.root = options.data;
  open.annotations = options.annotations;
  open.available = options.available;
  open.frames = data::Frames::required;
  return data::open_dataset(options.dataset, open);
}

bench::Plan plan_of(const BenchOptions& options, const ModelOptions& how) {
  bench::Plan plan = bench::plan_for(options.dataset);
  const bool vot = plan.layout == bench::Layout::vot;
  if (options.unsupervised && !vot) refuse("--unsupervised: only VOT has supervised runs");
  if (options.unsupervised) {
    plan.supervised = false;
    plan.layout = bench::Layout::text;
  }
  if (!options.layout.empty()) plan.layout = bench::layout_from(options.layout);
  if (plan.supervised != (plan.layout == bench::Layout::vot)) {
    refuse(
        fmt::format("--layout {}: does not fit; supervised VOT runs, and only they, are laid out "
                    "as 'vot'",
                    options.layout));
  }
  if (options.pack && !bench::can_pack(options.dataset)) {
    refuse(
        fmt::format("--pack: no server takes results of {}; it is for got10k_test, got10k_val "
                    "and trackingnet",
                    options.dataset));
  }
  if (options.pack && (options.dataset == "trackingnet") != (plan.layout == bench::Layout::text))
    refuse(fmt::format("--pack: the server does not take --layout {}", options.layout));
  const bool deterministic = how.device == "cpu";
  plan.repetitions = count_from(options.repetitions, "repetitions", 1,
                                bench::repetitions_for(options.dataset, deterministic));
  plan.jobs = count_from(options.jobs, "jobs", 0, model::inspect_machine().cores);
  return plan;
}

/// What makes a result this result.
nlohmann::ordered_json identity_of(const Opened& opened, const data::Dataset& dataset,
                                   const bench::Plan& plan, const BenchOptions& options) {
  const Description& description = opened.model.description();
  nlohmann::ordered_json identity = {
      {"model",
       {{"name", description.name},
        {"digest", description.digest},
        {"precision", to_string(opened.model.options().precision)},
        {"device", opened.model.options().device}}},
      {"benchmark", opened.benchmark},
      {"settings", json_of(opened.settings)},
      {"dataset", {{"name", dataset.name}, {"one_based", dataset.one_based}}},
      {"run",
       {{"mode", plan.supervised ? "supervised" : "one pass"},
        {"layout", to_string(plan.layout)},
        {"repetitions", plan.repetitions}}},
      {"versions",
       {{"siamrt", SIAMRT_VERSION},
        {"libtorch", model::inspect_machine().torch},
        {"opencv", cv::getVersionString()}}}};
  if (!options.annotations.empty())
    identity["dataset"]["annotations"] = core::sha256_of_file(options.annotations);
  return identity;
}

/// Tells people how the run goes; called from all threads.
class Reporter {
 public:
  Reporter(const Terminal& terminal, bool shown, std::int64_t sequences, std::int64_t frames)
      : terminal_(terminal),
        shown_(shown),
        sequences_(sequences),
        progress_(terminal, shown && terminal.err_is_terminal, "frames", frames) {}

  void frame() {
    const std::lock_guard<std::mutex> hold(lock_);
    progress_.update(++frames_, note());
  }

  void outcome(const bench::Outcome& outcome) {
    const std::lock_guard<std::mutex> hold(lock_);
    ++done_;
    if (outcome.success && !outcome.error) {
      success_ += *outcome.success;
      ++judged_;
    }
    progress_.clear();
    if (outcome.error)
      terminal_.warn(fmt::format("{}: {}", outcome.sequence, outcome.error->what()));
    if (outcome.not_finite > 0) {
      terminal_.warn(
          fmt::format("{}: the network gave no number in {} of {} frames; the last box "
                      "was kept there",
                      outcome.sequence, outcome.not_finite, outcome.frames));
    }
    if (shown_ && !terminal_.err_is_terminal && !outcome.error)
      *terminal_.err << line(outcome) << std::flush;
  }

 private:
  std::string note() const {
    std::string text = fmt::format("sequences {}/{}", done_, sequences_);
    if (judged_ > 0) text += fmt::format("  success {:.3f}", success_ / judged_);
    return text;
  }

  std::string line(const bench::Outcome& outcome) const {
    std::string text =
        fmt::format("{}/{}  {}  {} frames", done_, sequences_, outcome.sequence, outcome.frames);
    if (outcome.seconds > 0)
      text += fmt::format("  {:.1f} fps", static_cast<double>(outcome.frames) / outcome.seconds);
    if (outcome.success) text += fmt::format("  success {:.3f}", *outcome.success);
    if (outcome.failures > 0) text += fmt::format("  {} failures", outcome.failures);
    return text + "\n";
  }

  const Terminal& terminal_;
  bool shown_;
  std::int64_t sequences_;
  Progress progress_;
  std::mutex lock_;
  std::int64_t frames_ = 0;
  std::int64_t done_ = 0;
  double success_ = 0;
  int judged_ = 0;
};

struct Totals {
  std::size_t failed = 0;
  std::size_t frames = 0;
  double seconds = 0;
  double success = 0;
  std::size_t judged = 0;
  std::optional<Error> first;
};

Totals totals_of(const bench::Summary& summary) {
  Totals totals;
  for (const bench::Outcome& outcome : summary.outcomes) {
    if (outcome.error) {
      ++totals.failed;
      if (!totals.first) totals.first = outcome.error;
      continue;
    }
    totals.frames += outcome.frames;
    totals.seconds += outcome.seconds;
    if (!outcome.success) continue;
    totals.success += *outcome.success;
    ++totals.judged;
  }
  return totals;
}

std::string pack(const BenchOptions& options, const bench::Plan& plan, const data::Dataset& dataset,
                 const bench::RunStore& store) {
  std::vector<std::string> names;
  for (const data::Sequence& sequence : dataset.sequences) names.push_back(sequence.name);
  auto folder = std::filesystem::absolute(options.out).lexically_normal();
  if (folder.filename().empty()) folder = folder.parent_path();
  const std::string file = folder.filename().string() + ".zip";
  store.write(file, bench::pack_results(store.folder(), plan.layout, names, plan.repetitions));
  return options.out + "/" + file;
}

nlohmann::ordered_json document(const nlohmann::ordered_json& identity,
                                const bench::RunStore& store, const bench::Summary& summary) {
  nlohmann::ordered_json json = {
      {"run", store.folder()}, {"made_by", identity}, {"state", store.state()}};
  json["sequences"] = nlohmann::ordered_json::object();
  for (const bench::Outcome& outcome : summary.outcomes) {
    auto& one = json["sequences"][outcome.sequence];
    one = {{"frames", outcome.frames}, {"seconds", outcome.seconds}};
    if (outcome.success) one["success"] = *outcome.success;
    if (outcome.error) one["error"] = outcome.error->what();
    one["failures"] = outcome.failures;
    one["not_finite"] = outcome.not_finite;
  }
  return json;
}

std::string text_of(const Opened& opened, const data::Dataset& dataset,
                    const bench::Summary& summary, const Totals& totals,
                    const BenchOptions& options, const Terminal& terminal) {
  const std::size_t ran = summary.outcomes.size() - totals.failed;
  std::string text = terminal.bold(options.out) + "\n";
  text += fmt::format("  model      {}, {} ({})\n", opened.model.description().name,
                      opened.benchmark.empty() ? "default settings" : opened.benchmark,
                      opened.model.description().digest.substr(0, 12));
  text += fmt::format("  sequences  {} of {}{}\n", summary.already + ran, dataset.sequences.size(),
                      dataset.partial ? " there (partial: the benchmark has more)" : "");
  if (summary.already > 0)
    text += fmt::format("  before     {} were done already\n", summary.already);
  if (totals.failed > 0) text += fmt::format("  failed     {}\n", totals.failed);
  if (totals.seconds > 0) {
    text += fmt::format("  speed      {:.1f} fps a thread, {} frames\n",
                        static_cast<double>(totals.frames) / totals.seconds, totals.frames);
  }
  if (totals.judged > 0) {
    text += fmt::format(
        "  success    {:.3f} over {} sequences of this call; siamrt eval gives the "
        "official figures\n",
        totals.success / static_cast<double>(totals.judged), totals.judged);
  }
  return text;
}

}  // namespace

int run_bench(const BenchOptions& options, const Terminal& terminal) {
  const Layers layers(options.config, options.sets);
  const JsonOutput json(options.json, options.overwrite);
  const data::Dataset dataset = open_data(options);
  const Opened opened = open_model(options, layers);
  const bench::Plan plan = plan_of(options, opened.model.options());
  const Tracker tracker(opened.model, opened.settings);
  const nlohmann::ordered_json identity = identity_of(opened, dataset, plan, options);
  const StopOnSignal stop;
  bench::RunStore store(options.out, identity, options.overwrite);
  for (const data::Missing& missing : dataset.missing)
    terminal.warn(fmt::format("{}: left out: {}", missing.sequence, missing.what));

  std::int64_t frames = 0;
  for (const data::Sequence& sequence : dataset.sequences)
    frames += sequence.frames->count() * plan.repetitions;
  bench::Summary summary;
  {
    Reporter reporter(terminal, !options.quiet, static_cast<std::int64_t>(dataset.sequences.size()),
                      frames);
    summary = bench::run_dataset(
        tracker, dataset, plan, store,
        [&](const bench::Outcome& outcome) { reporter.outcome(outcome); },
        [] { return StopOnSignal::wanted(); }, [&] { reporter.frame(); });
  }
  const Totals totals = totals_of(summary);
  if (json.wanted()) json.write(document(identity, store, summary), terminal);
  const bool said = !options.quiet && !json.to_standard_output();
  if (said) *terminal.out << text_of(opened, dataset, summary, totals, options, terminal);
  if (summary.stopped) {
    terminal.warn("interrupted; the same command goes on with what is missing");
    return exit_interrupted;
  }
  if (totals.first) {
    throw Error(totals.first->kind(),
                fmt::format("{} of {} sequences failed, the first: {}", totals.failed,
                            dataset.sequences.size(), totals.first->what()));
  }
  if (options.pack) {
    if (dataset.partial)
      refuse("--pack: sequences of the benchmark are missing; the server wants all");
    const std::string file = pack(options, plan, dataset, store);
    if (said) *terminal.out << "  upload     " << file << "\n";
  }
  return exit_done;
}

}  // namespace siamrt::cli
