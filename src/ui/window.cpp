#include "ui/window.hpp"

#include <opencv2/highgui.hpp>

#include <algorithm>

namespace siamrt::ui {

Window::Window(std::string title, cv::Size picture, Size size)
    : title_(std::move(title)), size_(picture) {
  // WINDOW_GUI_NORMAL: without Qt's tool bar. A window that fits most screens keeps its size.
  constexpr int fits_width = 1600;
  constexpr int fits_height = 900;
  const bool fits = picture.width <= fits_width && picture.height <= fits_height;
  const int free =
      cv::WINDOW_NORMAL | (size == Size::free ? cv::WINDOW_FREERATIO : cv::WINDOW_KEEPRATIO);
  const bool fixed = size == Size::picture && fits;
  cv::namedWindow(title_, (fixed ? cv::WINDOW_AUTOSIZE : free) | cv::WINDOW_GUI_NORMAL);
  if (size == Size::free) resize(picture);
  if (size == Size::picture && !fits) {
    const double scale = std::min(static_cast<double>(fits_width) / picture.width,
                                  static_cast<double>(fits_height) / picture.height);
    resize({static_cast<int>(picture.width * scale), static_cast<int>(picture.height * scale)});
  }
}

Window::~Window() {
  try {
    cv::destroyWindow(title_);
  } catch (const cv::Exception&) {  // closed by the user before
  }
}

void Window::show(const cv::Mat& picture) {
  cv::imshow(title_, picture);
  shown_ = true;
}

int Window::wait(int milliseconds) { return cv::waitKeyEx(std::max(1, milliseconds)); }

bool Window::is_open() const {
  if (!shown_) return true;
  try {
    return cv::getWindowProperty(title_, cv::WND_PROP_VISIBLE) > 0;
  } catch (const cv::Exception&) {
    return false;
  }
}

cv::Size Window::inner_size() const {
  try {
    const cv::Rect place = cv::getWindowImageRect(title_);
    if (place.width > 0 && place.height > 0) return place.size();
  } catch (const cv::Exception&) {  // closed by the user
  }
  return size_;
}

void Window::resize(cv::Size size) {
  size_ = size;
  cv::resizeWindow(title_, size.width, size.height);
}

}  // namespace siamrt::ui
