#pragma once

#include <opencv2/core/mat.hpp>

namespace siamrt {

/// One picture: 8-bit BGR (`CV_8UC3`), never written to by the library.
using Frame = cv::Mat;

}  // namespace siamrt
