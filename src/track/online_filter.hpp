#pragma once

// The filter of the online branch: a correlation over the classifier's features, fitted to samples
// by steepest descent with the Gauss-Newton step length, without autograd: the score is linear in
// the filter and everything after it is a function of one score. Source: DiMP (Bhat et al., 2019),
// as TracKit's Ocean uses it; derivation in docs/models.md.

#include "model/network.hpp"
#include "track/online_crop.hpp"

#include <vector>

namespace siamrt::track {

/// Shapes of the problem. Features are [cells * cells][channels], filters [channels][taps].
struct FilterShape {
  static constexpr int side = 4;  ///< cells of the filter
  static constexpr int taps = side * side;
  int channels = 0;
  int cells = 0;    ///< per side of a feature
  int stride = 16;  ///< crop pixels from cell to cell

  int scores() const { return cells + 1; }  ///< per side of a score map: padding 2, even filter
  size_t feature_size() const {
    return static_cast<size_t>(cells) * static_cast<size_t>(cells) * static_cast<size_t>(channels);
  }
  size_t map_size() const { return static_cast<size_t>(scores()) * static_cast<size_t>(scores()); }
  size_t filter_size() const { return static_cast<size_t>(channels) * taps; }
};

/// What a sample is asked to score, by cell of the score map.
struct Goal {
  std::vector<float> label;
  std::vector<float> mask;     ///< 0..1: how much a negative score counts as it is
  std::vector<float> spatial;  ///< weight of a cell

  void reserve(size_t cells) {
    for (auto* map : {&label, &mask, &spatial}) map->reserve(cells);
  }
};

/// The goal of a sample whose target lies in `box` (crop pixels): tables over the distance from the
/// box's centre, read with linear weights; the last entry serves all that is farther.
void make_goal(const FilterShape& shape, const model::OnlineTables& tables, const CropBox& box,
               Goal& goal);

/// One sample in a fit.
struct Sample {
  const float* feature = nullptr;
  const Goal* goal = nullptr;
  float weight = 0;  ///< share of the sample, 0..1
};

/// Adds to `pooled` (filter layout) the exact mean of the bilinear surface of `feature` over each
/// of the 4 x 4 bins of `box`, times `weight`; outside the feature the surface falls to 0 (precise
/// RoI pooling).
void pool_filter(const FilterShape& shape, const float* feature, const CropBox& box, float weight,
                 std::vector<float>& pooled);

/// Fits a filter; keeps its memory from call to call.
///
/// Samples are dealt to a fixed number of shares, each worked on by one thread and added up by
/// itself, so that results do not depend on the number of threads.
class FilterFit {
 public:
  explicit FilterFit(const FilterShape& shape, int threads = 1);

  /// Memory for fits of so many samples.
  void reserve(size_t samples) {
    scores_.reserve(samples * shape_.map_size());
    along_.reserve(samples * shape_.map_size());
  }

  /// Score map of one feature, scores() x scores().
  void score(const float* feature, const std::vector<float>& filter, float* map) {
    score(feature, filter, map, shares_[0].products);
  }

  /// `steps` steps from `filter` on. Returns the loss before each step and after the last, if asked
  /// for.
  void run(const model::OnlineTables& tables, const std::vector<Sample>& samples, int steps,
           std::vector<float>& filter, std::vector<double>* losses = nullptr);

 private:
  static constexpr size_t share_count = 8;

  /// What one share of the samples adds up to, and memory to work in.
  struct Share {
    std::vector<float> products;  ///< [cells * cells][taps]
    std::vector<float> residual;  ///< [map]
    std::vector<float> gradient;  ///< filter layout
    double curvature = 0;
  };

  void score(const float* feature, const std::vector<float>& filter, float* map,
             std::vector<float>& products) const;
  void adjoint(const float* feature, Share& share) const;
  template <typename Work>
  void each_share(size_t samples, Work work);
  void find_gradient(const std::vector<Sample>& samples, const std::vector<float>& filter,
                     float regularisation);
  double find_curvature(const std::vector<Sample>& samples);
  double loss_of(const model::OnlineTables& tables, const std::vector<Sample>& samples,
                 const std::vector<float>& filter) const;

  FilterShape shape_;
  int threads_;
  std::vector<Share> shares_;
  std::vector<float> scores_;    ///< [samples][map]
  std::vector<float> along_;     ///< [samples][map]: scores of the gradient
  std::vector<float> gradient_;  ///< filter layout
};

}  // namespace siamrt::track
