#include "cli/track_sinks.hpp"

#include "cli/box_writer.hpp"
#include "cli/json_output.hpp"
#include "cli/stop.hpp"
#include "media/frame_sink.hpp"
#include "media/overlay.hpp"
#include "ui/view.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <exception>
#include <filesystem>

namespace siamrt::cli {
namespace {

std::vector<media::Drawn> drawn(const std::vector<Mark>& marks) {
  std::vector<media::Drawn> list;
  for (size_t i = 0; i < marks.size(); ++i) {
    const Mark& mark = marks[i];
    list.push_back({static_cast<int>(i), mark.box, mark.score, mark.lost || mark.held, {}});
  }
  return list;
}

/// Lines at the picture's edge.
std::vector<std::string> panel(const std::string& model, std::int64_t number,
                               const std::vector<Mark>& marks) {
  bool held = false;
  for (const Mark& mark : marks) held = held || mark.held;
  return {model, fmt::format("frame {}{}", number, held ? " (last box kept)" : "")};
}

}  // namespace

struct Sinks::Inside {
  std::unique_ptr<media::FrameSink> video;
  std::unique_ptr<BoxWriter> boxes;
  std::unique_ptr<ui::View> view;
  media::Overlay overlay;
  std::string model;
  std::string video_path;
  std::string box_path;
  std::vector<std::string> written;
  std::exception_ptr failure;

  /// Runs one step of finishing; the first failure is kept and told at the end.
  template <typename Step>
  void attempt(const std::string& path, Step step) {
    try {
      step();
      if (path != "-") written.push_back(path);
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  }
};

Sinks::Sinks(const TrackOptions& options, const Terminal& terminal, cv::Size frame, double fps,
             size_t targets, const std::string& model, bool with_view)
    : inside_(std::make_unique<Inside>()) {
  inside_->model = model;
  inside_->video_path = options.out;
  inside_->box_path = options.box_file;
  if (!options.box_file.empty()) {
    inside_->boxes = std::make_unique<BoxWriter>(options.box_file, *terminal.out, targets);
  }
  if (!options.out.empty()) {
    inside_->video = media::FrameSink::open(options.out, {fps, options.overwrite});
  }
  if (with_view) inside_->view = std::make_unique<ui::View>("siamrt: " + options.input, frame);
}

Sinks::~Sinks() = default;

bool Sinks::add(const Frame& frame, std::int64_t number, const std::vector<Mark>& marks) {
  if (inside_->boxes) inside_->boxes->add(number, marks);
  if (!inside_->video && !inside_->view) return true;
  Frame canvas = frame.clone();
  inside_->overlay.draw(canvas, drawn(marks), panel(inside_->model, number, marks));
  if (inside_->video) inside_->video->write(canvas);
  return !inside_->view || inside_->view->show(canvas, StopOnSignal::wanted);
}

void Sinks::finish() {
  if (inside_->boxes) inside_->attempt(inside_->box_path, [this] { inside_->boxes->finish(); });
  if (inside_->video) inside_->attempt(inside_->video_path, [this] { inside_->video->finish(); });
  if (inside_->failure) std::rethrow_exception(inside_->failure);
}

const std::vector<std::string>& Sinks::written() const { return inside_->written; }

void check_outputs(const TrackOptions& options) {
  for (const std::string& path : {options.out, options.box_file, options.json.file}) {
    if (path.empty() || path == "-") continue;
    std::error_code unknown;
    if (std::filesystem::equivalent(path, options.input, unknown)) {
      throw Error(Error::Kind::usage, path + ": is the input itself; name another file");
    }
    const bool folder = std::filesystem::is_directory(path, unknown);
    // A folder for pictures is media's to judge: an empty one may be filled.
    if (!(folder && path == options.out)) refuse_existing(path, options.overwrite);
  }
}

}  // namespace siamrt::cli
