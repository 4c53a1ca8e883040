#include "reference/crop.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::reference {
namespace {

using track::Colour;
using track::Cut;

int pixel(const Frame& frame, const Colour& fill, long x, long y, int channel) {
  if (x < 0 || y < 0 || x >= frame.cols || y >= frame.rows)
    return fill[static_cast<size_t>(channel)];
  return frame.at<cv::Vec3b>(static_cast<int>(y), static_cast<int>(x))[channel];
}

/// The whole window, filled where the frame ends.
cv::Mat padded(const Frame& frame, const Cut& cut, const Colour& fill) {
  const int side = static_cast<int>(cut.width);
  cv::Mat window(side, side, CV_8UC3);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      for (int c = 0; c < 3; ++c) {
        window.at<cv::Vec3b>(y, x)[c] = static_cast<uchar>(
            pixel(frame, fill, static_cast<long>(cut.x) + x, static_cast<long>(cut.y) + y, c));
      }
    }
  }
  return window;
}

/// One axis of a bilinear 8-bit resize: source index and weight of the next one, of 2048.
struct Sample {
  int index;
  int low;
  int high;
};

Sample sample(int i, int side, int out, bool column) {
  const double scale = 1.0 / (static_cast<double>(out) / side);
  float at = static_cast<float>((i + 0.5) * scale - 0.5);
  int index = static_cast<int>(std::floor(at));
  at -= static_cast<float>(index);
  if (column && index < 0) {
    index = 0;
    at = 0;
  }
  if (column && index >= side - 1) {
    index = side - 1;
    at = 0;
  }
  return {index, static_cast<int>(std::nearbyint((1.0F - at) * 2048)),
          static_cast<int>(std::nearbyint(at * 2048))};
}

cv::Mat resized(const cv::Mat& window, int out) {
  const int side = window.cols;
  cv::Mat result(out, out, CV_8UC3);
  const auto at = [&](int y, int x, int c) {
    return static_cast<int>(
        window.at<cv::Vec3b>(std::clamp(y, 0, side - 1), std::clamp(x, 0, side - 1))[c]);
  };
  for (int i = 0; i < out; ++i) {
    const Sample row = sample(i, side, out, false);
    for (int j = 0; j < out; ++j) {
      const Sample column = sample(j, side, out, true);
      for (int c = 0; c < 3; ++c) {
        const auto along = [&](int y) {
          return (at(y, column.index, c) * column.low + at(y, column.index + 1, c) * column.high) >>
                 4;
        };
        const int top = (row.low * along(row.index)) >> 16;
        const int bottom = (row.high * along(row.index + 1)) >> 16;
        result.at<cv::Vec3b>(i, j)[c] = static_cast<uchar>((top + bottom + 2) >> 2);
      }
    }
  }
  return result;
}

cv::Mat warped(const Frame& frame, const Cut& cut, const Colour& fill, int out) {
  const double a = cut.width / (out - 1);
  const double e = cut.height / (out - 1);
  const auto rint = [](double value) { return static_cast<long>(std::nearbyint(value)); };
  cv::Mat result(out, out, CV_8UC3);
  for (int j = 0; j < out; ++j) {
    for (int i = 0; i < out; ++i) {
      const long x = (rint(cut.x * 1024) + 16 + rint(a * i * 1024)) >> 5;
      const long y = (rint((e * j + cut.y) * 1024) + 16) >> 5;
      const long px = x >> 5;
      const long py = y >> 5;
      const int fx = static_cast<int>(x & 31);
      const int fy = static_cast<int>(y & 31);
      for (int c = 0; c < 3; ++c) {
        const auto p = [&](long column, long row) { return pixel(frame, fill, column, row, c); };
        const int v = ((32 - fy) * (32 - fx) * p(px, py) + (32 - fy) * fx * p(px + 1, py) +
                       fy * (32 - fx) * p(px, py + 1) + fy * fx * p(px + 1, py + 1)) *
                      32;
        result.at<cv::Vec3b>(j, i)[c] = static_cast<uchar>((v + 16384) >> 15);
      }
    }
  }
  return result;
}

}  // namespace

cv::Mat crop(const Frame& frame, const Cut& cut, const Colour& fill, int out) {
  return cut.sampling == Cut::Sampling::window ? resized(padded(frame, cut, fill), out)
                                               : warped(frame, cut, fill, out);
}

cv::Mat opencv_crop(const Frame& frame, const Cut& cut, const Colour& fill, int out) {
  cv::Mat result;
  const cv::Scalar border(fill[0], fill[1], fill[2]);
  if (cut.sampling == Cut::Sampling::corners) {
    const cv::Matx23d map(cut.width / (out - 1), 0, cut.x, 0, cut.height / (out - 1), cut.y);
    cv::warpAffine(frame, result, map, {out, out}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_CONSTANT, border);
    return result;
  }
  const int x = static_cast<int>(cut.x);
  const int y = static_cast<int>(cut.y);
  const int side = static_cast<int>(cut.width);
  const int left = std::max(0, -x);
  const int top = std::max(0, -y);
  cv::Mat wide;
  cv::copyMakeBorder(frame, wide, top, std::max(0, y + side - frame.rows), left,
                     std::max(0, x + side - frame.cols), cv::BORDER_CONSTANT, border);
  const cv::Mat window = wide(cv::Rect(x + left, y + top, side, side));
  if (side == out) return window.clone();
  cv::resize(window, result, {out, out}, 0, 0, cv::INTER_LINEAR);
  return result;
}

}  // namespace siamrt::reference
