#pragma once

#include <opencv2/core/mat.hpp>

#include <string>

namespace siamrt::ui {

// What cv::waitKeyEx reports for keys without a letter: X11 keysyms, from Qt as from GTK.
constexpr int key_none = -1;
constexpr int key_escape = 27;
constexpr int key_enter = 13;
constexpr int key_return = 10;
constexpr int key_backspace = 8;
constexpr int key_left = 0xff51;
constexpr int key_up = 0xff52;
constexpr int key_right = 0xff53;
constexpr int key_down = 0xff54;

/// One window; closed at the end of the scope. requires: find_display().usable.
class Window {
 public:
  /// `picture` is the size of what will be shown; a larger one than the screen is scaled down.
  Window(std::string title, cv::Size picture);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Shows a picture and handles the window's events for about `milliseconds`; returns the key that
  /// was pressed, key_none otherwise.
  int show(const cv::Mat& picture, int milliseconds);

  /// False once the user has closed it.
  bool is_open() const;

 private:
  std::string title_;
  bool shown_ = false;
};

/// Small white text on a dark ground, its lower left corner at `at` (picture pixels).
void write_label(cv::Mat& canvas, const std::string& text, cv::Point at);

}  // namespace siamrt::ui
