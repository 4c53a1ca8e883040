#include "ui/view.hpp"

#include "ui/window_control.hpp"

namespace siamrt::ui {
namespace {

bool ends(int key) { return key == key_escape || key == 'q'; }

}  // namespace

bool View::show(const cv::Mat& picture, const std::function<bool()>& stop) {
  if (!window_.is_open()) return false;
  window_.show(picture);
  int key = window_.wait(1);
  bool paused = key == ' ';
  while (paused && !stop() && window_.is_open() && !ends(key)) {
    key = window_.wait(30);
    if (key == ' ') paused = false;
  }
  return !ends(key) && window_.is_open();
}

}  // namespace siamrt::ui
