#include "ui/canvas_scene.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::ui {
namespace {

constexpr double bar_height = 62;
constexpr int large_window = 1500;  // lines; above it everything grows

double unit_for(cv::Size window) {
  return std::max(1.0, static_cast<double>(window.height) / large_window);
}

}  // namespace

Point Layout::to_frame(cv::Point2d window) const {
  return {(window.x - picture.x) / scale, (window.y - picture.y) / scale};
}

cv::Point2d Layout::to_window(const Point& frame) const {
  return {picture.x + frame.x * scale, picture.y + frame.y * scale};
}

cv::Rect2d Layout::to_window(const Box& box) const {
  return {picture.x + box.x * scale, picture.y + box.y * scale, box.w * scale, box.h * scale};
}

Layout layout_for(cv::Size window, cv::Size frame, bool live, std::size_t choices) {
  Layout layout;
  layout.unit = unit_for(window);
  const double u = layout.unit;
  const double bar = std::min(bar_height * u, window.height / 2.0);
  layout.bar = {0, window.height - bar, static_cast<double>(window.width), bar};
  const cv::Size room(window.width, std::max(1, static_cast<int>(layout.bar.y)));
  const cv::Size from = frame.empty() ? cv::Size(16, 9) : frame;
  layout.scale = std::min(static_cast<double>(room.width) / from.width,
                          static_cast<double>(room.height) / from.height);
  // A window made for the frame may be a pixel off: an exact picture is worth more.
  if (std::abs(layout.scale - 1) < 0.004 && from.width <= room.width && from.height <= room.height)
    layout.scale = 1;
  const int w = std::clamp(static_cast<int>(std::lround(from.width * layout.scale)), 1, room.width);
  const int h =
      std::clamp(static_cast<int>(std::lround(from.height * layout.scale)), 1, room.height);
  layout.picture = {(room.width - w) / 2, (room.height - h) / 2, w, h};
  if (!live) layout.seek = {14 * u, layout.bar.y + 7 * u, window.width - 28 * u, 15 * u};

  const double row = layout.bar.y + (live ? 14 : 27) * u;
  const double side = 28 * u;
  double x = 10 * u;
  const auto button = [&](int key) {
    layout.buttons.push_back({{x, row, side, side}, key});
    x += side + 2 * u;
  };
  if (!live) button(',');
  button(' ');
  if (!live) button('.');
  // From the right: keys, save, overlays.
  double right = window.width - 10 * u;
  for (const auto& [key, width] : {std::pair<int, double>{'h', 62}, {'w', 62}, {'o', 84}}) {
    right -= width * u;
    layout.buttons.push_back({{right, row, (width - 4) * u, side}, key});
  }
  const double lines = static_cast<double>(choices);
  const double panel = std::min(470 * u, window.width - 20.0);
  const double tall = (54 + 26 * lines + 26) * u;
  layout.choices = {(window.width - panel) / 2, std::max(8.0, (layout.bar.y - tall) / 2), panel,
                    tall};
  return layout;
}

cv::Size window_for(cv::Size frame, cv::Size room) {
  constexpr int narrowest = 860;  // the bar's words fit
  constexpr int lowest = 460;
  constexpr double most_growth = 3;
  const double bar = bar_height * unit_for(room);
  const double fit =
      std::min(static_cast<double>(room.width) / frame.width, (room.height - bar) / frame.height);
  const double wish = std::max({1.0, static_cast<double>(narrowest) / frame.width,
                                static_cast<double>(lowest) / frame.height});
  const double scale = std::min({fit, wish, most_growth});
  const int width = std::max(std::min(room.width, narrowest / 2),
                             static_cast<int>(std::lround(frame.width * scale)));
  return {width, static_cast<int>(std::lround(frame.height * scale + bar))};
}

}  // namespace siamrt::ui
