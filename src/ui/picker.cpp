#include "ui/picker.hpp"

#include "ui/window.hpp"

#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace siamrt::ui {
namespace {

constexpr double smallest_side = 3;  // frame pixels; a click without a drag is no box

/// What the mouse did; filled by the window's callback.
struct Drag {
  bool down = false;
  cv::Point from;
  Box box;
  cv::Size limits;
};

Box between(cv::Point a, cv::Point b, cv::Size limits) {
  const auto inside_x = [&](int x) { return std::clamp(x, 0, limits.width); };
  const auto inside_y = [&](int y) { return std::clamp(y, 0, limits.height); };
  const int left = std::min(inside_x(a.x), inside_x(b.x));
  const int top = std::min(inside_y(a.y), inside_y(b.y));
  return {static_cast<double>(left), static_cast<double>(top),
          static_cast<double>(std::max(inside_x(a.x), inside_x(b.x)) - left),
          static_cast<double>(std::max(inside_y(a.y), inside_y(b.y)) - top)};
}

void on_mouse(int event, int x, int y, int, void* data) {
  Drag& drag = *static_cast<Drag*>(data);
  const cv::Point here(x, y);
  if (event == cv::EVENT_LBUTTONDOWN) {
    drag.down = true;
    drag.from = here;
  }
  if (drag.down && (event == cv::EVENT_MOUSEMOVE || event == cv::EVENT_LBUTTONUP)) {
    drag.box = between(drag.from, here, drag.limits);
  }
  if (event == cv::EVENT_LBUTTONUP) drag.down = false;
}

bool is_drawn(const Box& box) { return box.w >= smallest_side && box.h >= smallest_side; }

void outline(cv::Mat& canvas, const Box& box, const cv::Scalar& colour, const std::string& label) {
  const cv::Rect rect(static_cast<int>(box.x), static_cast<int>(box.y), static_cast<int>(box.w),
                      static_cast<int>(box.h));
  cv::rectangle(canvas, rect, cv::Scalar(0, 0, 0), 3, cv::LINE_AA);
  cv::rectangle(canvas, rect, colour, 1, cv::LINE_AA);
  write_label(canvas, label, {rect.x, rect.y > 20 ? rect.y - 6 : rect.y + rect.height + 16});
}

cv::Mat picture(const Frame& frame, const std::vector<Box>& kept, const Box& current) {
  cv::Mat canvas = frame.clone();
  for (size_t i = 0; i < kept.size(); ++i)
    outline(canvas, kept[i], {0, 200, 255}, std::to_string(i + 1));
  if (is_drawn(current))
    outline(canvas, current, {0, 255, 0}, fmt::format("{:.0f} x {:.0f}", current.w, current.h));
  const char* hint = is_drawn(current)
                         ? "Enter: start   hjkl: move   n: one more   c: anew   Esc: cancel"
                         : "drag a box around the target   Esc: cancel";
  write_label(canvas, hint, {8, frame.rows - 10});
  return canvas;
}

/// Moves by a pixel. Once the picture has been clicked, Qt's view keeps the arrow keys for itself
/// (it would scroll); h j k l arrive always.
void nudge(Box& box, int key, cv::Size limits) {
  const bool left = key == key_left || key == 'h';
  const bool right = key == key_right || key == 'l';
  const bool up = key == key_up || key == 'k';
  const bool down = key == key_down || key == 'j';
  box.x = std::clamp(box.x + (right ? 1 : 0) - (left ? 1 : 0), 0.0,
                     std::max(0.0, limits.width - box.w));
  box.y =
      std::clamp(box.y + (down ? 1 : 0) - (up ? 1 : 0), 0.0, std::max(0.0, limits.height - box.h));
}

}  // namespace

std::vector<Box> pick_boxes(const Frame& frame, const std::string& title,
                            const std::function<bool()>& stop) {
  Window window(title, frame.size());
  Drag drag;
  drag.limits = frame.size();
  cv::setMouseCallback(title, on_mouse, &drag);
  std::vector<Box> kept;
  while (!stop() && window.is_open()) {
    const int key = window.show(picture(frame, kept, drag.box), 15);
    if (key == key_escape) return {};
    if (key == 'c' || key == key_backspace) drag.box = Box();
    if (key == 'n' && is_drawn(drag.box)) {
      kept.push_back(drag.box);
      drag.box = Box();
    }
    const bool accepted = key == key_enter || key == key_return || key == ' ';
    if (accepted && is_drawn(drag.box)) kept.push_back(drag.box);
    if (accepted && !kept.empty()) return kept;
    if (is_drawn(drag.box)) nudge(drag.box, key, drag.limits);
  }
  return {};
}

}  // namespace siamrt::ui
