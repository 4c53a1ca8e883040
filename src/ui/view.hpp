#pragma once

#include "ui/window.hpp"

#include <functional>

namespace siamrt::ui {

/// The plain live view of a run that goes on by itself (`--box` with files to write, the demo);
/// what people work in is window_loop.hpp. requires: find_display().usable.
class View {
 public:
  View(const std::string& title, cv::Size picture)
      : window_(title, picture, Window::Size::picture) {}

  /// Shows a picture. Blank pauses until the next blank; returns false once the user has pressed q
  /// or Esc or closed the window. A pause also ends when `stop` becomes true.
  bool show(const cv::Mat& picture, const std::function<bool()>& stop);

 private:
  Window window_;
};

}  // namespace siamrt::ui
