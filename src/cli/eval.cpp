#include "cli/eval.hpp"

#include "cli/common_options.hpp"
#include "cli/eval_options.hpp"
#include "cli/json_output.hpp"
#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "eval/results.hpp"

#include <memory>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt eval --dataset otb2015 --annotations OTB100.json.xz --results ATOM",
       "success and precision of the result files in ATOM/, as OTB's own tool prints them"},
      {"siamrt eval --dataset otb2015 --data OTB2015 --results runs/v3 --profile all",
       "the same results as every toolkit scores them"},
      {"siamrt eval --dataset otb2015 --annotations OTB100.json --results ATOM --explain -p "
       "otb-matlab "
       "-p otb-pysot",
       "why two toolkits differ, by sequence and frame"},
      {"siamrt eval --dataset vot2018 --annotations VOT2018.json.xz --results VOT2018.tar.xz",
       "accuracy, robustness and EAO of all trackers in an archive"},
      {"siamrt eval --dataset otb2015 --annotations OTB100.json.xz --results runs --report report",
       "plots and tables for a paper, and a page to look through: report/index.html"},
      {"siamrt eval --dataset folder --data sequences --results mine=runs/v3 --json figures.json",
       "own sequences; every figure in full precision"},
  };
}

Group input_group(EvalOptions& options) {
  return {
      "Data set and results",
      {{"dataset", 'd', "NAME", "the benchmark, or folder for own sequences", &options.dataset,
        Completes::choices, data::dataset_names(), true},
       {"data", 0, "DIR", "the benchmark's unpacked download", &options.data, Completes::folder},
       {"annotations", 'a', "FILE",
        "annotation JSON of pysot's kind, plain or .xz; no frames are needed", &options.annotations,
        Completes::file},
       {"results",
        'r',
        "PLACE",
        "a run of siamrt bench, a folder of any toolkit's result files or of several trackers', "
        "or an archive of such (.zip, .tar.xz, ...); NAME=PLACE names the tracker; may be "
        "given again",
        &options.results,
        Completes::file,
        {},
        true},
       {"layout", 0, "NAME", "how result files lie, where it is not found out right (see Layouts)",
        &options.layout, Completes::choices, eval::layout_names()},
       {"available", 0, "",
        "score what is there; without it missing sequences are an error. Figures are marked as "
        "partial",
        &options.available}}};
}

Group figures_group(EvalOptions& options) {
  std::vector<std::string> profiles = eval::profile_names();
  profiles.emplace_back("all");
  return {
      "Figures",
      {{"profile", 'p', "NAME",
        "whose arithmetic (see Profiles); all for every one meant for the data set; may be given "
        "again (default: the data set's own toolkit)",
        &options.profiles, Completes::choices, profiles},
       {"explain", 0, "", "why two profiles differ, by sequence and frame", &options.explain},
       {"attributes", 0, "", "a table by attribute as well", &options.show_attributes},
       {"sequences", 0, "", "a table by sequence as well", &options.show_sequences},
       {"sequence", 0, "NAME", "show this sequence only; may be given again", &options.sequences},
       {"group", 'g', "NAME=PATTERN",
        "trainings of one network: mean, deviation and range over the trackers whose names fit "
        "(* stands for anything); may be given again",
        &options.groups}}};
}

Group output_group(EvalOptions& options) {
  return {"Output",
          {json_option(&options.json),
           {"report", 0, "DIR",
            "plots (SVG, PNG, PDF), tables (Markdown, LaTeX, CSV, JSON) and one page, "
            "DIR/index.html, that shows them all; with --data also frames of the worst sequences",
            &options.report, Completes::folder},
           overwrite_option(&options.overwrite),
           quiet_option(&options.quiet)}};
}

std::vector<Section> sections() {
  return {
      {"Profiles",
       {"otb-matlab      OTB's own MATLAB tool       lasot-official  LaSOT's own MATLAB tool",
        "otb-pysot       pysot's toolkit             lasot-got10k, lasot-pysot, lasot-pytracking",
        "otb-got10k      the GOT-10k toolkit         uav-got10k, uav-pytracking",
        "otb-pytracking  pytracking (percent)        got10k          AO and SR of GOT-10k",
        "otb-trackit     TracKit                     vot-pysot       accuracy, robustness, EAO",
        "folder          siamrt's own                trackingnet     TrackingNet (percent)",
        "docs/protocols.md says what each counts and why two differ."}},
      {"Figures",
       {"auc: mean of the success curve; sr50, op50: share above overlap 0.5; prec20: share within",
        "20 pixels; nprec20: normalised error within 0.2; ao: mean overlap. 0..1, or percent where",
        "the toolkit prints percent. In brackets: 95 % interval over sequences (bootstrap)."}},
      {"Layouts",
       {"siamrt      RUN/run.json, RUN/results/SEQ.txt",
        "text        TRACKER/SEQ.txt, times/SEQ_time.txt or SEQ_time.txt beside",
        "vot         TRACKER/baseline/SEQ/SEQ_001.txt",
        "got10k      TRACKER/SEQ/SEQ_001.txt, SEQ_time.txt",
        "pytracking  TRACKER_000/SEQ.txt, one folder a run",
        "lasot       TRACKER_tracking_result/SEQ.txt", "matlab      SEQ_TRACKER.mat"}},
  };
}

}  // namespace

Command eval_command() {
  auto options = std::make_shared<EvalOptions>();
  Command command;
  command.name = "eval";
  command.summary = "figures of result files, equal to those of each benchmark's own toolkit";
  command.examples = examples();
  command.groups = {input_group(*options), figures_group(*options), output_group(*options)};
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_eval(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
