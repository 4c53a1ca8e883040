#include "cli/tune.hpp"

#include "cli/common_options.hpp"
#include "cli/json_output.hpp"
#include "cli/tune_options.hpp"
#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "sweep/search.hpp"

#include <memory>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt tune nanotrack_v3.pt --dataset otb2015 --data OTB2015 --trials 100",
       "100 trials of penalty_k, window_influence and lr on half of OTB2015, judged on the other"},
      {"siamrt tune ocean.pt -d otb2015 --data OTB2015 --range lr=0.3:0.8 --range search=255,271",
       "these two only; bounds for a number, commas for a choice"},
      {"siamrt tune ocean.pt -d folder --data sequences --strategy grid --points 4",
       "every combination of four values each"},
      {"siamrt bench --model ocean.pt -d dtb70 --data DTB70 --out runs/tuned "
       "--config tuned/report/best.yaml",
       "the settings found, elsewhere"},
  };
}

Group search_group(TuneOptions& options) {
  return {"Search",
          {{"range", 'r', "KEY=RANGE",
            "a setting to search: LOW:HIGH, LOW:HIGH:STEP or VALUE,VALUE,...; may be given again "
            "(default: penalty_k=0.001:0.2, window_influence=0.15:0.65, lr=0.3:0.8)",
            &options.ranges},
           {"strategy", 0, "NAME",
            "tpe learns where good values lie, random does not, grid takes all (default: tpe)",
            &options.strategy, Completes::choices, sweep::strategy_names()},
           {"trials", 'n', "N", "settings to try; not for grid (default: 60)", &options.trials},
           {"points", 0, "N", "grid: values of each range (default: 5)", &options.points},
           {"held-out", 0, "SHARE",
            "share of the sequences that no trial sees and the winner is judged on (default: 0.5)",
            &options.held_out},
           {"seed", 0, "N", "of the split and the search (default: 1)", &options.seed}}};
}

Group input_group(TuneOptions& options) {
  return {"Network and data set",
          {{"checkpoint", 'C', "FILE", "weights in place of the archive's own", &options.checkpoint,
            Completes::file},
           {"dataset", 'd', "NAME", "the benchmark, or folder for own sequences",
            &options.bench.dataset, Completes::choices, data::dataset_names(), true},
           {"data",
            0,
            "DIR",
            "the benchmark's unpacked download",
            &options.bench.data,
            Completes::folder,
            {},
            true},
           annotations_option(&options.bench.annotations),
           {"available", 0, "",
            "use the sequences that are there; without it a missing one is an error",
            &options.bench.available},
           {"benchmark", 0, "NAME", "the archive's settings for this benchmark to start from",
            &options.bench.benchmark},
           {"config", 'c', "FILE", "YAML file of settings to start from", &options.bench.config,
            Completes::file},
           {"set", 's', "KEY=VALUE", "one setting to start from; may be given again",
            &options.bench.sets},
           precision_option(&options.bench.precision),
           device_option(&options.bench.device)}};
}

Group output_group(TuneOptions& options) {
  return {"Work and output",
          {{"out", 'o', "FOLDER", "folder of the tuning (default: tune-ARCHIVE-DATASET)",
            &options.bench.out, Completes::folder},
           {"jobs", 'j', "N", "sequences side by side (default: one a core)", &options.bench.jobs},
           {"profile", 'p', "NAME", "whose arithmetic (default: the data set's own toolkit)",
            &options.profile, Completes::choices, eval::profile_names()},
           {"unsupervised", 0, "", "VOT: one pass, without starting anew after failures",
            &options.bench.unsupervised},
           json_option(&options.bench.json),
           overwrite_option(&options.bench.overwrite),
           quiet_option(&options.bench.quiet)}};
}

std::vector<Section> sections() {
  return {
      {"Results",
       {"FOLDER/report                trials on the tuning part: tables and plots, as of a sweep",
        "FOLDER/report/held_out       the winner and the start on sequences no trial saw",
        "FOLDER/report/best.yaml      the winner, for --config",
        "Frames are decoded once for several trials. The same command goes on after a stop; more",
        "--trials go on from the ones that are there."}}};
}

}  // namespace

Command tune_command() {
  auto options = std::make_shared<TuneOptions>();
  Command command;
  command.name = "tune";
  command.summary = "search the tracker's settings for a network, with a held-out check";
  command.examples = examples();
  command.arguments = {{"ARCHIVE", 0, "",
                        "the network, as scripts/export wrote it (default: the built-in model)",
                        &options->bench.model, Completes::archive}};
  command.groups = {search_group(*options), input_group(*options), output_group(*options)};
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_tune(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
