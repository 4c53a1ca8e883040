#include "model/sampling.hpp"

#include "core/versions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt::model {
namespace {

/// Four cells of the feature, or what stands for one outside, and how much each counts.
struct Mix {
  const float* cells[4];
  float shares[4];
};

SIAMRT_VERSIONS
void mix_cells(const Mix& mix, std::int64_t channels, float* result) {
  const float *a = mix.cells[0], *b = mix.cells[1], *c = mix.cells[2], *d = mix.cells[3];
  const float of_a = mix.shares[0], of_b = mix.shares[1], of_c = mix.shares[2],
              of_d = mix.shares[3];
  for (std::int64_t k = 0; k < channels; ++k)
    result[k] = of_a * a[k] + of_b * b[k] + of_c * c[k] + of_d * d[k];
}

/// -1 .. 1 over the centres of the first and the last cell -> cells.
float cells_of(float place, std::int64_t side) {
  return (place + 1) / 2 * static_cast<float>(side - 1);
}

/// False where nothing of the feature is within reach.
bool find_cells(const Sampling& s, const float* feature, float x, float y, Mix& mix) {
  const auto beyond = [](float at, std::int64_t side) {
    return at <= -1 || at >= static_cast<float>(side);
  };
  if (beyond(x, s.width) || beyond(y, s.height)) return false;
  const float left = std::floor(x), top = std::floor(y);
  const float right_share = x - left, lower_share = y - top;
  const auto column = static_cast<std::int64_t>(left), row = static_cast<std::int64_t>(top);
  for (int corner = 0; corner < 4; ++corner) {
    const bool lower = corner / 2 == 1, right = corner % 2 == 1;
    const std::int64_t r = row + (lower ? 1 : 0), c = column + (right ? 1 : 0);
    const bool inside = r >= 0 && r < s.height && c >= 0 && c < s.width;
    mix.cells[corner] = inside ? feature + (r * s.width + c) * s.channels : s.outside.data();
    mix.shares[corner] =
        (lower ? lower_share : 1 - lower_share) * (right ? right_share : 1 - right_share);
  }
  return true;
}

}  // namespace

void Sampling::run(const float* feature, const float* places, float* result) const {
  const std::int64_t lines = count * rows;
#pragma omp parallel for schedule(static)
  for (std::int64_t line = 0; line < lines; ++line) {
    const std::int64_t n = line / rows;
    const float* from = feature + n * height * width * channels;
    const float* place = places + n * place_strides[0] + line % rows * place_strides[1];
    float* to = result + line * columns * channels;
    for (std::int64_t c = 0; c < columns; ++c, to += channels, place += place_strides[2]) {
      const float x = cells_of(place[0], width), y = cells_of(place[place_strides[3]], height);
      Mix mix;
      if (std::isnan(x) || std::isnan(y)) {
        std::fill(to, to + channels, std::numeric_limits<float>::quiet_NaN());
      } else if (find_cells(*this, from, x, y, mix)) {
        mix_cells(mix, channels, to);
      } else {
        std::fill(to, to + channels, 0.0F);
      }
    }
  }
}

}  // namespace siamrt::model
