#pragma once

#include <siamrt/box.hpp>

namespace siamrt::cli {

/// What is known of one target in one frame.
struct Mark {
  Box box;           ///< frame pixels
  double score = 0;  ///< 0..1; 0 for a held box
  bool lost = false;
  bool held = false;  ///< this frame could not be tracked; the box is the last one
};

}  // namespace siamrt::cli
