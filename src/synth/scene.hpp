#pragma once

#include "synth/preset.hpp"
#include "synth/visibility.hpp"

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::synth {

/// What a clip is rendered with. check() throws Error(usage) for the first value out of range.
struct SceneOptions {
  int width = 640;   ///< pixels, 64..4096
  int height = 360;  ///< pixels, 64..4096
  int frames = 120;  ///< 2..100000; things that happen once are spread over them
  Preset preset = Preset::everything;
  int world = -1;  ///< an index of world_names(); -1: chosen by the seed

  void check() const;
};

/// reef, street, hills, forest.
const std::vector<std::string>& world_names();
/// The target of each: fish, car, balloon, ladybird.
const std::vector<std::string>& target_names();

/// One clip: a world, a target on its way, and what happens to them. Everything is decided when
/// it is made; rendering is a pure function of t and may be called from several threads.
class Scene {
 public:
  explicit Scene(std::uint64_t seed, const SceneOptions& options = {});
  Scene(Scene&&) noexcept;
  Scene& operator=(Scene&&) noexcept;
  ~Scene();

  const SceneOptions& options() const noexcept;
  const std::string& place() const noexcept;   ///< reef, street, hills, forest
  const std::string& target() const noexcept;  ///< fish, car, balloon, ladybird

  /// The frame at time t (in frames; any real t >= 0 will do).
  Frame render(double t) const;

  /// Tight box of the target's silhouette in the middle of the exposure, hidden or not, 0-based
  /// frame pixels; may reach outside of the frame.
  Box truth(double t) const;

  /// Cover of the whole target, hidden parts included, 0..255 (`CV_8UC1`, size of the frame) in the
  /// middle of the exposure; what is outside of the frame is not in it.
  cv::Mat mask(double t) const;

  Visibility visibility(double t) const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace siamrt::synth
