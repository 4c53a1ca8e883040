#include "cli/synth.hpp"

#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "core/atomic_file.hpp"
#include "core/near.hpp"
#include "core/numbers.hpp"
#include "media/frame_sink.hpp"
#include "media/video_writer.hpp"
#include "synth/clip.hpp"
#include "synth/dataset.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>

namespace siamrt::cli {
namespace {

struct SynthOptions {
  std::string out;
  std::string layout = "otb";
  int sequences = 10;
  int frames = 120;
  std::string size = "640x360";
  std::optional<long long> seed;
  std::string format = "jpg";
  std::vector<std::string> presets;
  std::string world;
  std::string video;
  std::string boxes;
  bool overwrite = false;
  bool quiet = false;
};

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

std::vector<synth::Preset> presets_from(const std::vector<std::string>& names) {
  std::vector<synth::Preset> presets;
  for (const std::string& name : names) presets.push_back(synth::preset_named(name));
  return presets;
}

int world_from(const std::string& name) {
  if (name.empty()) return -1;
  const std::vector<std::string>& names = synth::world_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    refuse(fmt::format("--world: '{}', expected {}", name, fmt::join(names, ", ")));
  }
  return static_cast<int>(found - names.begin());
}

synth::SceneOptions scene_from(const SynthOptions& options) {
  synth::SceneOptions scene;
  const PictureSize size = parse_size(options.size);
  scene.width = size.width;
  scene.height = size.height;
  scene.frames = options.frames;
  scene.world = world_from(options.world);
  scene.check();
  return scene;
}

std::uint64_t seed_of(const SynthOptions& options) {
  return static_cast<std::uint64_t>(options.seed.value_or(1));
}

int write_set(const SynthOptions& options, const Terminal& terminal) {
  synth::DatasetOptions set;
  set.folder = options.out;
  set.layout = options.layout == "got10k" ? synth::Layout::got10k : synth::Layout::otb;
  set.sequences = options.sequences;
  set.seed = seed_of(options);
  set.format = options.format;
  set.scene = scene_from(options);
  if (!options.presets.empty()) set.presets = presets_from(options.presets);
  set.check();
  const StopOnSignal stop;
  const auto start = std::chrono::steady_clock::now();
  const long long total = static_cast<long long>(set.sequences) * set.scene.frames;
  Progress progress(terminal, !options.quiet, "frame", total);
  const bool whole = synth::write_dataset(set, [&](long long frames, const std::string& name) {
    progress.update(frames, name);
    return !StopOnSignal::wanted();
  });
  progress.clear();
  if (!whole) {
    *terminal.err << "siamrt: interrupted; " << set.folder << " holds whole sequences only\n";
    return exit_interrupted;
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  if (!options.quiet) {
    *terminal.out << fmt::format("{}: {} sequences of {} frames, {}x{}, {} layout, seed {}; {}\n",
                                 set.folder, set.sequences, set.scene.frames, set.scene.width,
                                 set.scene.height, options.layout, set.seed,
                                 clock_text(spent.count()));
  }
  return exit_done;
}

std::string box_line(const Box& b) {
  return fmt::format("{:.4f},{:.4f},{:.4f},{:.4f}\n", b.x, b.y, b.w, b.h);
}

/// Frames that are held at once.
constexpr int block = 64;

int write_clip(const SynthOptions& options, const Terminal& terminal) {
  synth::SceneOptions scene = scene_from(options);
  if (options.presets.size() > 1) refuse("--preset: given again, but --video is one clip");
  if (!options.presets.empty()) scene.preset = synth::preset_named(options.presets.front());
  if (!media::is_video_name(options.video)) {
    refuse(fmt::format("--video: {}: expected a name ending in {}", options.video,
                       media::video_extensions()));
  }
  if (!options.boxes.empty()) refuse_existing(options.boxes, options.overwrite);
  media::FrameSink::Options how;
  how.overwrite = options.overwrite;
  const std::unique_ptr<media::FrameSink> sink = media::FrameSink::open(options.video, how);
  const StopOnSignal stop;
  Progress progress(terminal, !options.quiet, "frame", scene.frames);
  const synth::Scene source(seed_of(options), scene);
  std::string boxes;
  for (int first = 0; first < scene.frames; first += block) {
    const auto clip =
        synth::render_clip(source, first, std::min(block, scene.frames - first), [&](int frames) {
          progress.update(first + frames, "rendering");
          return !StopOnSignal::wanted();
        });
    if (!clip) return exit_interrupted;
    for (const Frame& frame : clip->frames) sink->write(frame);
    for (const Box& box : clip->truth) boxes += box_line(box);
  }
  progress.clear();
  sink->finish();
  if (!options.boxes.empty()) core::write_atomically(options.boxes, boxes);
  if (!options.quiet) {
    *terminal.out << fmt::format("{}: {} frames, {}x{}, a {} ({}), seed {}\n", options.video,
                                 scene.frames, scene.width, scene.height, source.target(),
                                 synth::to_string(scene.preset), seed_of(options));
  }
  return exit_done;
}

int run(const SynthOptions& options, const Terminal& terminal) {
  if (options.out.empty() == options.video.empty()) {
    refuse("give --out DIR for a data set or --video FILE for one clip");
  }
  return options.out.empty() ? write_clip(options, terminal) : write_set(options, terminal);
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const synth::Preset preset : synth::all_presets()) names.emplace_back(to_string(preset));
  return names;
}

std::vector<Group> groups(SynthOptions& o) {
  return {
      {"What to write",
       {{"out", 'o', "DIR", "folder of the data set; it must not hold anything yet", &o.out,
         Completes::folder},
        {"layout",
         0,
         "NAME",
         "how the set is laid out, as the benchmark of that name",
         &o.layout,
         Completes::choices,
         {"otb", "got10k"}},
        {"sequences", 'n', "N", "number of sequences (default: 10)", &o.sequences},
        {"format",
         0,
         "NAME",
         "jpg (default), or png: no loss",
         &o.format,
         Completes::choices,
         {"jpg", "png"}},
        {"video", 0, "FILE", "one clip as a video instead (.mp4, .avi, ...)", &o.video,
         Completes::file},
        {"boxes", 0, "FILE.csv", "the clip's truth beside it, one line x,y,w,h a frame", &o.boxes,
         Completes::file},
        overwrite_option(&o.overwrite),
        {"quiet", 'q', "", "no progress and no summary", &o.quiet}}},
      {"What is in it",
       {{"frames", 'f', "N", "frames of each sequence (default: 120)", &o.frames},
        {"size", 0, "WxH", "pixels (default: 640x360)", &o.size},
        {"seed", 0, "S", "whole number; another one gives other clips (default: 1)", &o.seed},
        {"preset", 'p', "NAME",
         "what the clips are hard by (see Presets); may be given again; a set takes them in turn "
         "(default: all)",
         &o.presets, Completes::choices, preset_names()},
        {"world", 'w', "NAME", "where they play (default: all in turn)", &o.world,
         Completes::choices, synth::world_names()}}}};
}

}  // namespace

PictureSize parse_size(const std::string& text) {
  const size_t cross = std::min(text.find('x'), text.size());
  const auto side = [&text](const std::string& part) {
    constexpr long long most = 1000000;
    const long long value = core::to_integer(part).value_or(-1);
    if (value >= 0 && value <= most) return static_cast<int>(value);
    refuse(fmt::format("--size: '{}', expected WIDTHxHEIGHT in pixels, as in 640x360", text));
  };
  const int width = side(text.substr(0, cross));
  return {width, side(text.substr(std::min(cross + 1, text.size())))};
}

Command synth_command() {
  auto options = std::make_shared<SynthOptions>();
  Command command;
  command.name = "synth";
  command.summary = "render data sets and clips with exact truth";
  command.examples = {
      {"siamrt synth --out rendered/", "ten sequences in OTB layout, each hard by something else"},
      {"siamrt synth --out rendered/ --layout got10k --sequences 40 --frames 100 --size 960x540",
       "every preset in every world, in GOT-10k layout"},
      {"siamrt synth --out hidden/ --preset occlusion --preset distractors --sequences 6 --seed 7",
       "three of each"},
      {"siamrt synth --video clip.mp4 --boxes clip.csv --world reef",
       "one clip as a video, its boxes beside it"},
  };
  command.groups = groups(*options);
  command.sections = {
      {"Presets",
       {"plain           steady light and size, nothing in the way",
        "scale           grows and shrinks about threefold",
        "occlusion       passes behind the foreground",
        "blur            fast, with a long exposure", "distractors     look-alikes around it",
        "illumination    light that swings, shadows that pass",
        "deformation     turns in and out of the plane, bends", "low_resolution  small and noisy",
        "out_of_view     leaves the frame and comes back",
        "everything      all of it at middling strength (the default of --video)"}},
      {"The same again",
       {"Same seed and options: same pixels, on any machine; so are PNG files with the same zlib.",
        "Sequence n depends on the seed and n alone, so a longer set begins with the shorter "
        "one."}},
  };
  command.run = [options](Terminal& terminal) { return run(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
