#include "cli/demo.hpp"

#include "cli/json_output.hpp"
#include "synth/scene.hpp"

#include <memory>

namespace siamrt::cli {

Command demo_command() {
  auto options = std::make_shared<DemoOptions>();
  DemoOptions& o = *options;
  Command command;
  command.name = "demo";
  command.summary =
      "see it at work: a rendered clip, or your video, followed by the built-in model";
  command.examples = {
      {"siamrt demo", "renders a clip, follows its target, says how well and how fast"},
      {"siamrt demo --world street --seed 7 --out street.mp4", "another clip, kept as a video"},
      {"siamrt demo clip.mp4", "your video: draw a box around the target"},
      {"siamrt demo --model nanotrack_v3.pt", "the same clip with another network"},
  };
  command.arguments = {{"INPUT", 0, "",
                        "a video or whatever else `siamrt track` reads (default: a rendered clip)",
                        &o.input, Completes::file}};
  command.groups = {
      {"Options",
       {{"model", 'm', "ARCHIVE", "the network (default: the built-in model)", &o.model,
         Completes::archive},
        {"box", 'b', "X,Y,W,H", "the target in INPUT's first frame (default: drawn in a window)",
         &o.boxes},
        {"out", 'o', "FILE",
         "annotated video (default: a window; demo.mp4 where there is no display)", &o.out,
         Completes::file},
        {"no-window", 0, "", "no live view, even where there is a display", &o.no_window},
        {"threads", 't', "N", "threads of the network, 0 for all cores", &o.threads},
        overwrite_option(&o.overwrite),
        {"quiet", 'q', "", "no progress", &o.quiet}}},
      {"The rendered clip",
       {{"world", 'w', "NAME", "where it plays (default: hills)", &o.world, Completes::choices,
         synth::world_names()},
        {"seed", 0, "S", "whole number; another one gives another clip (default: 3)", &o.seed},
        {"frames", 'f', "N", "its length (default: 120)", &o.frames}}}};
  command.sections = {
      {"What it prints",
       {"mean success  area under the success curve, 21 strict thresholds, against the rendered",
        "              truth (frames in which nothing of the target shows are left out)",
        "speed         frames a second of the tracker alone: crops, network, decoding",
        "In the picture: the estimate in colour, the truth in white."}}};
  command.run = [options](Terminal& terminal) { return run_demo(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
