#include "cli/track.hpp"

#include "cli/common_options.hpp"
#include "cli/json_output.hpp"
#include "cli/track_options.hpp"

#include <siamrt/settings.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <memory>
#include <utility>

namespace siamrt::cli {
namespace {

std::vector<Example> examples() {
  return {
      {"siamrt track clip.mp4", "draw a box in the window and watch it follow"},
      {"siamrt track clip.mp4 -m nanotrack_v3.pt --box 316,140,112,115 --out followed.mp4",
       "no mouse needed; keeps an annotated video"},
      {"siamrt track clip.mp4 -m nanotrack_v3.pt --box 316,140,112,115 --boxes boxes.csv "
       "--no-window",
       "on a machine without display: one line x,y,w,h,score a frame"},
      {"siamrt track img/ -m nanotrack_v3.pt --box 10,20,64,48 --box 90,35,50,50 --out marked/",
       "two targets in a folder of pictures; pictures out"},
      {"siamrt track 0 --relocate 10", "camera 0; a lost target is looked for in the whole frame"},
      {"siamrt track clip_tracks/clip.session.json", "goes on with what w has saved in the window"},
      {"siamrt track clip.mp4 -m siamfcpp_alexnet.pt --benchmark otb2015 --set lr=0.45",
       "settings of a benchmark, one of them changed"},
  };
}

Group input_group(TrackOptions& options) {
  return {"Target and frames",
          {{"model", 'm', "ARCHIVE",
            "the network, as scripts/export wrote it (default: the built-in model)", &options.model,
            Completes::archive},
           {"box", 'b', "X,Y,W,H",
            "the target on the first frame, in pixels; once for each target (default: drawn in the "
            "window)",
            &options.boxes},
           {"start", 0, "N", "frame on which the boxes are given, counted from 0", &options.start},
           {"frames", 0, "N", "read N frames at most, the first included", &options.frames},
           {"relocate", 0, "N",
            "search the whole frame for a target after N lost frames (default: never)",
            &options.relocate}}};
}

Group output_group(TrackOptions& options) {
  return {"Output",
          {{"out", 'o', "FILE",
            "annotated video (.mp4, .avi, ...), or a folder for one picture a frame", &options.out,
            Completes::file},
           {"boxes", 0, "FILE.csv", "one line a frame (see Box file); - is standard output",
            &options.box_file, Completes::file},
           json_option(&options.json),
           overwrite_option(&options.overwrite),
           {"no-window", 0, "", "no window; the boxes have to be given", &options.no_window},
           quiet_option(&options.quiet)}};
}

Group network_group(TrackOptions& options) {
  return {
      "Settings",
      {{"benchmark", 0, "NAME",
        "the archive's settings for this benchmark (siamrt info lists them)", &options.benchmark},
       {"config", 'c', "FILE", "YAML file of settings (see Settings, in order)", &options.config,
        Completes::file},
       set_option(&options.sets),
       precision_option(&options.precision),
       {"threads", 't', "N", "threads of the network, 0 for all cores", &options.threads},
       device_option(&options.device)}};
}

std::vector<Section> sections() {
  std::vector<std::string> keys = {
      "Later ones win: built in, the archive's description, --benchmark, --config, --set,",
      "other options. A config file holds `key: value` lines. Keys:"};
  std::string line;
  for (const std::string& key : Settings::keys()) {
    if (line.size() + key.size() > 70) keys.push_back("  " + std::exchange(line, ""));
    line += (line.empty() ? "" : " ") + key;
  }
  keys.push_back("  " + line);
  keys.push_back("  benchmark precision threads device");
  return {
      {"Input",
       {"a video file; a folder of pictures (natural order); a pattern (img/%04d.jpg, "
        "'img/*.png');",
        "a list file (.txt, one path a line); a camera's number; a stream (rtsp://..., "
        "http://...);",
        "a session that the window has saved (.json)"}},
      {"Box file",
       {"One target:      x,y,w,h,score           line n is frame n; the given box is the first "
        "line",
        "Several targets: frame,target,x,y,w,h,score   one line a target, counted from 0 and from "
        "1",
        "Pixels, counted from 0, top-left corner; score 0..1. A frame that could not be tracked "
        "(it did",
        "not decode, has another size, or the network gave no number) repeats the last box with "
        "score 0."}},
      {"Settings, in order", keys},
      {"The window",
       {"Opens where there is a display. Drag draws a box, Enter starts, n keeps it for one",
        "more; s draws a target again on any frame, x removes it; space pauses, . and , step,",
        "[ and ] change the speed, o shows what the network sees, w saves video, boxes or the",
        "session, v records a camera; ctrl-z undoes, the wheel zooms, h lists the keys, q ends.",
        "--out, --boxes and --json are written when it is closed. With --box and one of these",
        "the run ends by itself and the window only shows it (space pauses, q or Esc ends)."}},
      {"While it runs",
       {"ctrl-C ends the work: files written so far are completed, exit code 130."}},
  };
}

}  // namespace

Command track_command() {
  auto options = std::make_shared<TrackOptions>();
  Command command;
  command.name = "track";
  command.summary = "follow targets through a video, pictures, a camera or a stream";
  command.examples = examples();
  command.arguments = {{"INPUT",
                        0,
                        "",
                        "what to read frames from (see Input)",
                        &options->input,
                        Completes::file,
                        {},
                        true}};
  command.groups = {input_group(*options), output_group(*options), network_group(*options)};
  command.sections = sections();
  command.run = [options](Terminal& terminal) { return run_track(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
