// The part of Control that the mouse moves, and what it points at.

#include "ui/window_choices.hpp"
#include "ui/window_control.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

bool contains(const cv::Rect2d& place, const cv::Point2d& at) {
  return !place.empty() && place.contains(at);
}

}  // namespace

Layout Control::layout() const {
  const std::size_t lines = saving_ ? choices.size() + 1 : 0;
  return layout_for(window_, seen().frame.size(), seen().live, lines, zoom_);
}

const session::ShownTarget* Control::target(int number) const {
  for (const session::ShownTarget& each : seen().targets) {
    if (each.number == number) return &each;
  }
  return nullptr;
}

/// The smallest target around a place.
std::optional<int> Control::target_at(const Point& at) const {
  std::optional<int> found;
  double least = 0;
  for (const session::ShownTarget& each : seen().targets) {
    if (!each.mark) continue;
    const Box& box = each.mark->box;
    const bool inside =
        at.x >= box.x && at.y >= box.y && at.x <= box.x + box.w && at.y <= box.y + box.h;
    if (inside && (!found || box.w * box.h < least)) {
      found = each.number;
      least = box.w * box.h;
    }
  }
  return found;
}

/// The target that a key without more words is about: the chosen one, that under the mouse, or the
/// only one.
std::optional<int> Control::meant_target() const {
  if (selected_) return selected_;
  if (mouse_) {
    if (const auto pointed = target_at(layout().to_frame(*mouse_))) return pointed;
  }
  if (shown_->targets.size() == 1) return shown_->targets.front().number;
  return std::nullopt;
}

void Control::mouse(const Mouse& mouse) {
  mouse_ = mouse.at;
  changed_ = true;
  if (zoom_mouse(mouse)) return;
  if (mouse.kind == Mouse::Kind::press) {
    point_at(mouse.at);
  } else if (mouse.kind == Mouse::Kind::move) {
    if (seeking_) return seek_to(mouse.at.x);
    move_picture(mouse.at);
  } else {
    if (std::exchange(seeking_, false)) return;
    release_picture();
  }
}

void Control::point_at(const cv::Point2d& at) {
  const Layout places = layout();
  if (panel_point(places, at)) return;
  for (const Layout::Button& button : places.buttons) {
    if (contains(button.place, at)) return key({button.key, false});
  }
  cv::Rect2d reach = places.seek;
  reach.y = places.bar.y;
  reach.height = places.seek.br().y + 3 * places.unit - places.bar.y;
  if (!places.seek.empty() && contains(reach, at)) {
    seeking_ = true;
    sought_.reset();
    return seek_to(at.x);
  }
  if (contains(places.picture, at)) press_picture(at);
}

/// A click while a panel is open closes it, and does what its line says. True if there was one.
bool Control::panel_point(const Layout& places, const cv::Point2d& at) {
  if (std::exchange(keys_, false)) return true;
  if (!std::exchange(saving_, false)) return false;
  const double line = (at.y - places.choices.y - 41 * places.unit) / (26 * places.unit);
  if (!contains(places.choices, at) || line < 0) return true;
  const auto index = static_cast<std::size_t>(line);
  if (index < choices.size()) save(choices.at(index).key);
  if (index == choices.size()) save(all_choices);
  return true;
}

void Control::seek_to(double x) {
  if (drawing_) cancel();
  const Layout places = layout();
  const double share = std::clamp((x - places.seek.x) / places.seek.width, 0.0, 1.0);
  const auto last = static_cast<double>(std::max<std::int64_t>(1, shown_->count.value_or(1) - 1));
  const auto frame = static_cast<std::int64_t>(std::llround(share * last));
  if (std::exchange(sought_, frame) != frame) session_.seek(frame);
}

}  // namespace siamrt::ui
