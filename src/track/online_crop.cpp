#include "track/online_crop.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

int floor_mod(int value, int by) { return ((value % by) + by) % by; }

/// Rows (or columns) of the source that an output line mixes; half-pixel centres, no antialias.
struct Mix {
  int first;
  int second;
  float share;  ///< of the second
};

Mix mix_of(int line, int side, int out) {
  const float at = std::max(0.0F, (static_cast<float>(line) + 0.5F) *
                                          (static_cast<float>(side) / static_cast<float>(out)) -
                                      0.5F);
  const int first = std::min(static_cast<int>(at), side - 1);
  return {first, std::min(first + 1, side - 1), at - static_cast<float>(first)};
}

/// Pixel `index` of a window whose line 0 is `start`, both counted in steps, as a line of the
/// frame.
int line_of(int start, int index, int step, int offset, int limit) {
  const int last = (limit - 1 - offset) / step;
  return offset + step * std::clamp(start + index, 0, last);
}

std::vector<float> gaussian(float sigma) {
  const int radius = static_cast<int>(std::ceil(2 * sigma));
  std::vector<float> kernel(2 * static_cast<size_t>(radius) + 1);
  float sum = 0;
  for (size_t k = 0; k < kernel.size(); ++k) {
    const auto at = static_cast<float>(static_cast<int>(k) - radius);
    sum += kernel[k] = std::exp(-at * at / (2 * sigma * sigma));
  }
  for (float& weight : kernel) weight /= sum;
  return kernel;
}

cv::Mat rotation(float degrees, int side) {
  const double angle = static_cast<double>(degrees) * CV_PI / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  const double middle = (side - 1) / 2.0;
  cv::Mat matrix(2, 3, CV_64F);
  const double rows[2][2] = {{c, s}, {-s, c}};
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) matrix.at<double>(i, j) = rows[i][j];
    matrix.at<double>(i, 2) = middle - (rows[i][0] + rows[i][1]) * middle;
  }
  return matrix;
}

}  // namespace

Place PatchCut::middle() const {
  const auto of = [&](int low) {
    return static_cast<float>(step * low + step * (low + side) - 1) / 2;
  };
  return {of(top), of(left)};
}

float PatchCut::scale(int out) const {
  return static_cast<float>(step * side) / static_cast<float>(out);
}

PatchCut cut_patch(Place centre, float side, int out) {
  PatchCut cut;
  cut.step = std::max(static_cast<int>(side / static_cast<float>(out) - 0.1F), 1);
  int y = static_cast<int>(centre.y);
  int x = static_cast<int>(centre.x);
  if (cut.step > 1) {
    cut.offset_y = floor_mod(y, cut.step);
    cut.offset_x = floor_mod(x, cut.step);
    y = (y - cut.offset_y) / cut.step;
    x = (x - cut.offset_x) / cut.step;
  }
  cut.side = std::max(static_cast<int>(std::nearbyint(side / static_cast<float>(cut.step))), 2);
  cut.top = y - (cut.side - 1) / 2;
  cut.left = x - (cut.side - 1) / 2;
  return cut;
}

void sample_patch(const Frame& frame, const PatchCut& cut, int out, cv::Mat& crop) {
  crop.create(out, out, CV_32FC3);
  for (int r = 0; r < out; ++r) {
    const Mix row = mix_of(r, cut.side, out);
    const auto* above =
        frame.ptr<cv::Vec3b>(line_of(cut.top, row.first, cut.step, cut.offset_y, frame.rows));
    const auto* below =
        frame.ptr<cv::Vec3b>(line_of(cut.top, row.second, cut.step, cut.offset_y, frame.rows));
    auto* to = crop.ptr<cv::Vec3f>(r);
    for (int c = 0; c < out; ++c) {
      const Mix column = mix_of(c, cut.side, out);
      const int left = line_of(cut.left, column.first, cut.step, cut.offset_x, frame.cols);
      const int right = line_of(cut.left, column.second, cut.step, cut.offset_x, frame.cols);
      for (int k = 0; k < 3; ++k) {
        const auto at = [&](const cv::Vec3b* line, int x) {
          return static_cast<float>(line[x][2 - k]);
        };
        const float high = at(above, left) * (1 - column.share) + at(above, right) * column.share;
        const float low = at(below, left) * (1 - column.share) + at(below, right) * column.share;
        to[c][k] = high * (1 - row.share) + low * row.share;
      }
    }
  }
}

void transform_patch(const cv::Mat& patch, const Transform& transform, int out, cv::Mat& crop) {
  cv::Mat changed;
  switch (transform.kind) {
    case Transform::Kind::shift:
      changed = patch;
      break;
    case Transform::Kind::flip:
      cv::flip(patch, changed, 1);
      break;
    case Transform::Kind::blur:
      cv::sepFilter2D(patch, changed, CV_32F, gaussian(transform.b), gaussian(transform.a),
                      {-1, -1}, 0, cv::BORDER_CONSTANT | cv::BORDER_ISOLATED);
      break;
    case Transform::Kind::rotate:
      cv::warpAffine(patch, changed, rotation(transform.a, patch.rows), patch.size(),
                     cv::INTER_LINEAR, cv::BORDER_REPLICATE);
      break;
  }
  const auto start = [&](int side, int shift) {
    return -(static_cast<int>(std::floor((out - side) / 2.0)) + shift);
  };
  const int top = start(patch.rows, transform.shift_y);
  const int left = start(patch.cols, transform.shift_x);
  crop.create(out, out, CV_32FC3);
  for (int r = 0; r < out; ++r) {
    const auto* from = changed.ptr<cv::Vec3f>(std::clamp(top + r, 0, patch.rows - 1));
    auto* to = crop.ptr<cv::Vec3f>(r);
    for (int c = 0; c < out; ++c) to[c] = from[std::clamp(left + c, 0, patch.cols - 1)];
  }
}

std::vector<Transform> first_transforms(int out) {
  using Kind = Transform::Kind;
  const int far = out / 2 * 3 / 5;  // 67 for 224
  std::vector<Transform> all = {{Kind::shift, 0, 0, 0, 0},       {Kind::shift, 0, 0, far, far},
                                {Kind::shift, 0, 0, -far, far},  {Kind::shift, 0, 0, far, -far},
                                {Kind::shift, 0, 0, -far, -far}, {Kind::flip, 0, 0, 0, 0}};
  const std::array<std::array<float, 2>, 5> sigmas = {
      {{2, 0.2F}, {0.2F, 2}, {3, 1}, {1, 3}, {2, 2}}};
  for (const auto& sigma : sigmas) all.push_back({Kind::blur, sigma[0], sigma[1], 0, 0});
  for (const float angle : {5, -5, 10, -10, 20, -20, 30, -30, 45, -45, -60, 60})
    all.push_back({Kind::rotate, angle, 0, 0, 0});
  return all;
}

bool shifts_at_random(const Transform& transform) {
  return transform.kind != Transform::Kind::shift;
}

}  // namespace siamrt::track
