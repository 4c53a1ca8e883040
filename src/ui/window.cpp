#include "ui/window.hpp"

#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace siamrt::ui {

Window::Window(std::string title, cv::Size picture) : title_(std::move(title)) {
  // WINDOW_GUI_NORMAL: without Qt's tool bar. A window that fits most screens keeps its size.
  constexpr int fits_width = 1600;
  constexpr int fits_height = 900;
  const bool fits = picture.width <= fits_width && picture.height <= fits_height;
  cv::namedWindow(title_, (fits ? cv::WINDOW_AUTOSIZE : cv::WINDOW_NORMAL | cv::WINDOW_KEEPRATIO) |
                              cv::WINDOW_GUI_NORMAL);
  if (!fits) {
    const double scale = std::min(static_cast<double>(fits_width) / picture.width,
                                  static_cast<double>(fits_height) / picture.height);
    cv::resizeWindow(title_, static_cast<int>(picture.width * scale),
                     static_cast<int>(picture.height * scale));
  }
}

Window::~Window() {
  try {
    cv::destroyWindow(title_);
  } catch (const cv::Exception&) {  // closed by the user before
  }
}

int Window::show(const cv::Mat& picture, int milliseconds) {
  cv::imshow(title_, picture);
  shown_ = true;
  return cv::waitKeyEx(std::max(1, milliseconds));
}

bool Window::is_open() const {
  if (!shown_) return true;
  try {
    return cv::getWindowProperty(title_, cv::WND_PROP_VISIBLE) > 0;
  } catch (const cv::Exception&) {
    return false;
  }
}

void write_label(cv::Mat& canvas, const std::string& text, cv::Point at) {
  constexpr double scale = 0.45;
  int baseline = 0;
  const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, 1, &baseline);
  const cv::Rect ground =
      cv::Rect(at.x - 3, at.y - size.height - 4, size.width + 6, size.height + baseline + 5) &
      cv::Rect(0, 0, canvas.cols, canvas.rows);
  if (!ground.empty()) canvas(ground) *= 0.35;
  cv::putText(canvas, text, at, cv::FONT_HERSHEY_SIMPLEX, scale, {255, 255, 255}, 1, cv::LINE_AA);
}

}  // namespace siamrt::ui
