#pragma once

#include "synth/scene.hpp"

#include <functional>
#include <optional>

namespace siamrt::synth {

/// Rendered frames in memory.
struct Clip {
  std::vector<Frame> frames;
  std::vector<Box> truth;              ///< one a frame, see Scene::truth
  std::vector<Visibility> visibility;  ///< one a frame
};

/// Renders `count` frames of a scene from frame `first` on, on all cores. `done(n)` is told how
/// many are finished; it returns false to stop, then there is nothing.
std::optional<Clip> render_clip(const Scene& scene, int first, int count,
                                const std::function<bool(int)>& done);

}  // namespace siamrt::synth
