#pragma once

#include <cstdint>
#include <random>

namespace siamrt::synth {

/// Thorough mixing of 64 bits (splitmix64, Steele et al. 2014); for values that belong to a place.
inline std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// Random numbers that are the same everywhere: the engine's output is prescribed by the standard,
/// the distributions are our own. Draw one number a statement (or one an element of a braced
/// list): compilers choose the order in which the arguments of a call are worked out.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(scramble(seed)) {}

  std::uint64_t bits() { return engine_(); }

  /// 0 <= x < 1, a multiple of 2^-53.
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  double range(double low, double high) { return low + (high - low) * uniform(); }

  /// 0 .. count - 1; requires count > 0. The bias of the remainder is below 2^-50.
  int below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }

  bool chance(double probability) { return uniform() < probability; }

  /// -1 or 1.
  double sign() { return chance(0.5) ? 1 : -1; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace siamrt::synth
