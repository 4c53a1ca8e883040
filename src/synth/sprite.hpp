#pragma once

#include "synth/picture.hpp"

#include <siamrt/box.hpp>

#include <vector>

namespace siamrt::synth {

/// Where and how a sprite stands in the view. Units: 1 is the height of the frame, (0, 0) its
/// centre, y grows down.
struct Pose {
  double x = 0;
  double y = 0;
  double size = 0.1;    ///< view units per sprite unit
  double stretch = 1;   ///< along the sprite's own x; negative: mirrored
  double turn = 0;      ///< turns, clockwise on the screen
  double bend = 0;      ///< amplitude of a wave along the sprite's x, sprite units
  double phase = 0;     ///< of that wave, turns
  double waves = 0.35;  ///< of that wave in one sprite unit

  /// Sprite place to view place and back; each undoes the other.
  Point to_view(const Point& local) const;
  Point to_local(const Point& view) const;
};

/// A painted object with cover, about -1..1 in its own units, held at every halved size, so that it
/// looks right at any scale.
class Sprite {
 public:
  Sprite() = default;
  explicit Sprite(const Picture& picture);

  /// Light at a place in sprite units, for a screen pixel that is `footprint` sprite units wide.
  Light sample(double x, double y, double footprint) const;

  /// Places where cover crosses one half, all the way round the silhouette (sprite units). The
  /// extent of these under a pose is the truth box.
  const std::vector<Point>& outline() const { return outline_; }

  /// Farthest place with any cover from the sprite's centre (sprite units).
  double reach() const { return reach_; }

 private:
  void find_outline();

  std::vector<Picture> levels_;
  std::vector<Point> outline_;
  double reach_ = 0;
};

/// Tight box of a sprite's silhouette under a pose, view units.
Box extent(const Sprite& sprite, const Pose& pose);

}  // namespace siamrt::synth
