#pragma once

#include <siamrt/frame.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace siamrt::media {

/// Decodes the bytes of one picture to 8-bit BGR, pixel for pixel as cv::imread(IMREAD_COLOR) does,
/// because that is what the benchmarks' own readers use:
/// - grey and palette pictures become BGR, alpha is dropped, CMYK is converted;
/// - 16-bit channels keep their upper byte;
/// - the EXIF orientation is applied, so a frame may be the transpose of what the file stores.
/// Nothing if the bytes are no picture or a damaged one; a JPEG or PNG that is cut short or fails
/// its checks counts as damaged, although cv::imread would return what is left of a JPEG.
std::optional<Frame> decode_image(std::string_view bytes);

/// The same for a file; nothing also if it cannot be read.
std::optional<Frame> read_image(const std::string& path);

}  // namespace siamrt::media
