#include "track/crop.hpp"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace siamrt::track {
namespace {

constexpr int window_one = 2048;       // INTER_RESIZE_COEF_SCALE of OpenCV's resize.cpp
constexpr int corner_steps = 32;       // INTER_TAB_SIZE of OpenCV's imgwarp.cpp
constexpr double corner_scale = 1024;  // AB_SCALE there; 5 of its 10 bits become the weight

/// Index inside 0 .. limit - 1, or -1.
int inside(std::int64_t index, int limit) {
  return index >= 0 && index < limit ? static_cast<int>(index) : -1;
}

/// Mixes two rows into one output row. Written so that a compiler can use 16-bit lanes.
template <Cut::Sampling sampling>
void mix_rows(const std::int16_t* first, const std::int16_t* second, std::int16_t first_weight,
              std::int16_t second_weight, int count, std::uint8_t* out) {
  for (int i = 0; i < count; ++i) {
    if constexpr (sampling == Cut::Sampling::window) {
      // Each product loses its low bits on its own, as in OpenCV.
      const auto a = static_cast<std::int16_t>((first_weight * first[i]) >> 16);
      const auto b = static_cast<std::int16_t>((second_weight * second[i]) >> 16);
      out[i] = static_cast<std::uint8_t>(static_cast<std::int16_t>(a + b + 2) >> 2);
    } else {
      out[i] = static_cast<std::uint8_t>(
          (first_weight * first[i] + second_weight * second[i] + 512) >> 10);
    }
  }
}

}  // namespace

Colour mean_colour(const Frame& frame) {
  // Exact sums and one division: cv::mean multiplies by a reciprocal, which can fall below a whole
  // mean.
  const cv::Scalar sum = cv::sum(frame);
  const double pixels = static_cast<double>(frame.total());
  Colour colour{};
  for (int c = 0; c < 3; ++c) colour[c] = static_cast<std::uint8_t>(sum[c] / pixels);
  return colour;
}

void Cropper::window_mixes(double start, double side, int limit, Axis axis,
                           std::vector<Mix>& mixes) {
  const auto origin = static_cast<std::int64_t>(start);
  const auto last = static_cast<std::int64_t>(side) - 1;
  const double scale = 1.0 / (static_cast<double>(mixes.size()) / side);
  for (size_t i = 0; i < mixes.size(); ++i) {
    auto offset = static_cast<float>((static_cast<double>(i) + 0.5) * scale - 0.5);
    auto index = static_cast<std::int64_t>(std::floor(offset));
    offset -= static_cast<float>(index);
    // At the window's ends OpenCV drops the weights of columns but keeps those of rows.
    if (axis == Axis::columns && (index < 0 || index >= last)) offset = 0;
    const auto first = std::clamp<std::int64_t>(index, 0, last);
    const auto second = std::clamp<std::int64_t>(index + 1, 0, last);
    mixes[i] = {inside(origin + first, limit), inside(origin + second, limit),
                static_cast<std::int16_t>(std::lrint((1.0F - offset) * window_one)),
                static_cast<std::int16_t>(std::lrint(offset * window_one))};
  }
}

void Cropper::corner_mixes(double start, double length, int limit, Axis axis,
                           std::vector<Mix>& mixes) {
  const double step = length / static_cast<double>(mixes.size() - 1);
  for (size_t i = 0; i < mixes.size(); ++i) {
    const double along = step * static_cast<double>(i);
    // warpAffine rounds start and way separately along a row, their sum from row to row.
    const std::int64_t fine = axis == Axis::columns ? std::llrint(start * corner_scale) +
                                                          std::llrint(along * corner_scale)
                                                    : std::llrint((along + start) * corner_scale);
    const std::int64_t position = (fine + 16) >> 5;
    const std::int64_t index = position >> 5;
    const auto weight = static_cast<std::int16_t>(position & (corner_steps - 1));
    mixes[i] = {inside(index, limit), inside(index + 1, limit),
                static_cast<std::int16_t>(corner_steps - weight), weight};
  }
}

void Cropper::gather(const Frame& frame, const Colour& fill, int index) {
  const std::uint8_t* row = index == outside ? nullptr : frame.ptr(index);
  const auto pixel = [&](int column) {
    return row == nullptr || column == outside ? fill.data()
                                               : row + 3 * static_cast<size_t>(column);
  };
  std::uint8_t* first = first_pixels_.data();
  std::uint8_t* second = second_pixels_.data();
  for (const Mix& m : columns_) {
    // Four bytes go quicker than three, where a fourth may be read; the next pixel overwrites it.
    const bool roomy = m.first != outside && m.second != outside && m.second < frame.cols - 1;
    if (row != nullptr && roomy) {
      std::memcpy(first, pixel(m.first), 4);
      std::memcpy(second, pixel(m.second), 4);
    } else {
      std::memcpy(first, pixel(m.first), 3);
      std::memcpy(second, pixel(m.second), 3);
    }
    first += 3;
    second += 3;
  }
}

template <Cut::Sampling sampling>
void Cropper::mix_row(const Frame& frame, const Colour& fill, int index, Row& row) {
  // resize drops four bits before it goes on in 16; both sums fit: 255 * 2048 / 16 and 255 * 32.
  constexpr int shift = sampling == Cut::Sampling::window ? 4 : 0;
  gather(frame, fill, index);
  row.index = index;
  const size_t count = row.values.size();
  const std::uint8_t* a = first_pixels_.data();
  const std::uint8_t* b = second_pixels_.data();
  const std::int16_t* weight_a = first_weights_.data();
  const std::int16_t* weight_b = second_weights_.data();
  std::int16_t* __restrict__ out = row.values.data();
  for (size_t i = 0; i < count; ++i) {
    const auto wide_a = static_cast<std::int16_t>(a[i]);
    const auto wide_b = static_cast<std::int16_t>(b[i]);
    out[i] = static_cast<std::int16_t>((wide_a * weight_a[i] + wide_b * weight_b[i]) >> shift);
  }
}

void Cropper::spread_weights() {
  for (size_t i = 0; i < columns_.size(); ++i) {
    std::fill_n(first_weights_.data() + 3 * i, 3, columns_[i].first_weight);
    std::fill_n(second_weights_.data() + 3 * i, 3, columns_[i].second_weight);
  }
}

template <Cut::Sampling sampling>
void Cropper::sample(const Frame& frame, const Colour& fill, cv::Mat& crop) {
  const int count = crop.cols * 3;
  for (int y = 0; y < crop.rows; ++y) {
    const Mix& m = rows_[static_cast<size_t>(y)];
    if (m.first == second_.index) std::swap(first_, second_);
    if (m.first != first_.index) mix_row<sampling>(frame, fill, m.first, first_);
    if (m.second != second_.index) mix_row<sampling>(frame, fill, m.second, second_);
    mix_rows<sampling>(first_.values.data(), second_.values.data(), m.first_weight, m.second_weight,
                       count, crop.ptr(y));
  }
}

void Cropper::operator()(const Frame& frame, const Cut& cut, const Colour& fill, int out,
                         cv::Mat& crop) {
  const auto size = static_cast<size_t>(out);
  crop.create(out, out, CV_8UC3);
  columns_.resize(size);
  rows_.resize(size);
  first_weights_.resize(3 * size);
  second_weights_.resize(3 * size);
  first_pixels_.resize(3 * size + 1);
  second_pixels_.resize(3 * size + 1);
  for (Row* row : {&first_, &second_}) {
    row->index = unset;
    row->values.resize(3 * size);
  }
  if (cut.sampling == Cut::Sampling::window) {
    window_mixes(cut.x, cut.width, frame.cols, Axis::columns, columns_);
    spread_weights();
    window_mixes(cut.y, cut.height, frame.rows, Axis::rows, rows_);
    sample<Cut::Sampling::window>(frame, fill, crop);
  } else {
    corner_mixes(cut.x, cut.width, frame.cols, Axis::columns, columns_);
    spread_weights();
    corner_mixes(cut.y, cut.height, frame.rows, Axis::rows, rows_);
    sample<Cut::Sampling::corners>(frame, fill, crop);
  }
}

}  // namespace siamrt::track
