#pragma once

#include <opencv2/core/mat.hpp>

#include <string>

namespace siamrt::ui {

/// One window of highgui; closed at the end of the scope. requires: find_display().usable.
class Window {
 public:
  enum class Size {
    picture,  ///< that of the pictures, scaled down where they are larger than most screens
    free,     ///< the user's to change
  };

  Window(std::string title, cv::Size picture, Size size);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  const std::string& title() const noexcept { return title_; }

  /// Shows a picture; it is seen with the next wait().
  void show(const cv::Mat& picture);

  /// Handles the window's events for about `milliseconds`; returns the key that was pressed as
  /// cv::waitKeyEx does, -1 otherwise.
  int wait(int milliseconds);

  /// False once the user has closed it.
  bool is_open() const;

  /// Pixels inside it; the last known size where that cannot be told.
  cv::Size inner_size() const;
  void resize(cv::Size size);

 private:
  std::string title_;
  cv::Size size_;
  bool shown_ = false;
};

}  // namespace siamrt::ui
