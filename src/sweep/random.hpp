#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace siamrt::sweep {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere, unlike the standard library's
/// distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }

  /// 0 .. count-1.
  std::size_t below(std::size_t count) noexcept {
    return static_cast<std::size_t>(((next() >> 32U) * count) >> 32U);
  }

  /// 0 (included) to 1 (not).
  double unit() noexcept {
    return static_cast<double>(next() >> 11U) / static_cast<double>(std::uint64_t{1} << 53U);
  }

  /// Fisher and Yates.
  template <typename T>
  void shuffle(std::vector<T>& items) noexcept {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace siamrt::sweep
