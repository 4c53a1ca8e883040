#pragma once

#include "track/families.hpp"

#include <siamrt/settings.hpp>

#include <vector>

namespace siamrt::track {

/// The maps of one target, not owned; row-major, cells = S * S numbers a plane.
struct CellMaps {
  int cells = 0;
  const float* score = nullptr;    ///< 0..1
  const float* aligned = nullptr;  ///< object-aware score 0..1, or null
  const float* box = nullptr;      ///< four planes x1, y1, x2, y2, pixels of the search crop
  const float* online = nullptr;   ///< the online branch's score, any range, or null
};

/// What decoding needs beside the maps; all of it is known before the network runs.
struct View {
  double scale = 1;     ///< search-crop pixels for a frame pixel: template size / context_side
  int search = 0;       ///< side of the search crop, crop pixels
  int frame_width = 0;  ///< of the first frame: clips the result
  int frame_height = 0;
};

/// The ranking of all cells, kept from frame to frame for its memory.
struct Ranking {
  std::vector<float> score;     ///< fused with the aligned score; unused without one
  std::vector<double> penalty;  ///< 0..1, for change of size and ratio
  std::vector<double> ranked;   ///< penalty * score, mixed with the window and the online score;
                                ///< NaN: cell without finite numbers
};

/// What one frame's maps say.
struct Decoded {
  int best = -1;     ///< chosen cell; -1: none was finite, and the rest is the last target
  double score = 0;  ///< of that cell, before penalty and window
  double penalty = 0;
  double ranked = 0;  ///< what the cell was chosen by (the originals' pscore)
  double rate = 0;    ///< of the size's update
  Target unclipped;
  Target target;  ///< clipped: centre in the frame, sides from min_size to the frame's
};

/// Ranks the cells, takes the first of the highest and moves `last` to its box.
///
/// `window` holds one weight a cell, already multiplied by settings.window_influence.
/// Cells with a number that is not finite are passed over. No allocation when `ranking` has been
/// used for as many cells before. Source: the shared loop of SiamRPN's descendants (pysot, TracKit,
/// video_analyst); see Rules.
Decoded decode(const Rules& rules, const Settings& settings, const CellMaps& maps, const View& view,
               const std::vector<double>& window, const Target& last, Ranking& ranking);

}  // namespace siamrt::track
