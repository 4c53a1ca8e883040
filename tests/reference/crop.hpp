#pragma once

#include "track/crop.hpp"

namespace siamrt::reference {

/// Plain twin of track::Cropper: builds everything the rule speaks of, pixel by pixel, in integers,
/// with no thought of speed or memory. Written from the two OpenCV functions' documented
/// arithmetic.
cv::Mat crop(const Frame& frame, const track::Cut& cut, const track::Colour& fill, int out);

/// The same by OpenCV itself (copyMakeBorder + resize, warpAffine), as the original trackers do it.
cv::Mat opencv_crop(const Frame& frame, const track::Cut& cut, const track::Colour& fill, int out);

}  // namespace siamrt::reference
