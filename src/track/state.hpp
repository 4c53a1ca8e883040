#pragma once

#include "model/network.hpp"
#include "track/calibration.hpp"
#include "track/decode.hpp"
#include "track/online.hpp"
#include "track/templates.hpp"

#include <siamrt/tracker.hpp>

#include <memory>
#include <vector>

namespace siamrt {

/// Everything a track knows. The first group is fixed at the start, the second moves with the
/// target, the third is memory kept from frame to frame and means nothing in between.
struct Track::State {
  State(const siamrt::Model& of, const Settings& with)
      : model(of), network(&model.network()), settings(with) {}

  Model model;                    ///< keeps the network alive
  const model::Network* network;  ///< the model's; tests put another in its place
  Settings settings;
  const track::Rules* rules = nullptr;
  int width = 0;  ///< of the frames
  int height = 0;
  track::Colour fill{};        ///< mean colour of the first frame
  int search = 0;              ///< side of the search crop, crop pixels
  std::vector<double> window;  ///< one weight a cell, times settings.window_influence
  track::Templates templates;
  track::Calibration calibration;
  std::unique_ptr<track::Online> online;  ///< where settings.online_ratio is above 0

  track::Target target;
  Box box;  ///< what was last reported

  track::Cropper cropper;
  track::Ranking ranking;
  cv::Mat crop;
  cv::Mat template_crop;
  /// Arguments and results of the network; in a batched call those of the group's first track serve
  /// all.
  std::vector<cv::Mat> crops;
  std::vector<model::Features> all_features;
  model::Maps maps;
  std::vector<size_t> alone = {0};  ///< the group of a track that goes by itself
};

}  // namespace siamrt
