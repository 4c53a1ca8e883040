#include "ui/view.hpp"

namespace siamrt::ui {
namespace {

bool ends(int key) { return key == key_escape || key == 'q'; }

}  // namespace

bool View::show(const cv::Mat& picture, const std::function<bool()>& stop) {
  if (!window_.is_open()) return false;
  int key = window_.show(picture, 1);
  bool paused = key == ' ';
  while (paused && !stop() && window_.is_open() && !ends(key)) {
    key = window_.show(picture, 30);
    if (key == ' ') paused = false;
  }
  return !ends(key) && window_.is_open();
}

}  // namespace siamrt::ui
