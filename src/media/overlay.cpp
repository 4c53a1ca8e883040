#include "media/overlay.hpp"

#include "media/palette.hpp"
#include "media/strokes.hpp"

#include <fmt/core.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::media {
namespace {

const cv::Scalar white(255, 255, 255);
const cv::Scalar dark(24, 24, 24);

/// Half the way to grey: what is no longer sure.
cv::Scalar paler(const cv::Scalar& colour) { return colour * 0.55 + cv::Scalar::all(128) * 0.45; }

Point centre_of(const Box& box) { return {box.x + box.w / 2, box.y + box.h / 2}; }

/// Top-left corner of a label of `size` at a box: above it, or below where there is no room above;
/// or inside.
cv::Point label_corner(const Box& box, const cv::Size& size, const cv::Size& frame,
                       const Pen& pen) {
  const int off = pen.halo / 2 + 1;
  const auto top = static_cast<int>(std::lround(std::clamp(box.y, -1e5, 1e5)));
  const auto bottom = static_cast<int>(std::lround(std::clamp(box.y + box.h, -1e5, 1e5)));
  int y = top - off - size.height;
  if (y < 0) y = bottom + off;
  if (y + size.height > frame.height) y = std::max(0, top + off);
  const auto left = static_cast<int>(std::lround(std::clamp(box.x, -1e5, 1e5))) - off + 1;
  return {std::clamp(left, 0, std::max(0, frame.width - size.width)),
          std::clamp(y, 0, std::max(0, frame.height - size.height))};
}

/// A plate in the target's colour with number and score, and the score's bar along its lower edge.
void draw_label(Frame& canvas, const Drawn& target, const cv::Scalar& colour, const Pen& pen) {
  const double score = std::isfinite(target.score) ? std::clamp(target.score, 0.0, 1.0) : 0.0;
  const std::string text = target.lost ? fmt::format("{}  lost", target.number + 1)
                                       : fmt::format("{}  {:.2f}", target.number + 1, score);
  const int bar = std::max(2, pen.line);
  const cv::Size words = text_size(text, pen);
  const cv::Size size(words.width + 2 * pen.gap, words.height + 2 * pen.gap + bar);
  const cv::Rect plate(label_corner(target.box, size, canvas.size(), pen), size);
  tint(canvas, plate, colour, 0.9);
  const cv::Rect track(plate.x, plate.y + plate.height - bar, plate.width, bar);
  tint(canvas, track, dark, 0.75);
  tint(canvas, cv::Rect(track.x, track.y, static_cast<int>(std::lround(track.width * score)), bar),
       white, 0.95);
  put_text(canvas, text, {plate.x + pen.gap, plate.y + pen.gap + words.height}, text_colour(colour),
           pen);
}

/// Lines on a dark plate in the top left corner, `left\tright` in two columns.
void draw_panel(Frame& canvas, const std::vector<std::string>& lines, const Pen& pen) {
  if (lines.empty()) return;
  const auto left_of = [](const std::string& line) { return line.substr(0, line.find('\t')); };
  const auto right_of = [](const std::string& line) {
    const std::size_t tab = line.find('\t');
    return tab == std::string::npos ? std::string() : line.substr(tab + 1);
  };
  int left = 0;
  int right = 0;
  int whole = 0;
  for (const std::string& line : lines) {
    const bool columns = line.find('\t') != std::string::npos;
    if (!columns) whole = std::max(whole, text_size(line, pen).width);
    if (columns) left = std::max(left, text_size(left_of(line), pen).width);
    if (columns) right = std::max(right, text_size(right_of(line), pen).width);
  }
  const int step = static_cast<int>(std::lround(pen.text * 1.9));
  const int width = std::max(whole, right > 0 ? left + 2 * pen.gap + right : left) + 4 * pen.gap;
  const int height =
      step * (static_cast<int>(lines.size()) - 1) + static_cast<int>(pen.text) + 4 * pen.gap;
  const cv::Rect plate(2 * pen.gap, 2 * pen.gap, width, height);
  tint(canvas, plate, dark, 0.68);
  int baseline = plate.y + 2 * pen.gap + static_cast<int>(std::lround(pen.text));
  for (const std::string& line : lines) {
    put_text(canvas, left_of(line), {plate.x + 2 * pen.gap, baseline}, cv::Scalar(205, 205, 205),
             pen);
    const std::string value = right_of(line);
    const int start = plate.x + plate.width - 2 * pen.gap - text_size(value, pen).width;
    if (!value.empty()) put_text(canvas, value, {start, baseline}, white, pen);
    baseline += step;
  }
}

}  // namespace

void Overlay::draw_trail(Frame& canvas, const Drawn& target) {
  std::deque<Point>& trail = trails_[target.number];
  trail.push_back(centre_of(target.box));
  while (static_cast<int>(trail.size()) > options_.trail) trail.pop_front();
  const Pen pen(canvas.size());
  const cv::Scalar colour = target_colour(target.number);
  for (const bool halo : {true, false}) {
    for (std::size_t i = 1; i < trail.size(); ++i) {
      if (std::hypot(trail[i].x - trail[i - 1].x, trail[i].y - trail[i - 1].y) < 0.5) continue;
      // Older pieces are thinner and darker, so that the way has a direction and the box stands
      // out.
      const double youth = 1 - static_cast<double>(trail.size() - i) / options_.trail;
      const int width = std::max(1, static_cast<int>(std::lround(pen.line * (0.4 + 0.4 * youth))));
      stroke(canvas, trail[i - 1], trail[i],
             halo ? cv::Scalar(0, 0, 0) : colour * (0.55 + 0.4 * youth),
             halo ? width + pen.line / 2 + 1 : width);
    }
  }
}

void Overlay::draw(Frame& canvas, const std::vector<Drawn>& targets,
                   const std::vector<std::string>& panel) {
  const Pen pen(canvas.size());
  for (const Drawn& target : targets) {
    if (target.truth && is_valid(*target.truth))
      box_outline(canvas, *target.truth, white, pen, false);
  }
  for (const Drawn& target : targets) {
    if (options_.trail > 0 && is_valid(target.box)) draw_trail(canvas, target);
  }
  for (const Drawn& target : targets) {
    if (!is_valid(target.box)) continue;
    const cv::Scalar colour =
        target.lost ? paler(target_colour(target.number)) : target_colour(target.number);
    box_outline(canvas, target.box, colour, pen, target.lost);
    if (options_.labels) draw_label(canvas, target, colour, pen);
  }
  draw_panel(canvas, panel, pen);
}

}  // namespace siamrt::media
