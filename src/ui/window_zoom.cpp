// The part of Control that zooms.

#include "ui/window_control.hpp"

#include <cmath>

namespace siamrt::ui {

void Control::zoom_by(double ratio, const cv::Point2d& from, const cv::Point2d& to) {
  const cv::Size frame = seen().frame.size();
  if (!frame.empty()) zoom_ = zoomed(layout(), frame, zoom_, ratio, from, to);
}

/// `+` goes closer to the box at hand, `-` back, `0` shows the whole frame. True if it was one of
/// these.
bool Control::zoom_key(const Key& key) {
  constexpr double step = 1.5;
  const cv::Rect picture = layout().picture;
  const cv::Point2d middle(picture.x + picture.width / 2.0, picture.y + picture.height / 2.0);
  if (key.code == '0') {
    zoom_ = {};
    return true;
  }
  if (key.code == '-') {
    zoom_by(1 / step, middle, middle);
    return true;
  }
  if (key.code != '+' && key.code != '=') return false;
  std::optional<Box> box = drawing_ ? drawing_->editor.box() : std::nullopt;
  const session::ShownTarget* chosen = selected_ ? target(*selected_) : nullptr;
  if (!box && chosen != nullptr && chosen->mark) box = chosen->mark->box;
  const cv::Point2d at =
      box ? layout().to_window(Point{box->x + box->w / 2, box->y + box->h / 2}) : middle;
  zoom_by(step, at, middle);
  return true;
}

/// Wheel and middle button. True if nobody else is to see it.
bool Control::zoom_mouse(const Mouse& mouse) {
  constexpr double notch = 1.25;
  switch (mouse.kind) {
    case Mouse::Kind::wheel:
      zoom_by(std::pow(notch, mouse.turns), mouse.at, mouse.at);
      return true;
    case Mouse::Kind::take:
      pushing_ = mouse.at;
      return true;
    case Mouse::Kind::let_go:
      pushing_.reset();
      return true;
    case Mouse::Kind::move:
      if (!pushing_) return false;
      zoom_by(1, *pushing_, mouse.at);
      pushing_ = mouse.at;
      return true;
    default:
      return false;
  }
}

}  // namespace siamrt::ui
