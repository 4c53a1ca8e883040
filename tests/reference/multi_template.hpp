#pragma once

#include "model/network.hpp"
#include "track/families.hpp"

#include <siamrt/frame.hpp>
#include <siamrt/tracker.hpp>

#include <vector>

namespace siamrt::reference {

/// Plain twin of a track with several templates: each frame the whole network once for each
/// template, scores mixed in double, crops by the reference crop, decoding by the reference decode.
class MultiTemplate {
 public:
  MultiTemplate(const Model& model, const Settings& settings, const Frame& frame, const Box& box);

  /// The box in the next frame.
  Box next(const Frame& frame);

  /// The score of the chosen cell.
  double score() const noexcept { return score_; }

  /// The frames that the templates were cut in, the first counting 0.
  const std::vector<int>& origins() const noexcept { return origins_; }

 private:
  model::Features cut(const Frame& frame) const;

  Model model_;
  Settings settings_;
  const track::Rules& rules_;
  track::Colour fill_;
  track::Target target_;
  std::vector<model::Features> memory_;
  std::vector<int> origins_;
  double score_ = 0;
  int frame_ = 0;
};

}  // namespace siamrt::reference
