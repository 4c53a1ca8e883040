#pragma once

// The online branch: a filter over the network's own classifier features, fitted to the target in
// the first frame and refitted while tracking. Its score map joins the Siamese ranking by
// settings.online_ratio; position and size stay the Siamese tracker's. Source: Ocean's online form
// (researchmm/TracKit), which took it from DiMP (visionml/pytracking).

#include "track/families.hpp"
#include "track/online_crop.hpp"
#include "track/online_filter.hpp"
#include "track/online_localise.hpp"
#include "track/online_memory.hpp"

#include <siamrt/description.hpp>

#include <cstdint>
#include <vector>

namespace siamrt::track {

/// The published settings, the same for all benchmarks.
struct OnlineRules {
  static constexpr double area_factor = 4;  ///< side of the crop over the target's first mean side
  static constexpr int first_steps = 25;    ///< of the fit on the first frame
  static constexpr int later_steps = 3;
  static constexpr int every = 10;               ///< frames between refits
  static constexpr double rate = 0.0075;         ///< share of a new sample
  static constexpr double rival_rate = 0.02;     ///< the same beside a hard negative
  static constexpr double inside = 0.2;          ///< share of the box that stays in the frame
  static constexpr double smallest_target = 10;  ///< frame pixels
};

/// Where the cells of a Siamese grid lie in the frame.
struct Grid {
  int size = 0;    ///< cells per side
  Place first;     ///< frame pixels: of the first cell
  float step = 0;  ///< frame pixels from cell to cell
};

/// What is drawn at random for the first frame.
struct Draws {
  struct Shift {
    int y = 0;
    int x = 0;
  };
  std::vector<Shift> shifts;                     ///< by transform; used where shifts_at_random
  std::vector<std::vector<std::uint8_t>> keeps;  ///< by dropout copy, by channel

  /// From a seed; the same on every machine.
  static Draws from_seed(int seed, int crop, int channels);
};

/// The online branch of one track. Nothing grows after start(). A copy goes its own way.
class Online {
 public:
  /// threads: for the fit; results do not depend on it.
  Online(const model::Network& network, const OnlineBranch& about, int frame_width,
         int frame_height, int threads = 1);

  /// Fits the filter to `target` in the first frame.
  void start(const Frame& frame, const Target& target, const Draws& draws);

  /// Scores of the next frame; seek() must be followed by learn().
  const std::vector<float>& seek(const Frame& frame);

  /// The scores on a grid, bicubic: where its cells lie in the frame, or the whole map stretched
  /// over it, as OnlineBranch::placed says.
  const float* on_grid(const Grid& grid);

  /// Takes in where the Siamese tracker found the target.
  void learn(const Target& target);

  /// Goes on from `target` instead of the last one. What was learnt, and the crop's scale, stay.
  void move(const Target& target);

  // What tests look at.
  const std::vector<float>& filter() const noexcept { return filter_; }
  const std::vector<float>& scores() const noexcept { return scores_; }
  const SampleShares& shares() const noexcept { return shares_; }
  const CropBox& box_of(int slot) const { return boxes_[static_cast<size_t>(slot)]; }
  Finding finding() const noexcept { return located_.finding; }
  Place position() const noexcept { return position_; }
  float scale() const noexcept { return scale_; }

 private:
  float* feature(int slot) {
    return features_.data() + static_cast<size_t>(slot) * shape_.feature_size();
  }
  void fit(int steps);
  CropBox from_margin(CropBox box) const;
  CropBox to_pool(CropBox box) const;

  const model::Network* network_;
  OnlineBranch about_;
  float margin_;  ///< crop pixels before the first cell, where scores are placed
  FilterShape shape_;
  model::OnlineTables tables_;
  int width_;
  int height_;
  FilterFit fit_;
  SampleShares shares_;
  std::vector<float> features_;  ///< by slot
  std::vector<CropBox> boxes_;
  std::vector<Goal> goals_;
  std::vector<Sample> samples_;
  std::vector<float> filter_;
  std::vector<float> scores_;
  std::vector<float> scratch_;
  std::vector<float> seen_;  ///< feature of the frame in work
  std::vector<cv::Mat> crops_;
  cv::Mat grid_;
  cv::Mat map_x_;  ///< where a placed grid's cells lie in the score map
  cv::Mat map_y_;
  Located located_;
  PatchCut cut_;

  Place position_;    ///< frame pixels
  float size_h_ = 0;  ///< of the target, frame pixels
  float size_w_ = 0;
  float scale_ = 0;  ///< frame pixels for a crop pixel
  float least_scale_ = 0;
  float largest_scale_ = 0;
  int frame_ = 0;  ///< the first is 1
};

}  // namespace siamrt::track
