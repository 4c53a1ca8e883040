#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/layers.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "cli/timed_source.hpp"
#include "cli/track_loop.hpp"
#include "cli/track_options.hpp"
#include "cli/track_report.hpp"
#include "cli/track_sinks.hpp"
#include "cli/track_window.hpp"
#include "core/numbers.hpp"
#include "media/prefetch.hpp"
#include "ui/display.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace siamrt::cli {
namespace {

[[noreturn]] void refuse(Error::Kind kind, const std::string& line) { throw Error(kind, line); }

std::vector<Box> boxes_from(const TrackOptions& options) {
  std::vector<Box> boxes;
  for (const std::string& text : options.boxes) boxes.push_back(core::parse_box(text));
  return boxes;
}

/// The display, looked for only where a window is wanted. Drawing the box needs one: Error(system)
/// that says how to go on without.
ui::Display look_for_display(const TrackOptions& options) {
  const bool must_pick = options.boxes.empty();
  if (options.no_window && !must_pick) return {};
  ui::Display display = ui::find_display();
  if (must_pick && !display.usable) {
    refuse(
        Error::Kind::system,
        fmt::format("no display to draw the box in ({}); give it as --box x,y,w,h", display.what));
  }
  if (must_pick && options.no_window)
    refuse(Error::Kind::usage, "--no-window: nothing to follow; give --box x,y,w,h");
  return display;
}

/// The source at the first frame wanted, reading ahead, its reading timed.
std::unique_ptr<FrameSource> open_source(const TrackOptions& options,
                                         const std::shared_ptr<ReadTimes>& times) {
  std::unique_ptr<FrameSource> source = FrameSource::open(options.input);
  const long long start = options.start.value_or(0);
  const auto count = source->count();
  if (start > 0 && count && start >= *count) {
    refuse(Error::Kind::input, fmt::format("{}: --start {}: there are {} frames, counted from 0",
                                           options.input, start, *count));
  }
  if (start > 0 && !source->seek(start)) {
    refuse(Error::Kind::usage,
           fmt::format("{}: --start: a camera or stream has no frame numbers", options.input));
  }
  return media::read_ahead(timed(std::move(source), times));
}

Frame first_frame(FrameSource& source, const std::string& input) {
  Frame frame;
  switch (source.next(frame)) {
    case FrameSource::Read::frame:
      return frame;
    case FrameSource::Read::unreadable:
      refuse(Error::Kind::input,
             fmt::format("{}: does not decode; the first frame has to, because the box is on it",
                         source.name()));
    case FrameSource::Read::end:
      break;
  }
  refuse(Error::Kind::input, fmt::format("{}: no frames", input));
}

/// Frames still to come after `--start`, as far as known.
std::optional<std::int64_t> frames_to_come(const TrackOptions& options, const FrameSource& source) {
  std::optional<std::int64_t> total = source.count();
  if (total) total = std::max<std::int64_t>(1, *total - options.start.value_or(0));
  if (options.frames && (!total || *options.frames < *total)) total = *options.frames;
  return total;
}

void show_result(const TrackOptions& options, const TrackReport& report, const Model& model,
                 const Terminal& terminal) {
  const JsonOutput json(options.json, true);  // check_outputs() has refused what exists
  if (json.wanted()) json.write(report_json(report, model), terminal);
  const bool out_is_taken = json.to_standard_output() || options.box_file == "-";
  if (!options.quiet && !out_is_taken) *terminal.out << report_text(report, model, terminal);
}

void check_options(const TrackOptions& options) {
  if (options.frames && *options.frames < 1)
    refuse(Error::Kind::usage, "--frames: 0, expected at least 1");
  constexpr long long most_lost = 100000;
  if (options.relocate && (*options.relocate < 1 || *options.relocate > most_lost)) {
    refuse(Error::Kind::usage,
           fmt::format("--relocate: {}, expected 1 to {} frames", *options.relocate, most_lost));
  }
  if (options.box_file == "-" && options.json.given && options.json.file.empty()) {
    refuse(Error::Kind::usage,
           "--boxes - and --json both want standard output; give one of them a file");
  }
  check_outputs(options);
}

/// In a window people decide what is followed and for how long. A run whose boxes are given and
/// whose results go to files needs nobody and ends by itself.
bool is_for_people(const TrackOptions& options) {
  const bool files = !options.out.empty() || !options.box_file.empty() || options.json.given;
  return !options.no_window && (options.boxes.empty() || !files);
}

}  // namespace

Opened open_model(const TrackOptions& options, const Layers& layers) {
  ModelOptions how;
  std::string benchmark;
  layers.apply(how, benchmark);
  if (options.benchmark) benchmark = *options.benchmark;
  if (options.precision) how.precision = precision_from(*options.precision);
  if (options.threads) how.threads = threads_from(*options.threads);
  if (options.device) how.device = *options.device;
  Model model = Model::open(options.model, how);
  Settings settings = model.description().settings_for(benchmark);
  layers.apply(settings);
  return {std::move(model), benchmark, settings};
}

int run_track(const TrackOptions& options, const Terminal& terminal) {
  const std::vector<Box> boxes = boxes_from(options);
  const Layers layers(options.config, options.sets);
  check_options(options);
  const ui::Display display = look_for_display(options);  // forks: before threads are started
  const StopOnSignal stop;
  if (display.usable && is_for_people(options))
    return run_track_window(options, layers, boxes, terminal);

  const auto times = std::make_shared<ReadTimes>();
  const std::unique_ptr<FrameSource> source = open_source(options, times);
  const Frame first = first_frame(*source, options.input);
  const Opened opened = open_model(options, layers);

  TrackReport report;
  report.input = options.input;
  report.archive = options.model;
  report.benchmark = opened.benchmark;
  report.settings = opened.settings;
  const Tracker tracker(opened.model, opened.settings);
  TrackLoop loop(tracker, *source, report, terminal);
  loop.relocate_after(static_cast<int>(options.relocate.value_or(0)));
  loop.start(first, boxes);
  const bool view = display.usable && !options.no_window;
  if (!view && !options.no_window && !options.quiet) {
    *terminal.err << "siamrt: no live view: " << display.what << '\n';
  }
  Sinks sinks(options, terminal, first.size(), source->fps(), boxes.size(),
              opened.model.description().name, view);
  Progress progress(terminal, !options.quiet, "frame", frames_to_come(options, *source));
  loop.run(sinks, progress, options.frames);
  report.read = times->get();
  progress.clear();
  sinks.finish();
  report.written = sinks.written();
  show_result(options, report, opened.model, terminal);
  loop.check_network();
  return report.interrupted ? exit_interrupted : exit_done;
}

}  // namespace siamrt::cli
