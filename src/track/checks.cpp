#include "track/checks.hpp"

#include "track/state.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace siamrt::track {
namespace {

std::string to_text(const Box& box) {
  return fmt::format("{},{},{},{}", box.x, box.y, box.w, box.h);
}

[[noreturn]] void refuse(const Box& box, const std::string& why) {
  throw Error(Error::Kind::input, fmt::format("box {}: {}", to_text(box), why));
}

void check_search(const char* key, int search, const Description& description) {
  if (search == 0) return;
  const bool on_grid = (search - description.search_size) % description.grid_stride == 0;
  if (on_grid && search > description.template_size && description.grid_for(search) > 0) return;
  throw Error(
      Error::Kind::usage,
      fmt::format(
          "setting '{}': {} pixels do not fit {}, expected {} plus or minus a multiple of {}", key,
          search, description.name, description.search_size, description.grid_stride));
}

}  // namespace

void check_frame(const Frame& frame) {
  if (frame.empty()) throw Error(Error::Kind::input, "frame: empty, expected an 8-bit BGR image");
  if (frame.type() == CV_8UC3 && frame.dims == 2) return;
  throw Error(Error::Kind::input,
              fmt::format("frame: {} channels of {} bits, expected 8-bit BGR (CV_8UC3)",
                          frame.channels(), 8 * frame.elemSize1()));
}

void check_frame(const Frame& frame, int width, int height) {
  check_frame(frame);
  if (frame.cols == width && frame.rows == height) return;
  throw Error(Error::Kind::input,
              fmt::format("frame: {}x{} pixels, expected {}x{} as the track's first one",
                          frame.cols, frame.rows, width, height));
}

void check_box(const Box& box, const Frame& frame) {
  for (const double number : {box.x, box.y, box.w, box.h}) {
    if (!std::isfinite(number)) refuse(box, "a number is not finite, expected x,y,w,h in pixels");
  }
  for (const double side : {box.w, box.h}) {
    if (side <= 0) refuse(box, "empty, expected a width and a height above 0");
    if (side < smallest_side || side > largest_side) {
      refuse(box, fmt::format("a side of {} pixels, expected {} to {}", side, smallest_side,
                              largest_side));
    }
  }
  if (!touches(box, frame.cols, frame.rows)) {
    refuse(box, fmt::format("wholly outside the frame of {}x{} pixels", frame.cols, frame.rows));
  }
}

void check_settings(const Settings& settings, const Description& description) {
  settings.check();
  check_search("search", settings.search, description);
  check_search("search_big", settings.search_big, description);
  if (settings.online_ratio > 0 && description.online.crop == 0) {
    throw Error(Error::Kind::usage,
                fmt::format("setting 'online_ratio': {} has no online branch, expected 0",
                            description.name));
  }
}

void check_tracks(const std::vector<Track*>& tracks, const Model& model) {
  for (size_t n = 0; n < tracks.size(); ++n) {
    const auto refuse_track = [n](const char* why) {
      throw Error(Error::Kind::usage, fmt::format("track {} of the batch: {}", n, why));
    };
    if (tracks[n] == nullptr) refuse_track("null");
    const auto here = tracks.begin() + static_cast<std::ptrdiff_t>(n);
    if (std::find(tracks.begin(), here, tracks[n]) != here) refuse_track("occurs twice");
    if (&tracks[n]->state().model.network() != &model.network()) {
      refuse_track("of another model, expected one that this tracker's model started");
    }
  }
}

void check_maps(const model::Maps& maps, size_t count, size_t templates, size_t cells) {
  const auto expect = [](const char* name, size_t found, size_t expected) {
    if (found == expected) return;
    throw Error(Error::Kind::model,
                fmt::format("network: {} numbers in '{}', expected {}", found, name, expected));
  };
  expect("score", maps.score.size(), count * templates * cells);
  expect("box", maps.box.size(), 4 * count * cells);
  const auto aligned = maps.extra.find(aligned_score);
  if (aligned != maps.extra.end()) expect(aligned_score, aligned->second.size(), count * cells);
}

}  // namespace siamrt::track
