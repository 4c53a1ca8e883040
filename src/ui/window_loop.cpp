#include "ui/window_loop.hpp"

#include "ui/canvas_scene.hpp"
#include "ui/window.hpp"
#include "ui/window_control.hpp"
#include "ui/window_keys.hpp"

#include <opencv2/highgui.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace siamrt::ui {
namespace {

constexpr int pump_ms = 8;           // events are handled at least so often
constexpr int smallest_width = 320;  // below it, nothing can be read anyway
constexpr int smallest_height = 200;

/// Filled by highgui's callback, which runs inside Window::wait().
void on_mouse(int event, int x, int y, int flags, void* data) {
  auto& list = *static_cast<std::vector<Mouse>*>(data);
  const cv::Point2d at(x, y);
  if (event == cv::EVENT_MOUSEMOVE) {
    const bool again = !list.empty() && list.back().kind == Mouse::Kind::move;
    if (again) list.pop_back();
    list.push_back({Mouse::Kind::move, at});
  }
  if (event == cv::EVENT_LBUTTONDOWN || event == cv::EVENT_LBUTTONDBLCLK)
    list.push_back({Mouse::Kind::press, at});
  if (event == cv::EVENT_LBUTTONUP) list.push_back({Mouse::Kind::release, at});
  if (event == cv::EVENT_MBUTTONDOWN) list.push_back({Mouse::Kind::take, at});
  if (event == cv::EVENT_MBUTTONUP) list.push_back({Mouse::Kind::let_go, at});
  constexpr double notch = 120;
  if (event == cv::EVENT_MOUSEWHEEL)
    list.push_back({Mouse::Kind::wheel, at, cv::getMouseWheelDelta(flags) / notch});
}

/// Waits for the first frame, so that the window is made to its measure. Nothing where it is not
/// to be waited for.
cv::Size first_frame_size(const session::Session& session, const std::function<bool()>& stop) {
  constexpr auto patience = std::chrono::seconds(2);
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!stop() && std::chrono::steady_clock::now() < end) {
    const auto shown = session.latest();
    if (!shown->frame.empty()) return shown->frame.size();
    session.wait(shown->serial, std::chrono::milliseconds(20));
  }
  return {960, 540};
}

cv::Size usable(cv::Size size) {
  return {std::max(size.width, smallest_width), std::max(size.height, smallest_height)};
}

/// A key of cv::waitKeyEx, where KeyTap has none to give.
Key key_from_highgui(int code) {
  constexpr int letters = 0x7f;
  constexpr int ctrl = 0x40000;  // GTK's mask, which highgui passes on
  const int plain = code & 0xffff;
  if ((code & ctrl) != 0) {
    if (plain == 'z') return {key_undo, false};
    return {plain == 'y' || plain == 'Z' ? key_redo : key_none, false};
  }
  if (plain >= 'A' && plain <= 'Z') return {plain - 'A' + 'a', true};
  if (plain <= letters || (plain >= key_home && plain <= key_delete)) return {plain, false};
  return {};
}

}  // namespace

void run_window(session::Session& session, Saver& saver, const WindowOptions& options) {
  const cv::Size frame = first_frame_size(session, options.stop);
  std::vector<Mouse> mice;
  Window window(options.title, frame, Window::Size::free);
  window.resize(window_for(frame, screen_room()));
  cv::setMouseCallback(options.title, on_mouse, &mice);
  KeyTap tap;
  Control control(session, saver, {options.model(), options.relocate_after, true});
  cv::Size size;
  Mouse pointer;  ///< where it was last
  while (!control.ended() && !options.stop() && window.is_open()) {
    control.set_model(options.model());
    const cv::Size now = usable(window.inner_size());
    const bool resized = std::exchange(size, now) != now;
    control.resize(size);
    if (control.refresh() || resized) window.show(paint(control.scene(), size));
    const int code = window.wait(pump_ms);
    for (const Mouse& mouse : std::exchange(mice, {})) control.mouse(pointer = mouse);
    if (const double turns = tap.take_turns(); turns != 0)
      control.mouse({Mouse::Kind::wheel, pointer.at, turns});
    for (const Key& key : tap.take()) control.key(key);
    if (code != key_none) control.key(key_from_highgui(code));
  }
}

}  // namespace siamrt::ui
