#pragma once

#include "track/material.hpp"
#include "track/online.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace siamrt::track {

/// An online network of a few numbers: the feature of a cell is the mean colour there.
class SmallNetwork final : public model::Network {
 public:
  static constexpr OnlineBranch about = {48, 4, 12, 3};

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
    for (const cv::Mat& crop : crops) {
      for (int r = 0; r < about.cells; ++r) {
        for (int c = 0; c < about.cells; ++c) {
          const auto& pixel = crop.at<cv::Vec3f>(4 * r + 1, 4 * c + 1);
          for (int k = 0; k < 3; ++k) *features++ = (pixel[k] - 128) / 256;
        }
      }
    }
  }
  void online_start(const float* feature, float* start) const override {
    std::copy_n(feature, about.cells * about.cells * about.channels, start);
  }
  model::OnlineTables online_tables() const override {
    model::OnlineTables tables = {0.9F, 0.01F, {}, {}, {}};
    for (int k = 0; k < 100; ++k) {
      tables.label.push_back(std::exp(-0.5F * std::pow(static_cast<float>(k) / 8.5F, 2.0F)));
      tables.mask.push_back(3 * std::tanh(2 - 0.1F * static_cast<float>(k)));
      tables.spatial.push_back(1);
    }
    return tables;
  }
};

inline Online small_branch(const model::Network& network, int seed, int threads = 1) {
  Online online(network, SmallNetwork::about, 480, 360, threads);
  online.start(siamrt::test::made_frame(0), {230, 172, 60, 44},
               Draws::from_seed(seed, SmallNetwork::about.crop, SmallNetwork::about.channels));
  return online;
}

}  // namespace siamrt::track
