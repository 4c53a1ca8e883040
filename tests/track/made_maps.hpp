#pragma once

#include "track/decode.hpp"
#include "track/window.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace siamrt::track {

/// Maps of S x S cells, empty (NaN) until filled.
struct MadeMaps {
  explicit MadeMaps(int size)
      : cells(size * size),
        score(static_cast<size_t>(cells), std::numeric_limits<float>::quiet_NaN()),
        box(4 * score.size(), std::numeric_limits<float>::quiet_NaN()) {}

  void put(int k, float value, double x1, double y1, double x2, double y2) {
    score[static_cast<size_t>(k)] = value;
    int plane = 0;
    for (const double corner : {x1, y1, x2, y2})
      box[static_cast<size_t>(k + cells * plane++)] = static_cast<float>(corner);
  }

  CellMaps view() const {
    return {cells, score.data(), aligned.empty() ? nullptr : aligned.data(), box.data(),
            online.empty() ? nullptr : online.data()};
  }

  int cells;
  std::vector<float> score;
  std::vector<float> aligned;
  std::vector<float> box;
  std::vector<float> online;
};

inline std::vector<double> weighted_window(const Settings& settings, int size) {
  std::vector<double> window = make_window(settings.window, size);
  for (double& weight : window) weight *= settings.window_influence;
  return window;
}

inline Decoded decode_once(Family family, const Settings& settings, const CellMaps& maps,
                           const View& view, const Target& last) {
  Ranking ranking;
  const int size = static_cast<int>(std::lround(std::sqrt(maps.cells)));
  return decode(rules_of(family), settings, maps, view, weighted_window(settings, size), last,
                ranking);
}

/// The corners whose middle is `way` frame pixels from the crop's centre and whose sides are w x h
/// frame pixels.
inline void put_target(MadeMaps& maps, int k, float score, const View& view, double extra,
                       double dx, double dy, double w, double h) {
  const double cx = view.search / 2 + dx * view.scale;
  const double cy = view.search / 2 + dy * view.scale;
  const double half_w = (w * view.scale - extra) / 2;
  const double half_h = (h * view.scale - extra) / 2;
  maps.put(k, score, cx - half_w, cy - half_h, cx + half_w, cy + half_h);
}

}  // namespace siamrt::track
