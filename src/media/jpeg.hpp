#pragma once

#include <siamrt/frame.hpp>

#include <optional>
#include <string_view>

namespace siamrt::media {

/// True if the bytes start as a JPEG file does.
bool is_jpeg(std::string_view bytes) noexcept;

/// Decodes a JPEG as cv::imread(IMREAD_COLOR) does, to the last bit (same libjpeg, same choices,
/// EXIF orientation applied), with two differences: nothing is printed, and a picture whose data is
/// cut short or damaged gives nothing instead of a partly grey frame.
std::optional<Frame> decode_jpeg(std::string_view bytes);

}  // namespace siamrt::media
