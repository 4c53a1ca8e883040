#pragma once

// Synth room: rendered clips with exact truth, and whole data sets of them. It offers Scene
// (scene.hpp: a seed and options give frames, boxes and visibility) and write_dataset()
// (dataset.hpp: OTB and GOT-10k layouts). It knows nothing of networks and trackers and reads no
// file.
//
// Same seed, same options: same pixels, on any machine. What makes that true is kept here and in
// random.hpp: only +, -, *, /, sqrt and floor of IEEE numbers are used (each is exactly rounded
// everywhere, and the build forbids fused products, see CMakeLists.txt), never a function of the
// math library or a distribution of the standard library, whose last bits differ between systems.

#include <cfloat>
#include <cmath>

namespace siamrt::synth {

static_assert(FLT_EVAL_METHOD == 0, "rendered clips need float and double without extra precision");

constexpr double pi = 3.14159265358979323846;

/// std::floor of |x| < 2^62, without a call of the library.
inline double floor_of(double x) {
  const auto whole = static_cast<double>(static_cast<long long>(x));
  return x < whole ? whole - 1 : whole;
}

/// The same of |x| < 2^31 as an integer.
inline int floor_of(float x) {
  const int whole = static_cast<int>(x);
  return x < static_cast<float>(whole) ? whole - 1 : whole;
}

/// Sine of `turns` full turns, error below 1e-9; equal on every machine.
inline double sine(double turns) {
  double r = turns - floor_of(turns + 0.5);  // -0.5 .. 0.5
  if (r > 0.25) r = 0.5 - r;
  if (r < -0.25) r = -0.5 - r;
  const double x = 2 * pi * r;
  const double q = x * x;
  // Taylor series; the first term left out is x^15 / 15! < 7e-10 at a quarter turn.
  return x * (1 + q * (-1.0 / 6 +
                       q * (1.0 / 120 +
                            q * (-1.0 / 5040 +
                                 q * (1.0 / 362880 + q * (-1.0 / 39916800 + q / 6227020800.0))))));
}

inline double cosine(double turns) { return sine(turns + 0.25); }

/// Angle of (x, y) in turns, -0.5 .. 0.5, error below 1e-4 turns.
inline double angle(double x, double y) {
  const double ax = x < 0 ? -x : x;
  const double ay = y < 0 ? -y : y;
  const double big = ax > ay ? ax : ay;
  if (big == 0) return 0;
  const double a = (ax < ay ? ax : ay) / big;
  const double s = a * a;
  // Minimax polynomial for atan on 0..1 (Abramowitz and Stegun 4.4.47), radians.
  double r =
      a * (0.9998660 + s * (-0.3302995 + s * (0.1801410 + s * (-0.0851330 + s * 0.0208351))));
  r /= 2 * pi;
  if (ay > ax) r = 0.25 - r;
  if (x < 0) r = 0.5 - r;
  return y < 0 ? -r : r;
}

inline double clamp01(double x) { return x < 0 ? 0 : (x > 1 ? 1 : x); }

inline double mix(double a, double b, double share) { return a + (b - a) * share; }

/// 0 below `from`, 1 above `to`, smooth between.
inline double smooth(double from, double to, double x) {
  const double s = clamp01((x - from) / (to - from));
  return s * s * (3 - 2 * s);
}

inline double length(double x, double y) { return std::sqrt(x * x + y * y); }

}  // namespace siamrt::synth
