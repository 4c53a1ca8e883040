#pragma once

#include "synth/random.hpp"
#include "synth/sprite.hpp"

#include <string>
#include <vector>

namespace siamrt::synth {

/// How a target of a world likes to move.
struct Manner {
  double reach_x = 1;        ///< share of the room left of the frame's width that its path uses
  double reach_y = 1;        ///< the same of the height
  double home_y = 0;         ///< middle of its path, view units
  double pan = 0.006;        ///< sideways speed of the camera, view units a frame
  double bend = 0;           ///< amplitude of its own wave, sprite units
  double tilt = 0.03;        ///< turns it rocks by
  double rolls = 1;          ///< share of a preset's roll that it takes part in
  bool heads_along = false;  ///< turns its own x into its direction of motion
  bool mirrors = true;       ///< may face left or right
};

/// Everything painted for one clip: what stays far, what stands before it, the target and its
/// look-alikes, and things that pass in front.
struct World {
  std::string name;         ///< of the place: reef, street, ...
  std::string target_name;  ///< of the target: fish, car, ...
  Picture far;              ///< opaque, wraps
  double far_pace =
      0.4;      ///< how fast it moves against the camera; 1: as fast as the target's plane
  Picture mid;  ///< with holes, wraps; may be empty
  double mid_pace = 0.85;
  Sprite target;
  std::vector<Sprite> lookalikes;
  std::vector<Sprite> pieces;  ///< may pass in front of the target
  bool tall_pieces = false;    ///< pieces stand across the whole height (poles, trunks)
  Manner manner;
};

/// What a world is painted with.
struct Brush {
  Random random;          ///< all choices
  std::uint64_t seed;     ///< of noises
  double density;         ///< pixels per view unit of the layers
  double sprite_density;  ///< pixels per sprite unit
};

/// Layers repeat after this many view units; frequencies of their noises are multiples of 1 / 4.
constexpr double layer_period = 4;
constexpr Area layer_area{0, -0.85, layer_period, 0.85};

/// A reef with a fish, a street with a car, hills with a balloon, a forest floor with a ladybird.
World paint_reef(Brush& brush);
World paint_street(Brush& brush);
World paint_hills(Brush& brush);
World paint_forest_floor(Brush& brush);

/// One of the above; `index` 0..world_count - 1.
constexpr int world_count = 4;
World paint_world(int index, Brush& brush);

}  // namespace siamrt::synth
