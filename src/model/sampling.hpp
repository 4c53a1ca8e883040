#pragma once

#include <cstdint>
#include <vector>

namespace siamrt::model {

/// Bilinear sampling of features at given places, as LibTorch's grid_sample has it with zeros
/// outside and aligned corners: -1 is the first cell's centre, 1 the last one's. Its memory is
/// channels innermost, where LibTorch's operator goes through a feature number by number.
struct Sampling {
  std::int64_t count = 0;     ///< N
  std::int64_t channels = 0;  ///< of feature and result
  std::int64_t height = 0;    ///< cells of the feature
  std::int64_t width = 0;
  std::int64_t rows = 0;  ///< cells of the result
  std::int64_t columns = 0;
  std::vector<std::int64_t> place_strides;  ///< of `places`, N x rows x columns x 2
  std::vector<float> outside;               ///< a cell there: `channels` zeros

  /// feature: [N][height][width][channels]; places: x, y of every result cell, by place_strides;
  /// result: [N][rows][columns][channels].
  ///
  /// What lies outside the feature counts as 0; so does a place from a whole cell outside on. A
  /// place that is not a number gives a cell of no numbers. Uses the calling thread's number of
  /// OpenMP threads; results do not depend on it.
  void run(const float* feature, const float* places, float* result) const;
};

}  // namespace siamrt::model
