#include "synth/exact.hpp"
#include "synth/stage.hpp"

#include <algorithm>

namespace siamrt::synth {
namespace {

/// About normal with deviation 1: the sum of three even 7-bit numbers, made of 21 bits.
double normal_of(std::uint64_t bits) {
  const auto sum = (bits & 127) + (bits >> 7 & 127) + (bits >> 14 & 127);
  return (static_cast<double>(sum) - 190.5) / 64;
}

unsigned char level(double light, double noise) {
  const double value = std::sqrt(std::max(0.0, light)) + noise;
  return static_cast<unsigned char>(std::clamp(floor_of(value * 255 + 0.5), 0.0, 255.0));
}

}  // namespace

double Lighting::gain(double t) const {
  const double s = swing.at(t);
  // Down to a seventh of the light or up to twice it at full depth.
  return s < 0 ? 1 / (1 - swing_depth * s * 6) : 1 + swing_depth * s;
}

double Lighting::local(const Point& view, double t) const {
  const double fall = 1 - 0.16 * (view.x * view.x + view.y * view.y);
  if (shadow_depth <= 0) return fall;
  const double along = view.x * cosine(slant) + view.y * sine(slant);
  const double band = sine(0.55 * along + 0.9 * drift.at(t) + 0.06 * sine(1.3 * view.y));
  return fall * (1 - shadow_depth * smooth(-0.3, 0.8, band));
}

cv::Mat develop(const Stage& stage, const Screen& screen, const std::vector<Light>& light,
                double t) {
  cv::Mat frame(screen.height, screen.width, CV_8UC3);
  const double gain = stage.lighting.gain(t);
  const auto moment = static_cast<std::uint64_t>(std::floor(t * 1024 + 0.5));
  const std::uint64_t seed = scramble(stage.seed ^ scramble(moment + 0x6e6f697365u));
  for (int y = 0; y < screen.height; ++y) {
    unsigned char* row = frame.ptr<unsigned char>(y);
    for (int x = 0; x < screen.width; ++x) {
      const size_t i = static_cast<size_t>(y) * screen.width + x;
      const double here = gain * stage.lighting.local(screen.to_view(x + 0.5, y + 0.5), t);
      const std::uint64_t bits = scramble(seed + i);
      row[3 * x] = level(here * light[i].b, stage.noise * normal_of(bits));
      row[3 * x + 1] = level(here * light[i].g, stage.noise * normal_of(bits >> 21));
      row[3 * x + 2] = level(here * light[i].r, stage.noise * normal_of(bits >> 42));
    }
  }
  return frame;
}

}  // namespace siamrt::synth
