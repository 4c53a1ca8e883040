#include "track/templates.hpp"

#include <algorithm>
#include <utility>

namespace siamrt::track {

Templates::Templates(const model::Features& first, const Settings& settings)
    : all_(static_cast<size_t>(settings.templates), first),
      every_(settings.template_every),
      least_score_(settings.template_min_score) {}

bool Templates::due(double score) {
  if (all_.size() < 2) return false;
  ++frames_;
  return frames_ % every_ == 0 && score >= least_score_;
}

void Templates::take(model::Features newest) {
  std::rotate(all_.begin() + 1, all_.begin() + 2, all_.end());
  all_.back() = std::move(newest);
}

void mix_scores(model::Maps& maps, int n, double share) {
  if (maps.templates < 2) return;
  const auto cells = static_cast<size_t>(maps.size) * static_cast<size_t>(maps.size);
  const auto templates = static_cast<size_t>(maps.templates);
  float* first = maps.score.data() + static_cast<size_t>(n) * templates * cells;
  // In float32 and in this order, as numpy does it for the original.
  const auto own = static_cast<float>(1 - share);
  const auto theirs = static_cast<float>(share);
  const auto others = static_cast<float>(templates - 1);
  for (size_t k = 0; k < cells; ++k) {
    float sum = 0;
    for (size_t t = 1; t < templates; ++t) sum += first[t * cells + k];
    first[k] = own * first[k] + theirs * (sum / others);
  }
}

}  // namespace siamrt::track
