#pragma once

#include <opencv2/core/types.hpp>

namespace siamrt::media {

/// Colour (BGR) of target number `index`, 0-based: the eight of Okabe and Ito ("Color Universal
/// Design", 2008) but for black, in an order that keeps neighbours far apart, told apart with every
/// common kind of colour blindness; then the same again in lighter and darker tones. Any index is
/// fine.
cv::Scalar target_colour(int index);

/// Black or white, whichever reads better on `background` (BGR).
cv::Scalar text_colour(const cv::Scalar& background);

}  // namespace siamrt::media
