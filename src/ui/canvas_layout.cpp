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

/// What of a frame's side is seen: where it begins in the frame, and how long it is in the window.
struct Side {
  double origin = 0;
  int length = 1;
};

Side side_of(int frame, int room, double scale, double middle) {
  const double whole = frame * scale;
  if (whole <= room + 0.5) return {0, std::clamp(static_cast<int>(std::lround(whole)), 1, room)};
  double origin = std::clamp(middle * frame - room / (2 * scale), 0.0, frame - room / scale);
  if (scale < 1) origin = std::floor(origin);  // whole pixels can be shrunk by their areas
  return {origin, room};
}

void place_picture(Layout& layout, cv::Size room, cv::Size frame, const Zoom& zoom) {
  layout.scale = std::min(static_cast<double>(room.width) / frame.width,
                          static_cast<double>(room.height) / frame.height);
  // A window made for the frame may be a pixel off: an exact picture is worth more.
  if (std::abs(layout.scale - 1) < 0.004 && frame.width <= room.width &&
      frame.height <= room.height)
    layout.scale = 1;
  layout.scale *= zoom.factor;
  const Side across = side_of(frame.width, room.width, layout.scale, zoom.middle.x);
  const Side down = side_of(frame.height, room.height, layout.scale, zoom.middle.y);
  layout.origin = {across.origin, down.origin};
  layout.picture = {(room.width - across.length) / 2, (room.height - down.length) / 2,
                    across.length, down.length};
}

}  // namespace

Point Layout::to_frame(cv::Point2d window) const {
  return {origin.x + (window.x - picture.x) / scale, origin.y + (window.y - picture.y) / scale};
}

cv::Point2d Layout::to_window(const Point& frame) const {
  return {picture.x + (frame.x - origin.x) * scale, picture.y + (frame.y - origin.y) * scale};
}

cv::Rect2d Layout::to_window(const Box& box) const {
  const cv::Point2d corner = to_window(Point{box.x, box.y});
  return {corner.x, corner.y, box.w * scale, box.h * scale};
}

Layout layout_for(cv::Size window, cv::Size frame, bool live, std::size_t choices,
                  const Zoom& zoom) {
  Layout layout;
  layout.unit = unit_for(window);
  const double u = layout.unit;
  const double bar = std::min(bar_height * u, window.height / 2.0);
  layout.bar = {0, window.height - bar, static_cast<double>(window.width), bar};
  place_picture(layout, {window.width, std::max(1, static_cast<int>(layout.bar.y))},
                frame.empty() ? cv::Size(16, 9) : frame, zoom);
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
  if (live) button('v');
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

Zoom zoomed(const Layout& layout, cv::Size frame, const Zoom& zoom, double ratio, cv::Point2d from,
            cv::Point2d to) {
  Zoom next;
  next.factor = std::clamp(zoom.factor * ratio, 1.0, most_zoom);
  const double scale = layout.scale * next.factor / zoom.factor;
  const Point held = layout.to_frame(from);
  const double x = layout.picture.x + layout.picture.width / 2.0;
  const double y = layout.picture.y + layout.picture.height / 2.0;
  // Within the borders, so that the way back begins at once.
  const auto middle = [scale](double at, int side, int room) {
    const double half = std::min(0.5, room / (2 * scale * side));
    return std::clamp(at / side, half, 1 - half);
  };
  next.middle = {middle(held.x + (x - to.x) / scale, frame.width, layout.picture.width),
                 middle(held.y + (y - to.y) / scale, frame.height, layout.picture.height)};
  return next;
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
