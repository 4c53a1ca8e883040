#include "synth/noise.hpp"

#include "synth/exact.hpp"
#include "synth/random.hpp"

namespace siamrt::synth {

double Noise::corner(std::int64_t column, std::int64_t row, std::int64_t columns) const {
  if (columns > 0) column = ((column % columns) + columns) % columns;
  const auto place = static_cast<std::uint64_t>(column) * 0x9e3779b1u ^
                     (static_cast<std::uint64_t>(row) << 32 | 0x85ebca77u);
  return static_cast<double>(scramble(place ^ seed_) >> 40) * 0x1p-24;
}

double Noise::at(double x, double y, double frequency) const {
  const double fx = x * frequency;
  const double fy = y * frequency;
  const double cx = floor_of(fx);
  const double cy = floor_of(fy);
  const double ax = fx - cx;
  const double ay = fy - cy;
  const double sx = ax * ax * ax * (ax * (ax * 6 - 15) + 10);
  const double sy = ay * ay * ay * (ay * (ay * 6 - 15) + 10);
  const auto column = static_cast<std::int64_t>(cx);
  const auto row = static_cast<std::int64_t>(cy);
  const auto columns = static_cast<std::int64_t>(period_ * frequency + 0.5);
  const double top = mix(corner(column, row, columns), corner(column + 1, row, columns), sx);
  const double low =
      mix(corner(column, row + 1, columns), corner(column + 1, row + 1, columns), sx);
  return mix(top, low, sy);
}

double Noise::cloud(double x, double y, double frequency, int octaves) const {
  double sum = 0;
  double weight = 1;
  double total = 0;
  for (int i = 0; i < octaves; ++i) {
    // A shift per octave, so that the lattices do not share their lines.
    sum += weight * at(x, y + 7.31 * i, frequency);
    total += weight;
    weight *= 0.5;
    frequency *= 2;
  }
  return sum / total;
}

}  // namespace siamrt::synth
