// Online branches whose scores are placed where they lie in the frame (OnlineBranch::placed): on a
// network whose features are the picture's own blocks, so that the filter really finds its target.

#include "track/material.hpp"
#include "track/online.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace siamrt::track {
namespace {

/// Feature of a cell: its 4 x 4 blocks' mean colours, less the crop's mean.
class BlockNetwork final : public model::Network {
 public:
  BlockNetwork(int crop, int stride, int cells) : about{crop, stride, cells, 48, true} {}

  std::vector<model::Features> embed(const std::vector<cv::Mat>& /*crops*/) const override {
    return {};
  }
  void locate(const std::vector<cv::Mat>& /*crops*/,
              const std::vector<model::Features>& /*features*/,
              model::Maps& /*maps*/) const override {}
  std::map<std::string, model::Array> stages(const cv::Mat& /*z*/,
                                             const cv::Mat& /*x*/) const override {
    return {};
  }
  void online(const std::vector<cv::Mat>& crops, float* features) const override {
    const size_t each = static_cast<size_t>(about.cells) * static_cast<size_t>(about.cells) * 48;
    for (const cv::Mat& crop : crops) {
      const int margin = (about.crop - about.cells * about.stride) / 2;
      const int side = about.cells * about.stride;
      cv::Mat blocks;
      cv::resize(crop(cv::Rect(margin, margin, side, side)), blocks,
                 {4 * about.cells, 4 * about.cells}, 0, 0, cv::INTER_AREA);
      const cv::Scalar mean = cv::mean(blocks);
      double energy = 1e-5;
      for (int cell = 0; cell < about.cells * about.cells; ++cell) {
        for (int k = 0; k < 48; ++k) {
          const int row = cell / about.cells * 4 + k / 12;
          const int column = cell % about.cells * 4 + k / 3 % 4;
          const double value = blocks.at<cv::Vec3f>(row, column)[k % 3] - mean[k % 3];
          features[cell * 48 + k] = static_cast<float>(value);
          energy += value * value;
        }
      }
      const double factor = std::sqrt(static_cast<double>(each) / (48 * 16) / energy);
      for (size_t k = 0; k < each; ++k) features[k] *= static_cast<float>(factor);
      features += each;
    }
  }
  void online_start(const float* feature, float* start) const override {
    std::copy_n(feature, static_cast<size_t>(about.cells) * static_cast<size_t>(about.cells) * 48,
                start);
  }
  model::OnlineTables online_tables() const override {
    model::OnlineTables tables = {0.9F, 0.01F, {}, {}, {}};
    for (int bin = 0; bin < 100; ++bin) {
      const double distance = 0.1 * bin;
      tables.label.push_back(static_cast<float>(std::exp(-distance * distance / 2 / 0.85 / 0.85)));
      tables.mask.push_back(static_cast<float>(3 * std::tanh(2 - distance)));
      tables.spatial.push_back(1);
    }
    return tables;
  }

  OnlineBranch about;
};

/// Smooth noise, with a patch of other noise whose centre lies at (x, y).
Frame scene(double x, double y) {
  std::mt19937 random(9);
  const auto noise = [&](int side, int grain) {
    cv::Mat small(side / grain, side / grain, CV_8UC3);
    for (int row = 0; row < small.rows; ++row) {
      for (int column = 0; column < 3 * small.cols; ++column)
        small.ptr(row)[column] = static_cast<uchar>(random() % 256);
    }
    cv::Mat large;
    cv::resize(small, large, {side, side}, 0, 0, cv::INTER_CUBIC);
    return large;
  };
  Frame frame = noise(640, 32);
  const cv::Mat patch = noise(64, 16);
  patch.copyTo(frame(cv::Rect(static_cast<int>(x) - 32, static_cast<int>(y) - 32, 64, 64)));
  return frame;
}

/// The frame position of the highest score on a grid of `size` cells around `middle`.
cv::Point2d highest(Online& online, cv::Point2d middle, int size, double step) {
  const double first = -(size / 2) * step;
  const float* scores =
      online.on_grid({size,
                      {static_cast<float>(middle.y + first), static_cast<float>(middle.x + first)},
                      static_cast<float>(step)});
  const int best = static_cast<int>(std::max_element(scores, scores + size * size) - scores);
  return {middle.x + first + best % size * step, middle.y + first + best / size * step};
}

}  // namespace

TEST(PlacedOnline, FindsTheTargetWhereItIsOnAnyGrid) {
  for (const auto& [crop, stride, cells] :
       {std::array{256, 16, 16}, std::array{255, 8, 20}, std::array{256, 16, 13}}) {
    const BlockNetwork network(crop, stride, cells);
    Online online(network, network.about, 640, 640);
    online.start(scene(300, 320), {300, 320, 64, 64}, Draws::from_seed(0, crop, 48));
    for (const auto& [x, y] : {std::array{300, 320}, std::array{332, 304}, std::array{268, 352}}) {
      online.seek(scene(x, y));
      for (const auto& [size, step] : {std::pair{25, 4.0}, std::pair{17, 7.5}}) {
        const cv::Point2d found = highest(online, {304, 318}, size, step);
        // Half a cell of the branch, half a step of the grid.
        EXPECT_NEAR(found.x, x, stride / 2.0 + step / 2) << crop << ' ' << size;
        EXPECT_NEAR(found.y, y, stride / 2.0 + step / 2) << crop << ' ' << size;
      }
      online.learn({static_cast<double>(300), 320, 64, 64});
    }
  }
}

}  // namespace siamrt::track
