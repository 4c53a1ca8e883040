// The part of Control that draws boxes.

#include "ui/window_control.hpp"

#include <cmath>
#include <utility>

namespace siamrt::ui {
namespace {

using session::Shown;

constexpr double reach = 9;        // window pixels around an edge in which it can be taken hold of
constexpr double click_drift = 4;  // window pixels that a click may move

}  // namespace

/// A frame stands still while a box is drawn on it: a file waits; live input runs on behind it.
void Control::begin(const ShownPtr& on, std::optional<int> again) {
  if (on->frame.empty()) return;
  Drawing drawing{on, BoxEditor(on->frame.size()), again, false};
  drawing.resume = !on->live && on->state == Shown::State::playing;
  if (drawing.resume) session_.pause();
  drawing_ = std::move(drawing);
}

/// The box becomes a target, or a target's new place; then it plays, or stays for another box.
void Control::keep(bool play) {
  if (!drawing_ || !drawing_->editor.is_drawn() || drawing_->editor.dragging()) return;
  const Drawing done = *std::exchange(drawing_, std::nullopt);
  selected_.reset();
  if (!done.on->live && !play) session_.seek(done.on->index);  // it may be a frame ahead
  // Playing comes before the box: the session then goes back to the box's frame by itself.
  if (play && !done.on->ended) session_.play();
  if (done.again) {
    session_.correct(*done.again, done.on->index, *done.editor.box());
  } else {
    session_.add(done.on->index, *done.editor.box());
  }
}

void Control::cancel() {
  press_.reset();
  if (!drawing_) return;
  if (drawing_->resume) session_.play();
  drawing_.reset();
}

/// `s`: a chosen target is drawn anew on the frame shown. While a box is there already, it goes
/// round: the box is for a new target, the first, the second ...
void Control::draw_again() {
  if (!drawing_) {
    const auto number = meant_target();
    if (!number && !shown_->targets.empty())
      return tell("which one? click it or press its number, then `s`");
    return begin(shown_, number);
  }
  std::optional<int> next;
  for (const session::ShownTarget& each : seen().targets) {
    const bool behind = !drawing_->again || each.number > *drawing_->again;
    if (behind && !next) next = each.number;
  }
  drawing_->again = next;
}

/// Keys while a box is being drawn. True if nobody else is to see the key.
bool Control::drawing_key(const Key& key) {
  if (!drawing_) return false;
  const bool drawn = drawing_->editor.is_drawn();
  switch (key.code) {
    case key_enter:
    case key_return:
      if (drawn) keep(true);
      return true;
    case 'n':
      if (drawn) keep(false);
      return true;
    case 's':
      draw_again();
      return true;
    case 'x':
    case 'c':
    case key_undo:  // the newest thing is the box that was begun
    case key_delete:
    case key_backspace:
      cancel();
      return true;
    case 'h':
    case 'w':
    case 'o':
    case 'q':
    case 'v':
      return false;
    case ' ':
      if (drawn) keep(true);
      return true;
    case '.':
    case ',':
    case '<':
    case '>':
    case key_home:
    case key_end:
      drawing_->resume = false;
      cancel();  // a box belongs to its frame
      return false;
    default:
      return !(key.code >= key_left && key.code <= key_down);
  }
}

/// Arrows move the box that is being drawn, or the chosen target's; else they step.
bool Control::arrow_key(const Key& key) {
  if (key.code < key_left || key.code > key_down) return false;
  const int dx = (key.code == key_right ? 1 : 0) - (key.code == key_left ? 1 : 0);
  const int dy = (key.code == key_down ? 1 : 0) - (key.code == key_up ? 1 : 0);
  if (!drawing_ && selected_) {
    const session::ShownTarget* chosen = target(*selected_);
    if (chosen == nullptr || !chosen->mark) return true;
    const Box box = chosen->mark->box;
    begin(shown_, selected_);
    if (drawing_) drawing_->editor.set(box);
  }
  if (drawing_) {
    key.shift ? drawing_->editor.grow(dx, dy) : drawing_->editor.nudge(dx, dy);
  } else if (!shown_->live && dx != 0) {
    constexpr int leap = 10;
    session_.step(key.shift ? leap * dx : dx);
  }
  return true;
}

void Control::press_picture(const cv::Point2d& at) {
  const Layout places = layout();
  const Point point = places.to_frame(at);
  const double near = reach / places.scale;
  if (drawing_) return drawing_->editor.press(point, near);
  const session::ShownTarget* chosen = selected_ ? target(*selected_) : nullptr;
  if (chosen != nullptr && chosen->mark &&
      grip_at(chosen->mark->box, point, near).kind != Grip::Kind::none) {
    const Box box = chosen->mark->box;
    begin(shown_, selected_);
    if (!drawing_) return;
    drawing_->editor.set(box);
    drawing_->editor.press(point, near);
    return;
  }
  press_ = Press{shown_, at};
}

void Control::move_picture(const cv::Point2d& at) {
  const Point point = layout().to_frame(at);
  if (drawing_ && drawing_->editor.dragging()) return drawing_->editor.move(point);
  if (!press_ || std::hypot(at.x - press_->at.x, at.y - press_->at.y) < click_drift) return;
  const Press press = *std::exchange(press_, std::nullopt);
  selected_.reset();
  begin(press.on, std::nullopt);
  if (!drawing_) return;
  drawing_->editor.press_anew(layout().to_frame(press.at));
  drawing_->editor.move(point);
}

/// The end of a drag, or a click: that chooses a target.
void Control::release_picture() {
  if (drawing_ && drawing_->editor.dragging()) {
    drawing_->editor.release();
    return;
  }
  if (!press_) return;
  const Press press = *std::exchange(press_, std::nullopt);
  selected_ = target_at(layout().to_frame(press.at));
}

}  // namespace siamrt::ui
