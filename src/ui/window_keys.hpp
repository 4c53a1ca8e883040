#pragma once

#include "ui/window_control.hpp"

#include <opencv2/core/types.hpp>

#include <memory>
#include <vector>

namespace siamrt::ui {

/// Keys of the program's windows. Under Qt they are taken before its picture view sees them, which
/// keeps arrow keys for itself once it was clicked, and none is lost (highgui keeps the last one
/// alone). Without Qt's headers at build time, or with another highgui, take() is always empty and
/// cv::waitKeyEx has the keys. Lives on the windows' thread, after the first window was made.
class KeyTap {
 public:
  KeyTap();
  ~KeyTap();
  KeyTap(const KeyTap&) = delete;
  KeyTap& operator=(const KeyTap&) = delete;

  /// Presses since the last call, oldest first.
  std::vector<Key> take();

  /// Notches that the mouse's wheel was turned since the last call, away from the hand positive.
  double take_turns();

 private:
  class Filter;
  std::unique_ptr<Filter> filter_;
};

/// Room for a window on the first screen, frames of windows and panels off; a guess where it cannot
/// be known. requires: a window was made.
cv::Size screen_room();

}  // namespace siamrt::ui
