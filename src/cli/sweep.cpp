#include "cli/sweep.hpp"

#include "cli/common_options.hpp"
#include "cli/json_output.hpp"
#include "cli/sweep_options.hpp"
#include "data/dataset.hpp"
#include "eval/figures.hpp"

#include <memory>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt sweep ocean.pt --checkpoints 'snapshot/checkpoint_e*.pth' --dataset otb2015 --data "
       "OTB2015",
       "which epoch is best? Table, curve and winner; results in sweep-ocean-otb2015"},
      {"siamrt sweep siamfcpp.pt -C 'snapshots/*.pkl' -d otb2015 --data OTB2015 --watch",
       "goes on as training writes new snapshots, until ctrl-C"},
      {"siamrt sweep ocean.pt -C 'snapshot/*.pth' -d got10k_val --data GOT-10k --screen 20",
       "all on 20 random sequences first; only those that could still win go on"},
      {"siamrt sweep ocean.pt -C 'snapshot/*.pth' -d otb2015 --data OTB2015 --shard 2/4 --out s2",
       "the second of four parts, for a machine of its own"},
      {"siamrt sweep --merge s1 --merge s2 --merge s3 --merge s4 --out whole",
       "joins them: the same table as one machine's"},
  };
}

Group input_group(SweepOptions& options) {
  return {"Network and data set",
          {{"checkpoints", 'C', "PATTERN",
            "raw weights as training writes them (.pth, .pkl); a pattern in quotes or a file; may "
            "be given again",
            &options.checkpoints, Completes::file},
           {"dataset", 'd', "NAME", "the benchmark, or folder for own sequences",
            &options.bench.dataset, Completes::choices, data::dataset_names()},
           {"data", 0, "DIR", "the benchmark's unpacked download", &options.bench.data,
            Completes::folder},
           annotations_option(&options.bench.annotations),
           {"available", 0, "",
            "run the sequences that are there; without it a missing one is an error",
            &options.bench.available}}};
}

Group run_group(SweepOptions& options) {
  return {
      "Work",
      {{"out", 'o', "FOLDER",
        "folder of the sweep (default: sweep-ARCHIVE-DATASET); what it lacks is run",
        &options.bench.out, Completes::folder},
       {"jobs", 'j', "N",
        "sequences side by side, one network thread each (default: one a core). Results are the "
        "same for any N",
        &options.bench.jobs},
       {"memory", 0, "SIZE",
        "what the networks held at once may take, as in 512MiB or 8GiB (default: 2GiB); frames are "
        "decoded once for as many checkpoints as that allows",
        &options.memory},
       {"watch", 'w', "", "go on with new checkpoints as they are written, until ctrl-C",
        &options.watch},
       {"screen", 0, "N",
        "successive halving: all on N random sequences first, then on twice as many, ...; those "
        "that are surely (95 %) not the best are left out",
        &options.screen},
       {"shard", 0, "I/N", "every N-th piece of the work only, beginning with the I-th",
        &options.shard},
       {"merge", 0, "FOLDER",
        "no work: join the folder of a shard with the others; may be given again", &options.merge,
        Completes::folder}}};
}

Group figures_group(SweepOptions& options) {
  return {"Figures and output",
          {{"profile", 'p', "NAME",
            "whose arithmetic (default: the data set's own toolkit; siamrt eval --help lists them)",
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
       {"FOLDER/report/index.html                    table and plots on one page",
        "FOLDER/report/sweep.md, .tex, .csv, .json   the table",
        "FOLDER/report/epochs.svg, .png              figures against epoch",
        "FOLDER/report/heat_map.svg, .png            sequences by epochs",
        "FOLDER/sweep.json                           which checkpoint is which run",
        "FOLDER/runs/KEY                             results, as of siamrt bench"}},
      {"Going on",
       {"Stopped by ctrl-C, a kill or a power cut, the same command goes on with what is missing.",
        "A checkpoint that was added is evaluated, the others are not run again; one whose weights",
        "changed under the same name is another one.",
        "A checkpoint that cannot be read or does not fit is listed as failed; the others go on,",
        "and the exit code tells."}},
  };
}

}  // namespace

Command sweep_command() {
  auto options = std::make_shared<SweepOptions>();
  Command command;
  command.name = "sweep";
  command.summary = "which checkpoint of a training is best: all of them over a benchmark";
  command.examples = examples();
  command.arguments = {{"ARCHIVE", 0, "",
                        "the network, as scripts/export wrote it: gives architecture and settings "
                        "(default: the built-in model)",
                        &options->bench.model, Completes::archive}};
  command.groups = {input_group(*options), run_group(*options), figures_group(*options),
                    settings_group(options->bench)};
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_sweep(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
