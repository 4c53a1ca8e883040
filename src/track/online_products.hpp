#pragma once

namespace siamrt::track {

/// products[cell][16] = sum over k of feature[cell][k] * filter[k][16].
void multiply_taps(const float* feature, const float* filter, int cells, int channels,
                   float* products);

/// gradient[k][16] += sum over cells of feature[cell][k] * products[cell][16].
void add_outer(const float* feature, const float* products, int cells, int channels,
               float* gradient);

}  // namespace siamrt::track
