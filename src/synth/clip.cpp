#include "synth/clip.hpp"

#include "synth/parallel.hpp"

namespace siamrt::synth {

std::optional<Clip> render_clip(const Scene& scene, int first, int count,
                                const std::function<bool(int)>& done) {
  const auto size = static_cast<size_t>(count);
  Clip clip{std::vector<Frame>(size), std::vector<Box>(size), std::vector<Visibility>(size)};
  const auto render = [&](int i) {
    const auto at = static_cast<size_t>(i);
    clip.frames[at] = scene.render(first + i);
    clip.truth[at] = scene.truth(first + i);
    clip.visibility[at] = scene.visibility(first + i);
  };
  if (!for_each_index(count, 0, render, done)) return std::nullopt;
  return clip;
}

}  // namespace siamrt::synth
