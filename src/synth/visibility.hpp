#pragma once

namespace siamrt::synth {

/// How much of the target shows in a frame.
struct Visibility {
  double share = 1;           ///< 0..1 of the silhouette: inside the frame and behind nothing
  bool cut_by_frame = false;  ///< the silhouette reaches over the frame's edge
  bool out_of_view = false;   ///< no part of it is inside the frame

  /// Eighths that show, 0..8, rounded; at least 1 while anything noticeable (a 32nd) shows.
  int eighths() const;
  bool absent() const { return eighths() == 0; }
};

}  // namespace siamrt::synth
