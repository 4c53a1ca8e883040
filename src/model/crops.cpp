#include "model/crops.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::model {
namespace {

/// Pixels interleaved on both sides and in the same order: one flat conversion, which compilers
/// vectorise.
void write_flat(const cv::Mat& crop, float* out) {
  for (int row = 0; row < crop.rows; ++row) {
    const std::uint8_t* in = crop.ptr<std::uint8_t>(row);
    const int n = 3 * crop.cols;
    for (int i = 0; i < n; ++i) out[i] = static_cast<float>(in[i]);
    out += n;
  }
}

void write_strided(const cv::Mat& crop, bool flip, const at::Tensor& image) {
  const auto channel = image.stride(0);
  const auto line = image.stride(1);
  const auto column = image.stride(2);
  for (int row = 0; row < crop.rows; ++row) {
    const std::uint8_t* in = crop.ptr<std::uint8_t>(row);
    float* out = image.data_ptr<float>() + row * line;
    for (int c = 0; c < 3; ++c) {
      float* plane = out + (flip ? 2 - c : c) * channel;
      for (int j = 0; j < crop.cols; ++j) plane[j * column] = static_cast<float>(in[3 * j + c]);
    }
  }
}

}  // namespace

void check_crops(const std::vector<cv::Mat>& crops) {
  if (crops.empty())
    throw Error(Error::Kind::usage, "network: no crop given, expected at least one");
  for (const cv::Mat& crop : crops) {
    if (crop.type() != CV_8UC3 || crop.rows < 1 || crop.rows != crop.cols ||
        crop.rows != crops[0].rows) {
      throw Error(
          Error::Kind::usage,
          fmt::format(
              "network: a crop of {} x {} pixels, type {}; expected 8-bit BGR squares of one size",
              crop.cols, crop.rows, crop.type()));
    }
  }
}

void write_crops(const std::vector<cv::Mat>& crops, size_t first, ChannelOrder order,
                 at::Tensor& images) {
  const bool flip = order == ChannelOrder::rgb;
  for (std::int64_t n = 0; n < images.size(0); ++n) {
    const cv::Mat& crop = crops[first + static_cast<size_t>(n)];
    const at::Tensor image = images[n];
    const bool interleaved =
        image.stride(0) == 1 && image.stride(2) == 3 && image.stride(1) == 3 * image.size(2);
    if (interleaved && !flip) {
      write_flat(crop, image.data_ptr<float>());
    } else {
      write_strided(crop, flip, image);
    }
  }
}

}  // namespace siamrt::model
