#pragma once

#include "synth/motion.hpp"
#include "synth/visibility.hpp"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <vector>

namespace siamrt::synth {

/// Something that passes in front: it meets a place of the view at a time and moves with the
/// camera, faster than the ground because it is nearer.
struct Piece {
  size_t sprite = 0;  ///< in World::pieces
  Pose pose;          ///< where it stands at meets_at
  double meets_at = 0;
};

/// How near pieces are: their pace against the camera.
constexpr double piece_pace = 2.0;

/// Light that changes over time and over the frame.
struct Lighting {
  Sway swing;
  Sway drift;
  double swing_depth = 0;   ///< 0..1
  double shadow_depth = 0;  ///< 0..1
  double slant = 0;         ///< turns

  /// Factor on the whole frame's light.
  double gain(double t) const;
  /// Factor at a place of the view, passing shadows and the lens' fall-off together.
  double local(const Point& view, double t) const;
};

/// All that stands on the stage; nothing changes after it is set.
struct Stage {
  World world;
  Camera camera;
  Path target;
  std::vector<Path> lookalikes;  ///< the first half of them stands behind the target
  std::vector<Piece> pieces;
  Lighting lighting;
  double shutter = 0.5;
  double noise = 0.01;
  std::uint64_t seed = 0;
};

/// A sprite at one moment.
struct Actor {
  const Sprite* sprite = nullptr;
  Pose pose;
};

/// The actors of one moment from back to front; `target` is the place of the target among them.
struct Cast {
  std::vector<Actor> actors;
  size_t target = 0;
};
Cast cast_at(const Stage& stage, double t);

/// Sizes of a frame and the way between its pixels and the view.
struct Screen {
  int width = 0;
  int height = 0;

  Point to_view(double px, double py) const {
    return {(px - 0.5 * width) / height, (py - 0.5 * height) / height};
  }
  Point to_pixels(const Point& view) const {
    return {view.x * height + 0.5 * width, view.y * height + 0.5 * height};
  }
};

/// Light that falls in during one exposure around t, `width` x `height`, row by row.
std::vector<Light> expose(const Stage& stage, const Screen& screen, double t);

/// Light to 8-bit BGR: lighting, tone, noise.
cv::Mat develop(const Stage& stage, const Screen& screen, const std::vector<Light>& light,
                double t);

/// Tight box of the target's silhouette, frame pixels.
Box truth_of(const Stage& stage, const Screen& screen, double t);
Visibility visibility_of(const Stage& stage, const Screen& screen, double t);

/// Cover of one actor at a place of the frame (pixels).
float cover_at(const Actor& actor, const Camera::View& view, const Screen& screen, double px,
               double py);

}  // namespace siamrt::synth
