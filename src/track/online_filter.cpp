#include "track/online_filter.hpp"

#include "track/online_products.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

constexpr int taps = FilterShape::taps;
constexpr int padding = FilterShape::side / 2;
constexpr double bin_width = 0.1;  // cells

/// A table over distances, read between its entries.
float look_up(const std::vector<float>& table, double distance) {
  const double at = distance / bin_width;
  const auto last = static_cast<double>(table.size() - 1);
  if (at >= last) return table.back();
  const auto low = static_cast<size_t>(at);
  const auto share = static_cast<float>(at - std::floor(at));
  return table[low] * (1 - share) + table[low + 1] * share;
}

/// Integral from minus infinity to `x` of the hat function max(0, 1 - |t|).
double hat_integral(double x) {
  if (x <= -1) return 0;
  if (x >= 1) return 1;
  return x < 0 ? (x + 1) * (x + 1) / 2 : 1 - (1 - x) * (1 - x) / 2;
}

/// Mean of the hat around each cell over the four bins that `low` .. `high` (cells) is cut into.
std::vector<std::array<double, 4>> bin_weights(double low, double high, int cells) {
  std::vector<std::array<double, 4>> all(static_cast<size_t>(cells));
  const double width = (high - low) / 4;
  for (int cell = 0; cell < cells; ++cell) {
    for (int bin = 0; bin < 4; ++bin) {
      const double from = low + width * bin - cell;
      all[static_cast<size_t>(cell)][static_cast<size_t>(bin)] =
          width > 0 ? (hat_integral(from + width) - hat_integral(from)) / width : 0;
    }
  }
  return all;
}

/// The score after its slope: a negative one counts in full on the target's cells only.
struct Bent {
  float value;
  float slope;
};

Bent bend(float score, float mask) {
  const float sign = score > 0 ? 1.0F : score < 0 ? -1.0F : 0.0F;
  return {(1 - mask) / 2 * std::abs(score) + (1 + mask) / 2 * score,
          (1 - mask) / 2 * sign + (1 + mask) / 2};
}

double squares(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * value;
  return sum;
}

}  // namespace

void make_goal(const FilterShape& shape, const model::OnlineTables& tables, const CropBox& box,
               Goal& goal) {
  goal.label.resize(shape.map_size());
  goal.mask.resize(shape.map_size());
  goal.spatial.resize(shape.map_size());
  const double x = (box[0] + box[2] / 2) / static_cast<float>(shape.stride);
  const double y = (box[1] + box[3] / 2) / static_cast<float>(shape.stride);
  size_t k = 0;
  for (int r = 0; r < shape.scores(); ++r) {
    for (int c = 0; c < shape.scores(); ++c, ++k) {
      const double distance = std::hypot(r - y, c - x);
      goal.label[k] = look_up(tables.label, distance);
      goal.mask[k] = 1 / (1 + std::exp(-look_up(tables.mask, distance)));
      goal.spatial[k] = look_up(tables.spatial, distance);
    }
  }
}

void pool_filter(const FilterShape& shape, const float* feature, const CropBox& box, float weight,
                 std::vector<float>& pooled) {
  const double stride = shape.stride;
  const auto rows = bin_weights(box[1] / stride, (box[1] + box[3]) / stride, shape.cells);
  const auto columns = bin_weights(box[0] / stride, (box[0] + box[2]) / stride, shape.cells);
  pooled.resize(shape.filter_size());
  for (int r = 0; r < shape.cells; ++r) {
    for (int c = 0; c < shape.cells; ++c) {
      const float* from =
          feature + static_cast<size_t>(r * shape.cells + c) * static_cast<size_t>(shape.channels);
      for (int tap = 0; tap < taps; ++tap) {
        const double share = rows[static_cast<size_t>(r)][static_cast<size_t>(tap / 4)] *
                             columns[static_cast<size_t>(c)][static_cast<size_t>(tap % 4)];
        if (share == 0) continue;
        const auto part = static_cast<float>(share * weight);
        for (int k = 0; k < shape.channels; ++k) {
          const size_t at = static_cast<size_t>(k) * static_cast<size_t>(taps);
          pooled[at + static_cast<size_t>(tap)] += part * from[k];
        }
      }
    }
  }
}

FilterFit::FilterFit(const FilterShape& shape, int threads)
    : shape_(shape), threads_(threads), shares_(share_count), gradient_(shape.filter_size()) {
  for (Share& share : shares_) {
    share.products.resize(static_cast<size_t>(shape.cells) * static_cast<size_t>(shape.cells) *
                          taps);
    share.residual.resize(shape.map_size());
    share.gradient.resize(shape.filter_size());
  }
}

/// Every cell times every tap, then each product is added to the score it belongs to.
void FilterFit::score(const float* feature, const std::vector<float>& filter, float* map,
                      std::vector<float>& products) const {
  multiply_taps(feature, filter.data(), shape_.cells * shape_.cells, shape_.channels,
                products.data());
  const int side = shape_.scores();
  std::fill(map, map + shape_.map_size(), 0.0F);
  for (int r = 0; r < shape_.cells; ++r) {
    for (int c = 0; c < shape_.cells; ++c) {
      const float* product = products.data() + static_cast<ptrdiff_t>(r * shape_.cells + c) * taps;
      for (int i = 0; i < FilterShape::side; ++i) {
        const int y = r + padding - i;
        if (y < 0 || y >= side) continue;
        for (int j = 0; j < FilterShape::side; ++j) {
          const int x = c + padding - j;
          if (x >= 0 && x < side) map[y * side + x] += product[i * FilterShape::side + j];
        }
      }
    }
  }
}

/// Adds to the share's gradient what its residual gives when the correlation is turned round.
void FilterFit::adjoint(const float* feature, Share& share) const {
  const int side = shape_.scores();
  const float* map = share.residual.data();
  for (int r = 0; r < shape_.cells; ++r) {
    for (int c = 0; c < shape_.cells; ++c) {
      float* product = share.products.data() + static_cast<ptrdiff_t>(r * shape_.cells + c) * taps;
      for (int i = 0; i < FilterShape::side; ++i) {
        const int y = r + padding - i;
        for (int j = 0; j < FilterShape::side; ++j) {
          const int x = c + padding - j;
          const bool inside = y >= 0 && y < side && x >= 0 && x < side;
          product[i * FilterShape::side + j] = inside ? map[y * side + x] : 0;
        }
      }
    }
  }
  add_outer(feature, share.products.data(), shape_.cells * shape_.cells, shape_.channels,
            share.gradient.data());
}

double FilterFit::loss_of(const model::OnlineTables& tables, const std::vector<Sample>& samples,
                          const std::vector<float>& filter) const {
  double loss = tables.regularisation * squares(filter);
  for (size_t n = 0; n < samples.size(); ++n) {
    const Goal& goal = *samples[n].goal;
    for (size_t k = 0; k < shape_.map_size(); ++k) {
      const double off =
          std::sqrt(samples[n].weight) * goal.spatial[k] *
          (bend(scores_[n * shape_.map_size() + k], goal.mask[k]).value - goal.label[k]);
      loss += off * off;
    }
  }
  return loss;
}

/// work(share, first sample, end): the samples of each share, on as many threads as asked for.
template <typename Work>
void FilterFit::each_share(size_t samples, Work work) {
  const auto count = static_cast<long>(share_count);
#pragma omp parallel for num_threads(threads_) schedule(dynamic)
  for (long n = 0; n < count; ++n) {
    const auto at = static_cast<size_t>(n);
    work(shares_[at], samples * at / share_count, samples * (at + 1) / share_count);
  }
}

/// Scores of the filter, and the loss's gradient, while a sample's feature is in the cache.
void FilterFit::find_gradient(const std::vector<Sample>& samples, const std::vector<float>& filter,
                              float regularisation) {
  const size_t map = shape_.map_size();
  each_share(samples.size(), [&](Share& share, size_t first, size_t end) {
    std::fill(share.gradient.begin(), share.gradient.end(), 0.0F);
    for (size_t n = first; n < end; ++n) {
      const Goal& goal = *samples[n].goal;
      score(samples[n].feature, filter, &scores_[n * map], share.products);
      for (size_t k = 0; k < map; ++k) {
        const Bent bent = bend(scores_[n * map + k], goal.mask[k]);
        share.residual[k] = bent.slope * samples[n].weight * goal.spatial[k] * goal.spatial[k] *
                            (bent.value - goal.label[k]);
      }
      adjoint(samples[n].feature, share);
    }
  });
  for (size_t k = 0; k < filter.size(); ++k) {
    double sum = static_cast<double>(regularisation) * filter[k];
    for (const Share& share : shares_) sum += share.gradient[k];
    gradient_[k] = static_cast<float>(sum);
  }
}

/// How much the residuals change along the gradient.
double FilterFit::find_curvature(const std::vector<Sample>& samples) {
  const size_t map = shape_.map_size();
  each_share(samples.size(), [&](Share& share, size_t first, size_t end) {
    share.curvature = 0;
    for (size_t n = first; n < end; ++n) {
      const Goal& goal = *samples[n].goal;
      score(samples[n].feature, gradient_, &along_[n * map], share.products);
      for (size_t k = 0; k < map; ++k) {
        const double q =
            bend(scores_[n * map + k], goal.mask[k]).slope * goal.spatial[k] * along_[n * map + k];
        share.curvature += q * q * samples[n].weight;
      }
    }
  });
  double sum = 0;
  for (const Share& share : shares_) sum += share.curvature;
  return sum;
}

/// Scores are linear in the filter, but the slope jumps where one crosses 0: they are computed
/// afresh for every step, as the original does, so that rounding decides the same way as far as it
/// can.
void FilterFit::run(const model::OnlineTables& tables, const std::vector<Sample>& samples,
                    int steps, std::vector<float>& filter, std::vector<double>* losses) {
  scores_.resize(samples.size() * shape_.map_size());
  along_.resize(samples.size() * shape_.map_size());
  for (int step = 0; step < steps; ++step) {
    find_gradient(samples, filter, tables.regularisation);
    if (losses != nullptr) losses->push_back(loss_of(tables, samples, filter));
    const double length = squares(gradient_);
    const double curvature = find_curvature(samples) + tables.regularisation * length;
    const auto stride = static_cast<float>(tables.step * length / std::max(curvature, 1e-8));
    for (size_t k = 0; k < filter.size(); ++k) filter[k] -= stride * gradient_[k];
  }
  if (losses == nullptr) return;
  find_gradient(samples, filter, tables.regularisation);  // for its scores
  losses->push_back(loss_of(tables, samples, filter));
}

}  // namespace siamrt::track
