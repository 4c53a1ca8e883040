#include "ui/canvas_parts.hpp"

#include <fmt/core.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace siamrt::ui {
namespace {

using session::ShownTarget;

/// Score map as a layer: blue over green and yellow to red, the higher the less see-through.
cv::Mat heat_layer(const session::Insight& insight, cv::Size size) {
  const int side = insight.heat_side;
  cv::Mat map(side, side, CV_32F, cv::Scalar(0));
  for (int i = 0; i < side * side; ++i) {
    const float value = insight.heat[static_cast<std::size_t>(i)];
    map.at<float>(i / side, i % side) = std::isfinite(value) ? std::clamp(value, 0.0F, 1.0F) : 0;
  }
  cv::Mat smooth;
  cv::resize(map, smooth, size, 0, 0, cv::INTER_CUBIC);
  cv::Mat grey;
  smooth.convertTo(grey, CV_8U, 255);
  cv::Mat colour;
  cv::applyColorMap(grey, colour, cv::COLORMAP_TURBO);
  // What is near zero everywhere is not worth a veil over the picture.
  constexpr double floor = 0.04;
  cv::Mat rising;
  cv::pow(cv::max(smooth - floor, 0), 0.5, rising);
  cv::Mat opacity;
  rising.convertTo(opacity, CV_8U, 0.65 * 255);
  cv::Mat layer(size, CV_8UC4);
  const std::array<cv::Mat, 2> from = {colour, opacity};
  const std::array<int, 8> pairs = {0, 0, 1, 1, 2, 2, 3, 3};
  cv::mixChannels(from.data(), from.size(), &layer, 1, pairs.data(), 4);
  return layer;
}

/// The heat map is a thing of one target: the chosen one, or the first.
const ShownTarget* target_with_heat(const Scene& scene) {
  const ShownTarget* found = nullptr;
  for (const ShownTarget& target : scene.shown->targets) {
    const bool has = target.insight && !target.insight->heat.empty();
    if (has && (found == nullptr || scene.selected == target.number)) found = &target;
  }
  return found;
}

void outline(Canvas& canvas, const cv::Rect2d& box, const Ink& ink, double width, double dash) {
  canvas.frame(box, black.faded(0.55), width + 2.2, 1.5, dash);
  canvas.frame(box, ink, width, 1.5, dash);
}

void paint_trail(Canvas& canvas, const ShownTarget& target, const Layout& layout) {
  const Ink ink = ink_of(target);
  const std::size_t count = target.trail.size();
  for (std::size_t i = 1; i < count; ++i) {
    const double youth = static_cast<double>(i) / static_cast<double>(count);
    const cv::Point2d from = layout.to_window(target.trail[i - 1]);
    const cv::Point2d to = layout.to_window(target.trail[i]);
    if (std::hypot(to.x - from.x, to.y - from.y) < 0.5) continue;
    canvas.line(from, to, black.faded(0.35 * youth), (2.4 + 2 * youth) * layout.unit);
    canvas.line(from, to, ink.faded(0.15 + 0.8 * youth), (1 + 1.6 * youth) * layout.unit);
  }
  if (count > 1) canvas.disc(layout.to_window(target.trail.back()), 2.6 * layout.unit, ink);
}

std::array<cv::Point2d, 8> handle_points(const cv::Rect2d& box) {
  const double mx = box.x + box.width / 2;
  const double my = box.y + box.height / 2;
  const double r = box.x + box.width;
  const double b = box.y + box.height;
  return {
      {{box.x, box.y}, {mx, box.y}, {r, box.y}, {r, my}, {r, b}, {mx, b}, {box.x, b}, {box.x, my}}};
}

void paint_handles(Canvas& canvas, const cv::Rect2d& box, const Ink& ink, double unit) {
  const double half = 4 * unit;
  const bool roomy = std::min(box.width, box.height) > 10 * half / 2;
  const auto points = handle_points(box);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!roomy && i % 2 == 1) continue;  // corners alone on a small box
    const cv::Rect2d place(points[i].x - half, points[i].y - half, 2 * half, 2 * half);
    canvas.fill(place, white, 2 * unit);
    canvas.frame(place, ink, 1.6 * unit, 2 * unit);
  }
}

}  // namespace

void paint_picture(Canvas& canvas, const Scene& scene, const Layout& layout) {
  canvas.picture(scene.shown->frame, layout.picture, layout.origin, layout.scale);
}

void paint_insights(Canvas& canvas, const Scene& scene, const Layout& layout) {
  if (!scene.overlays) return;
  const ShownTarget* hot = target_with_heat(scene);
  if (hot != nullptr) {
    const cv::Rect2d place = layout.to_window(hot->insight->heat_area);
    constexpr int finest = 360;
    const int side = std::clamp(static_cast<int>(place.width), 1, finest);
    canvas.layer(heat_layer(*hot->insight, {side, side}), place);
  }
  for (const ShownTarget& target : scene.shown->targets) {
    if (!target.insight) continue;
    const cv::Rect2d search = layout.to_window(target.insight->search);
    const Ink ink = ink_of(target);
    canvas.frame(search, black.faded(0.45), 2.6 * layout.unit);
    canvas.frame(search, ink.faded(0.9), 1.2 * layout.unit, 0, 5 * layout.unit);
    const bool fits = search.y + search.height + 4 < layout.picture.br().y;
    if (&target == hot && fits) {
      const double u = layout.unit;
      const double left = std::max<double>(search.x, layout.picture.x);
      words_on_plate(canvas, "search region", {left + 50 * u, search.br().y - 13 * u}, 10.5 * u,
                     ink, plate.faded(0.8));
    }
  }
}

void paint_targets(Canvas& canvas, const Scene& scene, const Layout& layout) {
  for (const Box& truth : scene.shown->truth)
    outline(canvas, layout.to_window(truth), white, 2 * layout.unit, 0);
  for (const ShownTarget& target : scene.shown->targets) paint_trail(canvas, target, layout);
  for (const ShownTarget& target : scene.shown->targets) {
    if (!target.mark) continue;
    const bool redrawn = scene.draft && scene.draft->again == target.number;
    const bool chosen = scene.selected == target.number;
    const cv::Rect2d box = layout.to_window(target.mark->box);
    Ink ink = ink_of(target);
    if (redrawn) ink = ink.faded(0.4);
    const double dash = is_unsure(*target.mark) ? 7 * layout.unit : 0;
    const double width = (chosen || scene.pointed == target.number ? 3 : 2.2) * layout.unit;
    outline(canvas, box, ink, width, dash);
    if (redrawn) continue;
    if (chosen && !scene.draft) paint_handles(canvas, box, ink, layout.unit);
  }
}

void paint_draft(Canvas& canvas, const Scene& scene, const Layout& layout) {
  const cv::Rect2d area = layout.picture;
  const bool aiming = scene.aim && (!scene.draft || !scene.draft->drawn);
  if (aiming) {
    const cv::Point2d at = layout.to_window(*scene.aim);
    for (const auto& [ink, width] :
         {std::pair<Ink, double>{black.faded(0.35), 2.4}, {white.faded(0.6), 1}}) {
      canvas.line({area.x, at.y}, {area.br().x, at.y}, ink, width, 0);
      canvas.line({at.x, area.y}, {at.x, area.br().y}, ink, width, 0);
    }
  }
  if (!scene.draft || !scene.draft->drawn) return;
  const SceneDraft& draft = *scene.draft;
  const cv::Rect2d box = layout.to_window(draft.box);
  const Ink shade = black.faded(0.32);  // all but the box steps back
  canvas.fill({area.x, area.y, area.width, box.y - area.y}, shade);
  canvas.fill({area.x, box.br().y, area.width, area.br().y - box.br().y}, shade);
  canvas.fill({area.x, box.y, box.x - area.x, box.height}, shade);
  canvas.fill({box.br().x, box.y, area.br().x - box.br().x, box.height}, shade);
  const Ink ink = target_ink(draft.number);
  outline(canvas, box, ink, 2.2 * layout.unit, 0);
  if (!draft.dragging) paint_handles(canvas, box, ink, layout.unit);
  const double u = layout.unit;
  const std::string words = fmt::format("{}{}   {:.0f} × {:.0f}", draft.again ? "again " : "new ",
                                        draft.number + 1, draft.box.w, draft.box.h);
  const bool above = box.y - area.y > 34 * u;
  const double y = above ? box.y - 18 * u : std::min(box.br().y + 18 * u, area.br().y - 14 * u);
  const double half = canvas.width(words, 12.5 * u) / 2 + 10 * u;
  const double x =
      std::clamp(box.x + box.width / 2, area.x + half, std::max(area.x + half, area.br().x - half));
  words_on_plate(canvas, words, {x, y}, 12.5 * u, white, plate.faded(0.88));
}

/// What each target looked like when it was drawn, down the right side.
void paint_templates(Canvas& canvas, const Scene& scene, const Layout& layout) {
  if (!scene.overlays) return;
  const double u = layout.unit;
  const double side = std::clamp(layout.picture.height / 6.0, 48 * u, 96 * u);
  const double x = layout.picture.br().x - side - 12 * u;
  double y = layout.picture.y + 12 * u;
  for (const ShownTarget& target : scene.shown->targets) {
    if (!target.insight || target.insight->template_picture.empty()) continue;
    if (y + side + 24 * u > layout.picture.br().y) break;
    const cv::Rect2d place(x, y, side, side);
    canvas.fill({x - 3 * u, y - 3 * u, side + 6 * u, side + 24 * u}, plate.faded(0.86), 5 * u);
    cv::Mat opaque;
    cv::cvtColor(target.insight->template_picture, opaque, cv::COLOR_BGR2BGRA);
    canvas.layer(opaque, place);
    canvas.frame(place, ink_of(target), 2 * u);
    canvas.text(fmt::format("template {}", target.number + 1), {x + side / 2, y + side + 11 * u},
                10.5 * u, white.faded(0.9), Canvas::Align::centre);
    y += side + 34 * u;
  }
}

}  // namespace siamrt::ui
