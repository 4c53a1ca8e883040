#include "cli/bench_setup.hpp"

#include "bench/pack.hpp"
#include "cli/json_output.hpp"
#include "cli/layers.hpp"
#include "core/digest.hpp"
#include "core/numbers.hpp"
#include "model/machine.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <version.hpp>

namespace siamrt::cli {
namespace {

constexpr long long most_jobs = 1024;

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

/// A number from `least`; 0 and nothing stand for `otherwise`.
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

void check_pack(const BenchOptions& options, const data::Dataset& dataset,
                const bench::Plan& plan) {
  if (!options.pack) return;
  if (!bench::can_pack(options.dataset)) {
    refuse(
        fmt::format("--pack: no server takes results of {}; it is for got10k_test and "
                    "trackingnet",
                    options.dataset));
  }
  if (dataset.partial)
    refuse("--pack: sequences of the benchmark are missing; the server wants all of them");
  const bool got10k = options.dataset != "trackingnet";
  if (got10k != (plan.layout == bench::Layout::got10k) || (!got10k && plan.repetitions > 1)) {
    refuse(fmt::format("--pack: the server does not take --layout {} with {} repetition(s)",
                       bench::to_string(plan.layout), plan.repetitions));
  }
}

}  // namespace

OpenedModel open_model(const BenchOptions& options) {
  const Layers layers(options.config, options.sets);
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

bench::Plan plan_of(const BenchOptions& options, const data::Dataset& dataset,
                    const ModelOptions& how) {
  bench::Plan plan = bench::plan_for(options.dataset);
  if (options.unsupervised && !plan.supervised)
    refuse("--unsupervised: only VOT has supervised runs");
  if (options.unsupervised) {
    plan.supervised = false;
    plan.layout = bench::Layout::text;
  }
  if (!options.layout.empty()) plan.layout = bench::layout_from(options.layout);
  if (plan.supervised != (plan.layout == bench::Layout::vot)) {
    refuse(
        fmt::format("--layout {}: does not fit; supervised VOT runs, and only they, are laid "
                    "out as 'vot'",
                    options.layout));
  }
  const bool deterministic = how.device == "cpu";
  plan.repetitions = count_from(options.repetitions, "repetitions", 1,
                                bench::repetitions_for(options.dataset, deterministic));
  plan.jobs = count_from(options.jobs, "jobs", 0, model::usable_cores());
  check_pack(options, dataset, plan);
  return plan;
}

nlohmann::ordered_json identity_of(const OpenedModel& opened, const data::Dataset& dataset,
                                   const std::string& annotations, const bench::Plan& plan) {
  const Description& description = opened.model.description();
  const ModelOptions& how = opened.model.options();
  nlohmann::ordered_json identity = {
      {"model",
       {{"name", description.name},
        {"digest", description.digest},
        {"precision", to_string(how.precision)},
        {"device", how.device}}},
      {"benchmark", opened.benchmark},
      {"settings", json_of(opened.settings)},
      {"dataset", {{"name", dataset.name}, {"one_based", dataset.one_based}}},
      {"run",
       {{"mode", plan.supervised ? "supervised" : "one pass"},
        {"layout", to_string(plan.layout)},
        {"repetitions", plan.repetitions}}},
      {"versions",
       {{"siamrt", SIAMRT_VERSION},
        {"libtorch", model::inspect_machine().torch.version},
        {"opencv", cv::getVersionString()}}}};
  if (!annotations.empty()) identity["dataset"]["annotations"] = core::sha256_of_file(annotations);
  return identity;
}

}  // namespace siamrt::cli
