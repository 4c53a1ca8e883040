#include "track/online_memory.hpp"

#include <algorithm>
#include <numeric>

namespace siamrt::track {

SampleShares::SampleShares(int first, int capacity, float least_first)
    : first_(first),
      count_(first),
      least_first_(least_first),
      shares_(static_cast<size_t>(capacity), 0.0F) {
  std::fill_n(shares_.begin(), first, 1 / static_cast<float>(first));
}

int SampleShares::insert(double rate) {
  const auto keep = static_cast<float>(1 - rate);
  const auto from = shares_.begin() + (least_first_ > 0 ? first_ : 0);
  const int slot = count_ < static_cast<int>(shares_.size())
                       ? count_++
                       : static_cast<int>(std::min_element(from, shares_.end()) - shares_.begin());
  if (last_ < 0) {
    for (float& share : shares_) share /= keep;
    shares_[static_cast<size_t>(slot)] = static_cast<float>(rate);
  } else {
    shares_[static_cast<size_t>(slot)] = shares_[static_cast<size_t>(last_)] / keep;
  }
  last_ = slot;
  normalise();
  return slot;
}

void SampleShares::normalise() {
  const float sum = std::accumulate(shares_.begin(), shares_.end(), 0.0F);
  for (float& share : shares_) share /= sum;
  const auto others = shares_.begin() + first_;
  if (least_first_ <= 0 || std::accumulate(shares_.begin(), others, 0.0F) >= least_first_) return;
  const float all = least_first_ + std::accumulate(others, shares_.end(), 0.0F);
  for (float& share : shares_) share /= all;
  std::fill(shares_.begin(), others, least_first_ / static_cast<float>(first_));
}

}  // namespace siamrt::track
