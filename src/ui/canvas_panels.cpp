#include "ui/canvas_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace siamrt::ui {
namespace {

struct Keys {
  const char* keys;
  const char* meaning;
};

/// In groups; an empty line stands between two.
constexpr std::array<Keys, 28> all_keys = {{
    {"drag", "draw a box around a target"},
    {"handles, arrows", "adjust it; shift + arrows change its size"},
    {"Enter", "start following"},
    {"n", "keep the box and draw another"},
    {"s", "draw a target again, from this frame on"},
    {"Esc", "cancel"},
    {"", ""},
    {"click, 1 to 9", "choose a target"},
    {"x", "remove it"},
    {"b", "track backwards from here"},
    {"ctrl-z  u", "undo what was done to targets; ctrl-y does it again"},
    {"", ""},
    {"space", "play, pause"},
    {".  ,", "one frame on, one back; with shift ten"},
    {"seek bar", "click or drag to go anywhere"},
    {"Home  End", "first frame, last frame"},
    {"[  ]", "slower, faster"},
    {"wheel, +  -  0", "zoom, the whole picture; the middle button pushes it"},
    {"", ""},
    {"o", "overlays: search region, score map, template"},
    {"r", "search the whole frame for lost targets"},
    {"w", "save video, boxes or session"},
    {"v", "camera or stream: record, end the recording"},
    {"h", "these keys"},
    {"q", "quit"},
    {"", ""},
    {"dashed box", "lost, or held over a frame that does not decode"},
    {"white box", "ground truth"},
}};

void paint_keys(Canvas& canvas, const Layout& layout) {
  const double u = layout.unit;
  const double step = std::min(21 * u, (layout.bar.y - 70 * u) / all_keys.size());
  const double size = std::min(13 * u, step * 0.68);
  const double width = std::min(520 * u, canvas.size().width - 16.0);
  const double height = step * (all_keys.size() + 2.4);
  const cv::Rect2d panel((canvas.size().width - width) / 2,
                         std::max(6.0, (layout.bar.y - height) / 2), width, height);
  canvas.fill(panel, plate.faded(0.95), 10 * u);
  canvas.frame(panel, white.faded(0.16), 1, 10 * u);
  double y = panel.y + step * 1.2;
  canvas.text("Keys and mouse", {panel.x + 20 * u, y}, size * 1.15, white, Canvas::Align::left,
              true);
  y += step * 1.3;
  for (const Keys& line : all_keys) {
    const bool empty = *line.keys == '\0';
    canvas.text(line.keys, {panel.x + 150 * u, y}, size, accent, Canvas::Align::right);
    canvas.text(line.meaning, {panel.x + 166 * u, y}, size, white.faded(0.95));
    y += empty ? step * 0.55 : step;
  }
}

void paint_choices(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const double u = layout.unit;
  const cv::Rect2d& panel = layout.choices;
  canvas.fill(panel, plate.faded(0.96), 10 * u);
  canvas.frame(panel, white.faded(0.16), 1, 10 * u);
  canvas.text("Save", {panel.x + 20 * u, panel.y + 22 * u}, 15 * u, white, Canvas::Align::left,
              true);
  canvas.text("into " + scene.folder + "/", {panel.x + 66 * u, panel.y + 22.5 * u}, 12 * u, quiet);
  double y = panel.y + 54 * u;
  for (const SceneChoice& choice : scene.choices) {
    canvas.text(std::string(1, choice.key), {panel.x + 26 * u, y}, 13 * u, accent,
                Canvas::Align::centre, true);
    canvas.text(choice.what, {panel.x + 48 * u, y}, 13 * u, white);
    canvas.text(choice.where, {panel.br().x - 18 * u, y}, 11.5 * u, quiet, Canvas::Align::right);
    y += 26 * u;
  }
  canvas.text("press a letter, or click   ·   Esc closes", {panel.x + panel.width / 2, y + 2 * u},
              11.5 * u, quiet, Canvas::Align::centre);
}

}  // namespace

namespace {

/// Pieces of a line; every second one stood between backticks.
std::vector<std::string> pieces_of(const std::string& words) {
  std::vector<std::string> pieces(1);
  for (const char c : words) {
    if (c == '`') {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

double width_of(Canvas& canvas, const std::vector<std::string>& pieces, double size) {
  double width = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    width += canvas.width(pieces[i], size, i % 2 == 1);
  return width;
}

}  // namespace

cv::Rect2d words_on_plate(Canvas& canvas, const std::string& words, cv::Point2d at, double size,
                          const Ink& ink, const Ink& behind) {
  const std::vector<std::string> pieces = pieces_of(words);
  const double length = width_of(canvas, pieces, size);
  const double width = length + 1.5 * size;
  const double height = 1.75 * size;
  const cv::Rect2d place(at.x - width / 2, at.y - height / 2, width, height);
  canvas.fill(place, behind, 0.4 * size);
  double x = at.x - length / 2;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool key = i % 2 == 1;
    canvas.text(pieces[i], {x, at.y}, size, key ? accent : ink, Canvas::Align::left, key);
    x += canvas.width(pieces[i], size, key);
  }
  return place;
}

/// The hint at the picture's lower edge; above it what has just happened.
void paint_words(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const double u = layout.unit;
  const double x = canvas.size().width / 2.0;
  double y = layout.bar.y - 20 * u;
  const auto fitting = [&](const std::string& words, double size) {
    const double room = canvas.size().width - 30 * u;
    return std::min(size, size * room / std::max(1.0, width_of(canvas, pieces_of(words), size)));
  };
  if (!scene.hint.empty() && !scene.pointed_time) {
    const double size = fitting(scene.hint, 13 * u);
    words_on_plate(canvas, scene.hint, {x, y}, size, white, plate.faded(0.8));
    y -= 30 * u;
  }
  const Ink red = {0.75, 0.2, 0.16, 0.95};
  const Ink green = {0.1, 0.42, 0.3, 0.95};
  if (!scene.shown->trouble.empty()) {
    const double size = fitting(scene.shown->trouble, 13 * u);
    words_on_plate(canvas, scene.shown->trouble, {x, y}, size, white, red);
    y -= 30 * u;
  }
  if (!scene.notice.empty()) {
    const double size = fitting(scene.notice, 13 * u);
    const cv::Rect2d place =
        words_on_plate(canvas, scene.notice, {x, y}, size, white, scene.alarm ? red : green);
    if (scene.progress && *scene.progress >= 0) {
      canvas.fill(
          {place.x + 6 * u, place.br().y - 4 * u, (place.width - 12 * u) * *scene.progress, 2 * u},
          white, 1 * u);
    }
  }
  if (!scene.shown->readable) {
    words_on_plate(canvas, "this frame does not decode; an earlier one is shown",
                   {x, layout.picture.y + 22 * u}, 13 * u, white, red);
  }
}

void paint_panels(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const bool open = scene.keys || !scene.choices.empty();
  if (!open) return;
  canvas.fill({0, 0, layout.bar.width, layout.bar.y}, black.faded(0.45));
  if (scene.keys) {
    paint_keys(canvas, layout);
  } else {
    paint_choices(canvas, scene, layout);
  }
}

Frame paint(const Scene& scene, cv::Size window) {
  const Layout layout = layout_for(window, scene.shown->frame.size(), scene.shown->live,
                                   scene.choices.size(), scene.zoom);
  Canvas canvas(window);
  paint_picture(canvas, scene, layout);
  canvas.clip(layout.picture);
  paint_insights(canvas, scene, layout);
  paint_targets(canvas, scene, layout);
  paint_labels(canvas, scene, layout);
  paint_draft(canvas, scene, layout);
  paint_templates(canvas, scene, layout);
  paint_stages(canvas, scene, layout);
  canvas.clip({});
  paint_bar(canvas, scene, layout);
  paint_recording(canvas, scene, layout);
  paint_words(canvas, scene, layout);
  paint_panels(canvas, scene, layout);
  return canvas.result();
}

}  // namespace siamrt::ui
