#pragma once

// User interface room: windows of the program. It offers the test for a display (this header), the
// window in which targets are drawn and followed (window_loop.hpp) and a plain live view
// (view.hpp). highgui is used here alone; what the window means (window_control.hpp) and how it
// looks (canvas_scene.hpp) know nothing of it. Windows belong to the thread that made them.

#include <string>

namespace siamrt::ui {

/// Whether a window can be opened.
struct Display {
  bool usable = false;
  std::string what;  ///< `X11 :0`, `wayland-0`, or why there is none
};

/// OpenCV's Qt windows end the process where there is no display, with no exception to catch. So a
/// child process tries first. Call before threads are started; takes up to a few tenths of a
/// second.
Display find_display();

}  // namespace siamrt::ui
