#pragma once

#include "track/material.hpp"
#include "track/state.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace siamrt {

inline const Box patch = {200, 150, 60, 44};  ///< of the made frames

/// NanoTrack v1 with made weights, opened anew: the quickest network there is.
inline Model nanotrack() {
  return Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"});
}

/// Estimates of a track over made frames 1 .. count.
inline std::vector<Estimate> follow(const Tracker& tracker, const Box& box, int count) {
  Track track = tracker.start(test::made_frame(0), box);
  std::vector<Estimate> all;
  for (int t = 1; t <= count; ++t) all.push_back(track.next(test::made_frame(t)));
  return all;
}

/// A network whose maps the test writes.
class FakeNetwork final : public model::Network {
 public:
  std::vector<model::Features> embed(const std::vector<cv::Mat>& crops) const override {
    return std::vector<model::Features>(crops.size());
  }
  void locate(const std::vector<cv::Mat>& crops, const std::vector<model::Features>& features,
              model::Maps& maps) const override {
    maps.count = static_cast<int>(crops.size());
    maps.templates = static_cast<int>(features.size() / crops.size());
    maps.size = size;
    const size_t cells = crops.size() * static_cast<size_t>(size) * static_cast<size_t>(size);
    maps.score.assign(cells * static_cast<size_t>(maps.templates), score);
    maps.box.assign(4 * cells, corner);
    const size_t half = cells / crops.size() * 2;  // of a target's four planes
    for (size_t n = 0; n < crops.size(); ++n) {
      std::fill_n(maps.box.data() + (2 * n + 1) * half, half, corner + 50);
    }
    if (with_aligned) maps.extra["aligned_score"].assign(cells / 2, score);
    ++calls;
  }
  std::map<std::string, model::Array> stages(const cv::Mat&, const cv::Mat&) const override {
    return {};
  }

  int size = 16;
  float score = 0.5F;
  float corner = std::numeric_limits<float>::quiet_NaN();  ///< x1 and y1 of all; x2, y2: 50 more
  bool with_aligned = false;
  mutable int calls = 0;
};

}  // namespace siamrt
