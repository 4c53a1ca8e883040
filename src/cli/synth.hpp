#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt synth`: rendered data sets and clips with exact truth.
Command synth_command();

/// `WxH` in pixels. Throws Error(usage) for anything else.
struct PictureSize {
  int width = 0;
  int height = 0;
};
PictureSize parse_size(const std::string& text);

}  // namespace siamrt::cli
