#pragma once

#include "synth/preset.hpp"
#include "synth/world.hpp"

#include <vector>

namespace siamrt::synth {

/// A sum of three sines with given weights and random rates and phases: smooth, lively, never the
/// same twice, within -1..1.
class Sway {
 public:
  Sway() = default;
  /// `pace`: turns per frame of the slowest of the three.
  Sway(Random& random, double pace);
  double at(double t) const;

 private:
  double rate_[3] = {0, 0, 0};
  double phase_[3] = {0, 0, 0};
};

/// The way of one thing through the view.
struct Path {
  Sway x, y, zoom, roll, yaw;
  double reach_x = 0, reach_y = 0;
  double home_x = 0, home_y = 0;
  double size = 0.1;         ///< view units per sprite unit in the middle of the zoom
  double zoom_reach = 1;     ///< largest factor on the size
  double roll_reach = 0;     ///< turns
  double squeeze = 1;        ///< narrowest stretch
  double bend = 0;           ///< sprite units
  double beat = 0;           ///< turns of the bend's wave per frame
  double facing = 1;         ///< -1: mirrored
  bool heads_along = false;  ///< turn follows the direction of motion
  double pan_x = 0;          ///< the ground's own motion, for the heading
  double leave_at = 0;       ///< middle of the frames outside
  double leave_for = 0;      ///< frames from the way out to the way back; 0: stays inside
  double leave_by = 0;       ///< view units towards the side, to be outside

  Pose at(double t) const;

 private:
  Point place(double t) const;
};

/// Path of a target in a frame of `aspect` (width / height). `reach` is the sprite's farthest point
/// in its own units.
Path target_path(Random& random, const Strength& strength, const Manner& manner, double reach,
                 double aspect, int frames);

/// Path of a look-alike: crosses the same room at its own rhythm and about the target's size.
Path lookalike_path(Random& random, const Path& target, double aspect);

/// Camera: pans, breathes, shakes.
struct Camera {
  Sway x, y, zoom, roll, shake_x, shake_y;
  double pan = 0;    ///< view units a frame
  double shake = 0;  ///< view units

  /// Camera's place on the plane of pace 1, view units.
  Point place(double t) const;
  /// From the steady view to the frame: p -> zoom * R(roll) * p + shake, view units.
  struct View {
    double zoom, c, s, x, y;
    Point apply(const Point& p) const {
      return {zoom * (c * p.x - s * p.y) + x, zoom * (s * p.x + c * p.y) + y};
    }
    Point undo(const Point& p) const {
      const double dx = (p.x - x) / zoom;
      const double dy = (p.y - y) / zoom;
      return {c * dx + s * dy, c * dy - s * dx};
    }
  };
  View view(double t) const;
};

Camera make_camera(Random& random, const Strength& strength, double pan);

}  // namespace siamrt::synth
