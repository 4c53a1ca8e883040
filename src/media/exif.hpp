#pragma once

#include <siamrt/frame.hpp>

#include <string_view>

namespace siamrt::media {

/// Orientation (1..8, TIFF tag 0x0112) of an EXIF block that starts with its TIFF header (`II*` or
/// `MM*`); 1, upright, if there is none or the block is broken.
int exif_orientation(std::string_view tiff) noexcept;

/// Turns and mirrors a stored picture so that it stands upright; 1 and values out of range do
/// nothing.
void apply_orientation(Frame& frame, int orientation);

}  // namespace siamrt::media
