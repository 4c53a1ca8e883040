#include "ui/window_editor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

double whole(double value, int limit) {
  return std::clamp(std::round(value), 0.0, static_cast<double>(limit));
}

/// Start of a side of length `side` so that it stays inside 0..limit, where it fits.
double held_inside(double start, double side, int limit) {
  return std::clamp(std::round(start), std::min(0.0, limit - side), std::max(0.0, limit - side));
}

}  // namespace

Grip grip_at(const Box& box, const Point& at, double reach) {
  const double right = box.x + box.w;
  const double bottom = box.y + box.h;
  const bool near_x = at.x > box.x - reach && at.x < right + reach;
  const bool near_y = at.y > box.y - reach && at.y < bottom + reach;
  if (!near_x || !near_y) return {};
  Grip grip;
  // Of a box smaller than the reach the nearer side is meant.
  if (std::min(std::abs(at.x - box.x), std::abs(at.x - right)) <= reach)
    grip.x = std::abs(at.x - box.x) < std::abs(at.x - right) ? -1 : 1;
  if (std::min(std::abs(at.y - box.y), std::abs(at.y - bottom)) <= reach)
    grip.y = std::abs(at.y - box.y) < std::abs(at.y - bottom) ? -1 : 1;
  grip.kind = grip.x != 0 || grip.y != 0 ? Grip::Kind::edge : Grip::Kind::inside;
  return grip;
}

bool BoxEditor::is_drawn() const noexcept {
  return box_ && box_->w >= smallest_side && box_->h >= smallest_side;
}

void BoxEditor::set(const Box& box) {
  held_.reset();
  box_ = box;
}

void BoxEditor::press(const Point& at, double reach) {
  const Grip grip = is_drawn() ? grip_at(*box_, at, reach) : Grip();
  if (grip.kind == Grip::Kind::none) return press_anew(at);
  held_ = Held{grip, at, *box_};
}

void BoxEditor::press_anew(const Point& at) {
  const Point corner = {whole(at.x, frame_.width), whole(at.y, frame_.height)};
  box_ = Box{corner.x, corner.y, 0, 0};
  held_ = Held{{Grip::Kind::edge, 1, 1}, corner, *box_};
}

void BoxEditor::move(const Point& at) {
  if (!held_) return;
  const Box& before = held_->before;
  const Grip& grip = held_->grip;
  if (grip.kind == Grip::Kind::inside) {
    box_->x = held_inside(before.x + at.x - held_->from.x, before.w, frame_.width);
    box_->y = held_inside(before.y + at.y - held_->from.y, before.h, frame_.height);
    return;
  }
  double left = before.x;
  double right = before.x + before.w;
  double top = before.y;
  double bottom = before.y + before.h;
  if (grip.x != 0) (grip.x < 0 ? left : right) = whole(at.x, frame_.width);
  if (grip.y != 0) (grip.y < 0 ? top : bottom) = whole(at.y, frame_.height);
  if (left > right) std::swap(left, right);
  if (top > bottom) std::swap(top, bottom);
  *box_ = {left, top, right - left, bottom - top};
}

void BoxEditor::release() {
  held_.reset();
  if (!is_drawn()) box_.reset();
}

void BoxEditor::nudge(int dx, int dy) {
  if (!is_drawn() || held_) return;
  box_->x = held_inside(box_->x + dx, box_->w, frame_.width);
  box_->y = held_inside(box_->y + dy, box_->h, frame_.height);
}

void BoxEditor::grow(int dw, int dh) {
  if (!is_drawn() || held_) return;
  const auto side = [](double now, int more, double room) {
    return std::clamp(std::round(now + more), smallest_side, std::max(smallest_side, room));
  };
  box_->w = side(box_->w, dw, frame_.width - box_->x);
  box_->h = side(box_->h, dh, frame_.height - box_->y);
}

}  // namespace siamrt::ui
