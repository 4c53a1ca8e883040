#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace siamrt::session {

/// The newest values of something that is measured once a frame, about a second of them. One slow
/// frame (the first one, for which a network makes its plans) does not show in their median, and is
/// forgotten soon. Fixed memory.
class Recent {
 public:
  static constexpr std::size_t most = 31;

  void add(double value) {
    values_[next_++ % most] = value;
    count_ = std::min(count_ + 1, most);
  }

  void clear() { next_ = count_ = 0; }

  /// 0 where there is no value; the upper one of the two in the middle.
  double median() const {
    if (count_ == 0) return 0;
    std::array<double, most> sorted = values_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count_ / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count_));
    return *middle;
  }

  /// 0 where there is no value.
  double mean() const {
    if (count_ == 0) return 0;
    const auto end = values_.begin() + static_cast<std::ptrdiff_t>(count_);
    return std::accumulate(values_.begin(), end, 0.0) / static_cast<double>(count_);
  }

 private:
  std::array<double, most> values_ = {};
  std::size_t next_ = 0;
  std::size_t count_ = 0;
};

}  // namespace siamrt::session
