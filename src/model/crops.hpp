#pragma once

#include <siamrt/description.hpp>

#include <torch/types.h>
#include <opencv2/core/mat.hpp>

#include <vector>

namespace siamrt::model {

/// Throws Error(usage) unless there is a crop and all are CV_8UC3, square and of one size.
void check_crops(const std::vector<cv::Mat>& crops);

/// Writes crops first, first + 1, ... (BGR bytes) into `images`, N x 3 x H x H float32 of any
/// strides, as raw 0..255 in the given order of channels.
void write_crops(const std::vector<cv::Mat>& crops, size_t first, ChannelOrder order,
                 at::Tensor& images);

}  // namespace siamrt::model
