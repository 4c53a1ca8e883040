#include "ui/canvas_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

using session::Shown;

/// The clip's last frame, for shares of it; at least 1.
double last_frame(const Shown& shown) {
  return std::max(1.0, static_cast<double>(shown.count.value_or(shown.index + 1) - 1));
}

void paint_lane(Canvas& canvas, const SceneLane& lane, const cv::Rect2d& place, double last,
                double unit) {
  const Ink ink = target_ink(lane.number);
  const double step = place.width / last;
  const auto x_of = [&](std::int64_t frame) {
    return place.x + std::clamp(static_cast<double>(frame), 0.0, last) * step;
  };
  for (const session::Span& span : lane.spans) {
    const double from = x_of(span.first);
    const double width = std::max(1.5, x_of(span.last) - from + step);
    canvas.fill({from, place.y, std::min(width, place.br().x - from), place.height},
                ink.faded(span.lost ? 0.3 : 0.9), 1);
  }
  for (const std::int64_t key : lane.keys) {
    canvas.disc({x_of(key), place.y + place.height / 2}, std::max(2.2 * unit, place.height * 0.8),
                white);
  }
}

void paint_seek(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const Shown& shown = *scene.shown;
  if (layout.seek.empty()) return;
  const double u = layout.unit;
  const double last = last_frame(shown);
  const double share =
      std::clamp(static_cast<double>(std::max<std::int64_t>(0, shown.index)) / last, 0.0, 1.0);
  const cv::Rect2d& seek = layout.seek;
  const double middle = seek.y + seek.height / 2;
  const auto lanes = static_cast<double>(std::clamp<std::size_t>(scene.lanes.size(), 1, 6));
  const double lane_height = std::min(5 * u, (seek.height - 2 * u) / lanes - 0.6 * u);
  const double top = middle - lanes * (lane_height + 0.6 * u) / 2;
  canvas.fill({seek.x, top, seek.width, lanes * (lane_height + 0.6 * u)}, white.faded(0.13), 2 * u);
  for (std::size_t i = 0; i < std::min<std::size_t>(scene.lanes.size(), 6); ++i) {
    const double y = top + static_cast<double>(i) * (lane_height + 0.6 * u);
    paint_lane(canvas, scene.lanes[i], {seek.x, y, seek.width, lane_height}, last, u);
  }
  const double x = seek.x + seek.width * share;
  canvas.fill({x - 1.5 * u, seek.y - 1 * u, 3 * u, seek.height + 2 * u}, white, 1.5 * u);
  canvas.disc({x, middle}, (scene.pointed_time ? 7 : 5.5) * u, white);
  if (!scene.pointed_time) return;
  const double at = seek.x + seek.width * *scene.pointed_time;
  canvas.fill({at - 0.5 * u, seek.y, 1 * u, seek.height}, white.faded(0.7));
  const double frame = std::round(*scene.pointed_time * last);
  const std::string words = fmt::format("{}   frame {:.0f}", clock_words(frame / shown.fps), frame);
  const double half = canvas.width(words, 11.5 * u) / 2 + 12 * u;
  const double x_words = std::clamp(at, half, std::max(half, canvas.size().width - half));
  words_on_plate(canvas, words, {x_words, layout.bar.y - 14 * u}, 11.5 * u, white,
                 plate.faded(0.92));
}

/// Play, pause and step as shapes; the others as words.
void paint_button(Canvas& canvas, const Scene& scene, const Layout& layout, std::size_t index) {
  const Layout::Button& button = layout.buttons[index];
  const cv::Rect2d& place = button.place;
  const double u = layout.unit;
  const bool pointed = scene.pointed_button == index;
  const bool on = (button.key == 'o' && scene.overlays) || (button.key == 'h' && scene.keys) ||
                  (button.key == 'w' && !scene.choices.empty());
  if (pointed || on) canvas.fill(place, white.faded(on ? 0.2 : 0.12), 5 * u);
  const cv::Point2d c(place.x + place.width / 2, place.y + place.height / 2);
  const double s = 6.5 * u;
  switch (button.key) {
    case ' ':
      if (scene.shown->state == Shown::State::paused) {
        canvas.triangle({c.x - s * 0.75, c.y - s}, {c.x - s * 0.75, c.y + s}, {c.x + s, c.y},
                        white);
      } else {
        canvas.fill({c.x - s * 0.8, c.y - s, s * 0.55, 2 * s}, white, 1 * u);
        canvas.fill({c.x + s * 0.25, c.y - s, s * 0.55, 2 * s}, white, 1 * u);
      }
      return;
    case '.':
    case ',': {
      const double way = button.key == '.' ? 1 : -1;
      const double t = s * 0.75;
      canvas.triangle({c.x - way * t, c.y - t}, {c.x - way * t, c.y + t},
                      {c.x + way * t * 0.5, c.y}, white.faded(0.85));
      canvas.fill({c.x + way * t * 0.8 - 1 * u, c.y - t, 2 * u, 2 * t}, white.faded(0.85));
      return;
    }
    case 'v':  // a red disc; a square while it runs
      if (scene.recording) {
        canvas.fill({c.x - s * 0.8, c.y - s * 0.8, s * 1.6, s * 1.6}, alarm_red, 2 * u);
      } else {
        canvas.disc(c, s * 0.95, alarm_red);
      }
      return;
    default:
      break;
  }
  const std::string letter(1, static_cast<char>(button.key));
  const std::string words = button.key == 'h' ? "keys" : button.key == 'w' ? "save" : "overlays";
  canvas.text(letter, {place.x + 8 * u, c.y}, 12 * u, accent, Canvas::Align::left, true);
  const double room = canvas.width(letter, 12 * u, true) + 5 * u;
  canvas.text(words, {place.x + 8 * u + room, c.y}, 12 * u, white.faded(0.9));
}

std::string duration_words(double seconds, int digits) {
  if (seconds >= 1) return fmt::format("{:.1f} s", seconds);
  return fmt::format("{:.{}f} ms", 1e3 * seconds, digits);
}

std::string speed_words(double speed) {
  if (speed == 0) return "as fast as it goes";
  if (speed < 1) return fmt::format("1/{:.0f}×", 1 / speed);
  return fmt::format("{:.0f}×", speed);
}

std::string place_words(const Shown& shown) {
  if (shown.live) {
    return shown.dropped > 0
               ? fmt::format("live   frame {}   {} dropped", shown.index, shown.dropped)
               : fmt::format("live   frame {}", shown.index);
  }
  const auto index = static_cast<double>(std::max<std::int64_t>(0, shown.index));
  if (!shown.count)
    return fmt::format("{}   frame {}", clock_words(index / shown.fps), shown.index);
  return fmt::format("{} / {}   frame {}/{}", clock_words(index / shown.fps),
                     clock_words(static_cast<double>(*shown.count) / shown.fps), shown.index,
                     *shown.count);
}

std::string rate_words(const Scene& scene) {
  const Shown& shown = *scene.shown;
  const session::Timing& timing = shown.timing;
  if (timing.latency <= 0) return {};
  std::string words = "latency " + duration_words(timing.latency, 0);
  if (shown.state != Shown::State::paused && timing.fps > 0)
    words = fmt::format("{:.0f} fps   ", timing.fps) + words;
  return words;
}

}  // namespace

void paint_bar(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const double u = layout.unit;
  canvas.fill(layout.bar, plate);
  canvas.fill({layout.bar.x, layout.bar.y, layout.bar.width, 1}, white.faded(0.1));
  paint_seek(canvas, scene, layout);
  for (std::size_t i = 0; i < layout.buttons.size(); ++i) paint_button(canvas, scene, layout, i);

  const cv::Rect2d& first = layout.buttons.front().place;
  const double y = first.y + first.height / 2;
  double left = first.x;
  double right = layout.bar.width;
  for (const Layout::Button& button : layout.buttons) {
    const bool shape = button.key == ' ' || button.key == '.' || button.key == ',';
    if (shape) left = std::max(left, button.place.br().x);
    if (!shape) right = std::min(right, button.place.x);
  }
  left += 10 * u;
  // What does not fit is left out, the least needed first.
  const auto add = [&](const std::string& words, const Ink& ink, double size) {
    const double width = words.empty() ? 0 : canvas.width(words, size);
    if (words.empty() || left + width > right - 8 * u) return;
    canvas.text(words, {left, y}, size, ink);
    left += width + 22 * u;
  };
  add(place_words(*scene.shown), white.faded(0.95), 12 * u);
  if (!scene.shown->live) add(speed_words(scene.shown->speed), accent, 12 * u);
  if (scene.zoom.factor > 1) add(fmt::format("zoom {:.1f}×", scene.zoom.factor), accent, 12 * u);
  add(rate_words(scene), quiet, 12 * u);
  add(scene.model, quiet, 12 * u);
}

/// Time of each stage, one above the other as long as they take, in the picture's corner.
void paint_stages(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const session::Timing& timing = scene.shown->timing;
  if (!scene.overlays || timing.network <= 0) return;
  const double u = layout.unit;
  const std::array<std::pair<const char*, double>, 3> stages = {
      {{"crop", timing.crop}, {"network", timing.network}, {"decode", timing.decode}}};
  const double whole = timing.crop + timing.network + timing.decode;
  const cv::Rect2d panel(layout.picture.x + 10 * u, layout.picture.y + 10 * u, 196 * u, 62 * u);
  canvas.fill(panel, plate.faded(0.86), 5 * u);
  double y = panel.y + 13 * u;
  for (const auto& [name, seconds] : stages) {
    canvas.text(name, {panel.x + 9 * u, y}, 11 * u, white.faded(0.9));
    canvas.text(duration_words(seconds, 1), {panel.br().x - 8 * u, y}, 11 * u, white.faded(0.9),
                Canvas::Align::right);
    const cv::Rect2d bar(panel.x + 66 * u, y - 2 * u, 64 * u, 4 * u);
    canvas.fill(bar, white.faded(0.14), 2 * u);
    canvas.fill({bar.x, bar.y, bar.width * seconds / whole, bar.height}, accent, 2 * u);
    y += 18 * u;
  }
}

/// In the picture's upper middle, so that nobody forgets that it runs.
void paint_recording(Canvas& canvas, const Scene& scene, const Layout& layout) {
  if (!scene.recording) return;
  const double u = layout.unit;
  constexpr double megabyte = 1e6;
  const std::string words = fmt::format("{}   {:.1f} MB", clock_words(scene.recording->seconds),
                                        static_cast<double>(scene.recording->bytes) / megabyte);
  const cv::Point2d at(layout.picture.x + layout.picture.width / 2.0, layout.picture.y + 22 * u);
  const cv::Rect2d place =
      words_on_plate(canvas, "    " + words, at, 13 * u, white, plate.faded(0.86));
  canvas.disc({place.x + 15 * u, at.y}, 5 * u, alarm_red);
}

std::string clock_words(double seconds) {
  const auto tenths = static_cast<std::int64_t>(std::floor(seconds * 10 + 0.5));
  const std::int64_t minutes = tenths / 600;
  const std::string rest = fmt::format("{:02}.{}", tenths / 10 % 60, tenths % 10);
  if (minutes < 60) return fmt::format("{}:{}", minutes, rest);
  return fmt::format("{}:{:02}:{}", minutes / 60, minutes % 60, rest);
}

}  // namespace siamrt::ui
