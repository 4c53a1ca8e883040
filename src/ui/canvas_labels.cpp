// Number, score and IoU at each target's box, where there is room for them.

#include "ui/canvas_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::ui {
namespace {

using session::ShownTarget;

std::string words_of(const ShownTarget& target) {
  const session::Mark& mark = *target.mark;
  std::string words = fmt::format("{:.2f}", mark.score);
  if (mark.lost) {
    words = "lost";
  } else if (mark.origin == session::Origin::held) {
    words = "held";
  } else if (mark.origin == session::Origin::hand) {
    words = "by hand";
  }
  if (target.found_again) words = "found again";
  if (target.iou) words += fmt::format("   IoU {:.2f}", *target.iou);
  return words;
}

/// The first place at a box that is inside the picture and free: above it, below it, the same at
/// its right end, inside it.
cv::Rect2d label_place(const cv::Rect2d& box, cv::Size2d size, const cv::Rect2d& area, double gap,
                       const std::vector<cv::Rect2d>& taken) {
  const double above = box.y - size.height - gap;
  const double below = box.br().y + gap;
  const double right = box.br().x - size.width;
  const std::array<cv::Point2d, 5> corners = {{{box.x - 1, above},
                                               {box.x - 1, below},
                                               {right, above},
                                               {right, below},
                                               {box.x + gap, box.y + gap}}};
  std::optional<cv::Rect2d> first;
  for (const cv::Point2d& corner : corners) {
    const double x =
        std::clamp(corner.x, area.x + 2, std::max(area.x + 2, area.br().x - size.width - 2));
    const cv::Rect2d place(x, corner.y, size.width, size.height);
    if (place.y < area.y + 2 || place.br().y > area.br().y - 2) continue;
    const bool free = std::none_of(taken.begin(), taken.end(), [&](const cv::Rect2d& other) {
      return (other & place).area() > 0;
    });
    if (free) return place;
    if (!first) first = place;
  }
  if (first) return *first;
  const double y =
      std::clamp(box.y + gap, area.y + 2, std::max(area.y + 2, area.br().y - size.height - 4));
  return {std::clamp(box.x, area.x + 2, std::max(area.x + 2, area.br().x - size.width - 2)), y,
          size.width, size.height};
}

/// Number on the target's colour, words on dark, and the score's bar below. Returns its place.
cv::Rect2d paint_label(Canvas& canvas, const ShownTarget& target, const Layout& layout, bool chosen,
                       const std::vector<cv::Rect2d>& taken) {
  const double u = layout.unit;
  const double size = 12.5 * u;
  const std::string number = std::to_string(target.number + 1);
  const std::string words = words_of(target);
  const double number_width = std::max(18 * u, canvas.width(number, size, true) + 10 * u);
  const double width = number_width + canvas.width(words, size) + 14 * u;
  const double height = 20 * u;
  const cv::Rect2d place = label_place(layout.to_window(target.mark->box), {width, height},
                                       layout.picture, 5 * u, taken);
  const double x = place.x;
  const double y = place.y;
  const Ink ink = ink_of(target);
  canvas.fill(place, plate.faded(0.86), 4 * u);
  canvas.fill({x, y, number_width, height}, ink, 4 * u);
  const bool bright = 0.299 * ink.r + 0.587 * ink.g + 0.114 * ink.b > 0.47;
  canvas.text(number, {x + number_width / 2, y + height / 2}, size, bright ? black : white,
              Canvas::Align::centre, true);
  canvas.text(words, {x + number_width + 7 * u, y + height / 2 - 1 * u}, size, white);
  const double score =
      std::clamp(std::isfinite(target.mark->score) ? target.mark->score : 0, 0.0, 1.0);
  const double room = width - number_width - 6 * u;
  const cv::Rect2d bar(x + number_width + 3 * u, y + height - 3.5 * u, room, 2 * u);
  canvas.fill(bar, white.faded(0.18), 1 * u);
  canvas.fill({bar.x, bar.y, bar.width * score, bar.height}, ink, 1 * u);
  if (chosen) canvas.frame(place, white.faded(0.9), 1.2 * u, 4 * u);
  return place;
}

}  // namespace

bool is_unsure(const session::Mark& mark) {
  return mark.lost || mark.origin == session::Origin::held;
}

Ink ink_of(const ShownTarget& target) {
  const Ink ink = target_ink(target.number);
  if (!target.mark || !is_unsure(*target.mark)) return ink;
  return {ink.r * 0.6 + 0.2, ink.g * 0.6 + 0.2, ink.b * 0.6 + 0.2, 1};
}

void paint_labels(Canvas& canvas, const Scene& scene, const Layout& layout) {
  std::vector<cv::Rect2d> taken;
  for (const ShownTarget& target : scene.shown->targets) {
    const bool redrawn = scene.draft && scene.draft->again == target.number;
    if (!target.mark || redrawn) continue;
    const cv::Rect2d box = layout.to_window(target.mark->box);
    const bool seen = (box & cv::Rect2d(layout.picture)).area() > 0;  // not so close up
    if (!seen && scene.zoom.factor > 1) continue;
    const bool chosen = scene.selected == target.number;
    taken.push_back(paint_label(canvas, target, layout, chosen, taken));
  }
}

}  // namespace siamrt::ui
