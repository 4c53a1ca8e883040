#pragma once

#include <cstdint>

namespace siamrt::synth {

/// Smooth random pattern over the plane (value noise on a lattice), the same on every machine.
class Noise {
 public:
  /// `period` > 0: the pattern repeats every `period` units along x, as long as it is a multiple
  /// of 1 / frequency; 0: it never does.
  explicit Noise(std::uint64_t seed, double period = 0) : seed_(seed), period_(period) {}

  /// One octave with `frequency` cells per unit, 0..1.
  double at(double x, double y, double frequency) const;

  /// `octaves` octaves, each of twice the frequency and half the weight of the last, 0..1.
  double cloud(double x, double y, double frequency, int octaves) const;

 private:
  double corner(std::int64_t column, std::int64_t row, std::int64_t columns) const;

  std::uint64_t seed_;
  double period_;
};

}  // namespace siamrt::synth
