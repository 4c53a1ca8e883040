#include "eval/profile.hpp"

#include <cmath>

namespace siamrt::eval {

std::vector<double> thresholds(const Profile& profile, Source curve) {
  std::vector<double> values;
  const auto fill = [&](int count, auto value) {
    for (int k = 0; k < count; ++k) values.push_back(value(k));
    return values;
  };
  if (curve == Source::success) {
    if (profile.grid == GridRule::hundredths) return fill(101, [](int k) { return k * 0.01; });
    fill(21, [](int k) { return k * 0.05; });
    if (profile.grid == GridRule::twentieths_torch) {
      for (const std::size_t k : {13, 15}) values[k] = std::nextafter(values[k], 2.0);
    }
    return values;
  }
  const bool pixels = curve == Source::precision;
  if (profile.error_grid == ErrorGridRule::trackingnet) {
    return fill(21, [&](int k) { return k * (pixels ? 2.5 : 0.025); });
  }
  if (pixels) return fill(51, [](int k) { return static_cast<double>(k); });
  if (profile.error_grid == ErrorGridRule::pixels_divided) {
    return fill(51, [](int k) { return k / 100.0; });
  }
  return fill(51, [](int k) { return k * 0.01; });
}

}  // namespace siamrt::eval
