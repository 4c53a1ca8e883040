#include "cli/bench.hpp"

#include "bench/result_text.hpp"
#include "cli/bench_options.hpp"
#include "cli/common_options.hpp"
#include "cli/json_output.hpp"
#include "data/dataset.hpp"

#include <memory>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt bench --model nanotrack_v3.pt --dataset otb2015 --data OTB2015 --out runs/v3",
       "all of OTB2015, one sequence a core; siamrt eval --results runs/v3 gives the figures"},
      {"siamrt bench -m nanotrack_v3.pt -d folder --data sequences --out runs/own --jobs 2",
       "own sequences (folders or .tar/.zip in OTB's or GOT-10k's layout), two at a time"},
      {"siamrt bench -m siamfcpp_googlenet.pt -d got10k_test --data GOT-10k --out runs/g --pack",
       "and the archive to upload to the server"},
      {"siamrt bench -m nanotrack_v3.pt -d vot2018 --data VOT2018 --out runs/v --available",
       "a supervised run over those sequences that are there"},
  };
}

Group input_group(BenchOptions& options) {
  return {"Tracker and data set",
          {{"model", 'm', "ARCHIVE",
            "the network, as scripts/export wrote it (default: the built-in model)", &options.model,
            Completes::archive},
           {"dataset", 'd', "NAME", "the benchmark, or folder for own sequences", &options.dataset,
            Completes::choices, data::dataset_names(), true},
           {"data",
            0,
            "DIR",
            "the benchmark's unpacked download",
            &options.data,
            Completes::folder,
            {},
            true},
           annotations_option(&options.annotations),
           {"available", 0, "",
            "run the sequences that are there; without it a missing one is an error",
            &options.available}}};
}

Group run_group(BenchOptions& options) {
  return {
      "Run and output",
      {{"out",
        'o',
        "RUN",
        "folder of the run; what it lacks is run, finished sequences are not run again",
        &options.out,
        Completes::folder,
        {},
        true},
       {"jobs", 'j', "N",
        "sequences side by side, one network thread each (default: one a core). Results are the "
        "same for any N",
        &options.jobs},
       {"layout", 0, "NAME", "how result files are laid out (see Results)", &options.layout,
        Completes::choices, bench::layout_names()},
       {"repetitions", 0, "N",
        "runs of every sequence (default: 1 on the CPU, where runs are equal; else GOT-10k 3, VOT "
        "15)",
        &options.repetitions},
       {"unsupervised", 0, "", "VOT: one pass, without starting anew after failures",
        &options.unsupervised},
       {"pack", 0, "", "got10k_test and trackingnet: RUN/RUN.zip to upload to the server",
        &options.pack},
       json_option(&options.json),
       {"overwrite", 0, "", "remove the run's old results and start over", &options.overwrite},
       quiet_option(&options.quiet)}};
}

std::vector<Section> sections() {
  return {
      {"Results",
       {"RUN/run.json   model digest, settings, data set, versions; state of the run",
        "text    results/SEQ.txt, times/SEQ.txt        x,y,w,h in full precision",
        "got10k  results/SEQ/SEQ_001.txt, SEQ_time.txt  three decimals; GOT-10k's own",
        "vot     results/baseline/SEQ/SEQ_001.txt       1 start, 2 failure, 0 skipped; VOT's own",
        "Boxes count from 1 where the benchmark's truth does (OTB, LaSOT, ...).",
        "The first line is the truth."}},
      {"Going on",
       {"Stopped by ctrl-C, a kill or a power cut, the same command goes on with what is missing.",
        "A run made with another model, setting or version is refused; --overwrite starts over.",
        "A sequence that fails is reported and the others go on; the exit code tells."}},
  };
}

}  // namespace

Command bench_command() {
  auto options = std::make_shared<BenchOptions>();
  Command command;
  command.name = "bench";
  command.summary = "run a tracker over a benchmark; results on disk, to go on with";
  command.examples = examples();
  command.groups = {input_group(*options), run_group(*options), settings_group(*options)};
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_bench(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
