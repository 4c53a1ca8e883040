#pragma once

// Track room: from a frame and a box to the next box. It offers Tracker and Track (public header)
// and, to itself and its tests, crops (this header), the families' rules (families.hpp), windows
// (window.hpp) and the decoding of maps (decode.hpp). It knows nothing of LibTorch, files, windows
// or data sets.

#include <siamrt/frame.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace siamrt::track {

/// One colour, B, G, R.
using Colour = std::array<std::uint8_t, 3>;

/// Mean colour of a whole frame, each channel cut down to a whole number, as all four families fill
/// what lies outside the frame.
Colour mean_colour(const Frame& frame);

/// The part of a frame that a crop shows, and how its pixels are weighed.
struct Cut {
  enum class Sampling {
    /// Whole pixels [x, x + width) x [y, y + height), missing ones filled, then shrunk or grown as
    /// OpenCV's 8-bit `resize` with INTER_LINEAR does (pixel centres at +0.5, weights in 1/2048).
    window,
    /// The first output pixel's centre lies at (x, y), the last one's at (x + width, y + height),
    /// as
    /// OpenCV's 8-bit `warpAffine` does (weights in 1/32); missing neighbours are filled one by
    /// one.
    corners,
  };

  Sampling sampling = Sampling::window;
  double x = 0;  ///< frame pixels, as are the next three; whole numbers for `window`
  double y = 0;
  double width = 0;  ///< >= 1 for `window`, >= 0 for `corners`
  double height = 0;
};

/// Makes square crops, keeping its buffers from call to call. Integer arithmetic throughout, so
/// that the bytes depend neither on the machine nor on the OpenCV release; equal to OpenCV 4.6's
/// `copyMakeBorder` + `resize` and `warpAffine`, which the original trackers use (golden crops in
/// tests/track/crop_test.cpp). Nothing outside the frame is ever built: the cost depends on `out`
/// alone.
class Cropper {
 public:
  /// Writes `cut` of `frame` (CV_8UC3) to `crop`, out x out, CV_8UC3; allocates only when `out`
  /// grows or `crop` has another size. Requires: out >= 2.
  void operator()(const Frame& frame, const Cut& cut, const Colour& fill, int out, cv::Mat& crop);

 private:
  /// The two frame lines (rows or columns) that one output line mixes; -1: outside the frame.
  struct Mix {
    int first;
    int second;
    std::int16_t first_weight;
    std::int16_t second_weight;
  };

  enum class Axis { columns, rows };

  /// One frame row, mixed along its columns, kept for the next output row.
  struct Row {
    int index = unset;
    std::vector<std::int16_t> values;  ///< out * 3
  };

  static constexpr int outside = -1;
  static constexpr int unset = -2;

  static void window_mixes(double start, double side, int limit, Axis axis,
                           std::vector<Mix>& mixes);
  static void corner_mixes(double start, double length, int limit, Axis axis,
                           std::vector<Mix>& mixes);

  template <Cut::Sampling sampling>
  void sample(const Frame& frame, const Colour& fill, cv::Mat& crop);
  template <Cut::Sampling sampling>
  void mix_row(const Frame& frame, const Colour& fill, int index, Row& row);
  void gather(const Frame& frame, const Colour& fill, int index);
  void spread_weights();

  std::vector<Mix> columns_;
  std::vector<Mix> rows_;
  // One number a byte of an output row, so that a row is mixed in vector lanes.
  std::vector<std::int16_t> first_weights_;
  std::vector<std::int16_t> second_weights_;
  std::vector<std::uint8_t> first_pixels_;  ///< with a spare byte at the end
  std::vector<std::uint8_t> second_pixels_;
  Row first_;
  Row second_;
};

}  // namespace siamrt::track
