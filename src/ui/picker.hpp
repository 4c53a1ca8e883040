#pragma once

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <functional>
#include <string>
#include <vector>

namespace siamrt::ui {

/// Opens a window on `frame` in which boxes are drawn with the mouse: drag to draw, Enter or blank
/// to accept, `n` to keep the box and draw another, `c` or Backspace to draw anew, `h j k l` to
/// move it by a pixel, Esc or closing the window to give up. Returns the boxes in frame pixels;
/// none where the user gave up or `stop` became true. requires: find_display().usable.
std::vector<Box> pick_boxes(const Frame& frame, const std::string& title,
                            const std::function<bool()>& stop);

}  // namespace siamrt::ui
