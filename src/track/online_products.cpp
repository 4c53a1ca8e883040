#include "track/online_products.hpp"

#include "core/versions.hpp"

#include <cstring>

// Nearly all of the fit's time is spent here. Sixteen taps are one vector, which the compiler cuts
// into what the machine has; every lane adds up in the same order.

namespace siamrt::track {
namespace {

constexpr int taps = 16;
using Taps = float __attribute__((vector_size(taps * sizeof(float))));

}  // namespace

/// Four cells at a time, so that a row of the filter is loaded once for four.
SIAMRT_VERSIONS
void multiply_taps(const float* feature, const float* filter, int cells, int channels,
                   float* products) {
  int cell = 0;
  for (; cell + 4 <= cells; cell += 4) {
    const float* a = feature + static_cast<long>(cell) * channels;
    const float* b = a + channels;
    const float* c = b + channels;
    const float* d = c + channels;
    Taps of_a = {}, of_b = {}, of_c = {}, of_d = {};
    for (int k = 0; k < channels; ++k) {
      Taps row;
      std::memcpy(&row, filter + static_cast<long>(k) * taps, sizeof row);
      of_a += a[k] * row;
      of_b += b[k] * row;
      of_c += c[k] * row;
      of_d += d[k] * row;
    }
    float* to = products + static_cast<long>(cell) * taps;
    std::memcpy(to, &of_a, sizeof of_a);
    std::memcpy(to + taps, &of_b, sizeof of_b);
    std::memcpy(to + 2L * taps, &of_c, sizeof of_c);
    std::memcpy(to + 3L * taps, &of_d, sizeof of_d);
  }
  for (; cell < cells; ++cell) {
    const float* a = feature + static_cast<long>(cell) * channels;
    Taps sum = {};
    for (int k = 0; k < channels; ++k) {
      Taps row;
      std::memcpy(&row, filter + static_cast<long>(k) * taps, sizeof row);
      sum += a[k] * row;
    }
    std::memcpy(products + static_cast<long>(cell) * taps, &sum, sizeof sum);
  }
}

SIAMRT_VERSIONS
void add_outer(const float* feature, const float* products, int cells, int channels,
               float* gradient) {
  int cell = 0;
  for (; cell + 4 <= cells; cell += 4) {
    const float* a = feature + static_cast<long>(cell) * channels;
    const float* b = a + channels;
    const float* c = b + channels;
    const float* d = c + channels;
    Taps of[4];
    std::memcpy(of, products + static_cast<long>(cell) * taps, sizeof of);
    for (int k = 0; k < channels; ++k) {
      float* to = gradient + static_cast<long>(k) * taps;
      Taps sum;
      std::memcpy(&sum, to, sizeof sum);
      sum += a[k] * of[0];
      sum += b[k] * of[1];
      sum += c[k] * of[2];
      sum += d[k] * of[3];
      std::memcpy(to, &sum, sizeof sum);
    }
  }
  for (; cell < cells; ++cell) {
    const float* a = feature + static_cast<long>(cell) * channels;
    Taps of;
    std::memcpy(&of, products + static_cast<long>(cell) * taps, sizeof of);
    for (int k = 0; k < channels; ++k) {
      float* to = gradient + static_cast<long>(k) * taps;
      Taps sum;
      std::memcpy(&sum, to, sizeof sum);
      sum += a[k] * of;
      std::memcpy(to, &sum, sizeof sum);
    }
  }
}

}  // namespace siamrt::track
