#include "cli/demo.hpp"
#include "cli/exit_codes.hpp"
#include "cli/layers.hpp"
#include "cli/progress.hpp"
#include "cli/stats.hpp"
#include "cli/stop.hpp"
#include "cli/table.hpp"
#include "cli/track_options.hpp"
#include "media/frame_sink.hpp"
#include "media/overlay.hpp"
#include "synth/clip.hpp"
#include "ui/display.hpp"
#include "ui/view.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>

namespace siamrt::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// Where the pictures go: a window, a video or both.
struct Stage {
  bool view = false;
  std::string video;  ///< empty: none
};

Stage stage_for(const DemoOptions& options) {
  Stage stage;
  stage.video = options.out;
  // find_display() forks: it comes before anything that starts threads.
  stage.view = !options.no_window && ui::find_display().usable;
  if (!stage.view && stage.video.empty()) stage.video = free_demo_name();
  return stage;
}

/// The user's own video is work for `siamrt track`.
int follow_input(const DemoOptions& options, const Terminal& terminal) {
  TrackOptions track;
  track.input = options.input;
  track.model = options.model;
  track.boxes = options.boxes;
  track.threads = options.threads;
  track.overwrite = options.overwrite;
  track.no_window = options.no_window;
  track.quiet = options.quiet;
  track.out = stage_for(options).video;
  return run_track(track, terminal);
}

synth::SceneOptions scene_for(const DemoOptions& options) {
  synth::SceneOptions scene;
  scene.frames = options.frames;
  const std::vector<std::string>& names = synth::world_names();
  const std::string wanted = options.world.empty() ? "hills" : options.world;
  const auto world = std::find(names.begin(), names.end(), wanted);
  scene.world = world == names.end() ? 0 : static_cast<int>(world - names.begin());
  scene.check();
  return scene;
}

/// What the tracker made of the clip.
struct Outcome {
  std::vector<double> overlaps;  ///< of every frame but the first in which something shows
  Durations tracking;            ///< seconds a frame
  int frames = 0;
  bool ended = false;  ///< by ctrl-C or in the window
};

/// Follows the clip's target and shows every frame.
class Show {
 public:
  Show(const synth::Clip& clip, const Model& model, const Stage& stage, bool overwrite)
      : clip_(clip), name_(model.description().name) {
    if (!stage.video.empty()) video_ = media::FrameSink::open(stage.video, {25, overwrite});
    if (stage.view) {
      view_ = std::make_unique<ui::View>("siamrt demo", clip.frames.front().size());
    }
  }

  Outcome run(const Tracker& tracker, Progress& progress) {
    Outcome outcome;
    Track track = tracker.start(clip_.frames[0], clip_.truth[0]);
    Estimate estimate;
    estimate.box = clip_.truth[0];
    estimate.score = 1;
    for (size_t i = 0; i < clip_.frames.size() && !outcome.ended; ++i) {
      if (i > 0) {
        const Clock::time_point start = Clock::now();
        estimate = track.next(clip_.frames[i]);
        outcome.tracking.add(std::chrono::duration<double>(Clock::now() - start).count());
        if (!clip_.visibility[i].absent()) {
          outcome.overlaps.push_back(iou(estimate.box, clip_.truth[i]));
        }
      }
      ++outcome.frames;
      outcome.ended = !show(i, estimate) || StopOnSignal::wanted();
      progress.update(outcome.frames, "tracking");
    }
    if (video_) video_->finish();
    return outcome;
  }

 private:
  bool show(size_t i, const Estimate& estimate) {
    Frame canvas = clip_.frames[i].clone();
    const double overlap = iou(estimate.box, clip_.truth[i]);
    overlay_.draw(canvas, {{0, estimate.box, estimate.score, estimate.lost, clip_.truth[i]}},
                  {name_, fmt::format("frame\t{}", i), fmt::format("overlap\t{:.2f}", overlap)});
    if (video_) video_->write(canvas);
    return !view_ || view_->show(canvas, StopOnSignal::wanted);
  }

  const synth::Clip& clip_;
  std::string name_;
  media::Overlay overlay_;
  std::unique_ptr<media::FrameSink> video_;
  std::unique_ptr<ui::View> view_;
};

void report(const Outcome& outcome, const synth::Scene& scene, const Model& model,
            const Stage& stage, const Terminal& terminal) {
  const double speed = outcome.tracking.sum() > 0
                           ? static_cast<double>(outcome.tracking.count()) / outcome.tracking.sum()
                           : 0;
  std::vector<std::pair<std::string, std::string>> rows = {
      {"clip", fmt::format("{} frames, a {} ({}), rendered", outcome.frames, scene.target(),
                           scene.place())},
      {"model", fmt::format("{}, {} thread{}", model.description().name, model.options().threads,
                            model.options().threads == 1 ? "" : "s")},
      {"mean success", fmt::format("{:.3f}", mean_success(outcome.overlaps))},
      {"speed", fmt::format("{:.0f} frames/s, median {:.1f} ms a frame", speed,
                            outcome.tracking.percentile(0.5) * 1000)}};
  if (!stage.video.empty()) rows.emplace_back("video", stage.video);
  *terminal.out << facts(rows);
}

int follow_rendered(const DemoOptions& options, const Terminal& terminal) {
  if (!options.boxes.empty()) {
    throw Error(Error::Kind::usage, "--box: the rendered clip has its own; give INPUT with it");
  }
  const synth::SceneOptions scene_options = scene_for(options);
  const Stage stage = stage_for(options);
  const StopOnSignal stop;
  ModelOptions how;
  if (options.threads) how.threads = threads_from(*options.threads);
  const Model model = Model::open(options.model, how);  // first, so that a wrong name costs no time
  const synth::Scene scene(static_cast<std::uint64_t>(options.seed.value_or(3)), scene_options);
  Progress progress(terminal, !options.quiet, "frame", scene_options.frames);
  const auto clip = synth::render_clip(scene, 0, scene_options.frames, [&](int frames) {
    progress.update(frames, "rendering");
    return !StopOnSignal::wanted();
  });
  if (!clip) return exit_interrupted;
  Show show(*clip, model, stage, options.overwrite);
  const Outcome outcome = show.run(Tracker(model), progress);
  progress.clear();
  report(outcome, scene, model, stage, terminal);
  return StopOnSignal::wanted() ? exit_interrupted : exit_done;
}

}  // namespace

int run_demo(const DemoOptions& options, const Terminal& terminal) {
  return options.input.empty() ? follow_rendered(options, terminal)
                               : follow_input(options, terminal);
}

double mean_success(const std::vector<double>& overlaps) {
  if (overlaps.empty()) return 0;
  constexpr int steps = 20;
  long long above = 0;
  for (const double overlap : overlaps) {
    for (int i = 0; i <= steps; ++i) above += overlap > i * 0.05 ? 1 : 0;
  }
  return static_cast<double>(above) / static_cast<double>(overlaps.size() * (steps + 1));
}

std::string free_demo_name() {
  std::string name = "demo.mp4";
  std::error_code code;
  for (int i = 2; std::filesystem::exists(name, code); ++i) name = fmt::format("demo-{}.mp4", i);
  return name;
}

}  // namespace siamrt::cli
