#include "synth/motion.hpp"

#include "synth/exact.hpp"

#include <algorithm>

namespace siamrt::synth {
namespace {

/// 2 to the power x for |x| <= 2 by the exponential series; equal on every machine.
double power_of_two(double x) {
  const double z = x * 0.69314718055994531 / 4;
  const double e = 1 + z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4 * (1 + z / 5 * (1 + z / 6)))));
  return e * e * e * e;
}

/// x with 2^x = factor, 1 <= factor <= 4, by halving.
double log_two(double factor) {
  double low = 0;
  double high = 2;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (power_of_two(middle) < factor ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Sway::Sway(Random& random, double pace) {
  // Rates whose ratios are far from simple fractions, so that the sum does not repeat soon.
  const double ratios[3] = {1, 1.73, 2.91};
  for (int i = 0; i < 3; ++i) {
    rate_[i] = pace * ratios[i] * random.range(0.85, 1.15);
    phase_[i] = random.uniform();
  }
}

double Sway::at(double t) const {
  return 0.66 * sine(rate_[0] * t + phase_[0]) + 0.24 * sine(rate_[1] * t + phase_[1]) +
         0.10 * sine(rate_[2] * t + phase_[2]);
}

Point Path::place(double t) const {
  Point p{home_x + reach_x * x.at(t), home_y + reach_y * y.at(t)};
  if (leave_for > 0) {
    const double out = smooth(leave_for, leave_for * 0.25, std::fabs(t - leave_at));
    p.x = mix(p.x, leave_by, out);
  }
  return p;
}

Pose Path::at(double t) const {
  Pose pose;
  const Point p = place(t);
  pose.x = p.x;
  pose.y = p.y;
  pose.size = size * power_of_two(log_two(zoom_reach) * zoom.at(t));
  const double away = 0.5 + 0.5 * yaw.at(t);
  pose.stretch = mix(1, squeeze, away) * facing;
  pose.turn = roll_reach * roll.at(t);
  if (heads_along) {
    const Point a = place(t - 1.5);
    const Point b = place(t + 1.5);
    pose.turn += angle(b.x - a.x + 3 * pan_x, b.y - a.y);
  }
  pose.bend = bend;
  pose.phase = -beat * t;
  return pose;
}

Path target_path(Random& random, const Strength& s, const Manner& manner, double reach,
                 double aspect, int frames) {
  Path path;
  path.x = Sway(random, s.pace);
  path.y = Sway(random, s.pace * 1.27);
  path.zoom = Sway(random, 1.0 / 95);
  path.roll = Sway(random, 1.0 / 60);
  path.yaw = Sway(random, 1.0 / 75);
  path.size = s.size / 2;
  path.zoom_reach = s.zoom;
  path.roll_reach = s.spin * manner.rolls + manner.tilt;
  path.squeeze = s.squeeze;
  path.bend = manner.bend * s.bend;
  path.beat = 1.0 / random.range(14, 20);
  path.heads_along = manner.heads_along;
  const double facing = manner.mirrors ? random.sign() : 1;
  path.facing = facing;
  path.home_y = manner.home_y;
  const double margin = path.size * reach * s.zoom + 0.04;
  path.reach_x = std::max(0.05, aspect / 2 - margin) * manner.reach_x;
  path.reach_y = std::max(0.03, 0.5 - margin - std::fabs(manner.home_y)) * manner.reach_y;
  path.pan_x = manner.pan * (manner.heads_along ? 1 : facing);
  if (s.leave > 0) {
    path.leave_at = frames * random.range(0.5, 0.6);
    path.leave_for = std::max(8.0, std::min(26.0, frames * 0.22));
    path.leave_by = random.sign() * (aspect / 2 + path.size * s.leave * 2.6);
  }
  return path;
}

Path lookalike_path(Random& random, const Path& target, double aspect) {
  Path path = target;
  const double pace = random.range(1.0 / 120, 1.0 / 70);
  path.x = Sway(random, pace);
  path.y = Sway(random, pace * 1.3);
  path.zoom = Sway(random, 1.0 / 95);
  path.roll = Sway(random, 1.0 / 60);
  path.yaw = Sway(random, 1.0 / 75);
  path.size = target.size * random.range(0.7, 1.1);
  path.home_x = random.range(-0.25, 0.25) * aspect;
  path.home_y = target.home_y + random.range(-0.08, 0.08);
  path.beat = 1.0 / random.range(14, 20);
  path.leave_for = 0;
  return path;
}

Point Camera::place(double t) const { return {pan * t + 0.06 * x.at(t), 0.05 * y.at(t)}; }

Camera::View Camera::view(double t) const {
  const double turn = 0.8 * shake * roll.at(t);
  return {1 + 0.05 * zoom.at(t) + shake, cosine(turn), sine(turn), shake * shake_x.at(t),
          shake * shake_y.at(t)};
}

Camera make_camera(Random& random, const Strength& strength, double pan) {
  Camera camera;
  camera.x = Sway(random, 1.0 / 130);
  camera.y = Sway(random, 1.0 / 110);
  camera.zoom = Sway(random, 1.0 / 160);
  camera.roll = Sway(random, 1.0 / 30);
  camera.shake_x = Sway(random, 1.0 / 16);
  camera.shake_y = Sway(random, 1.0 / 13);
  camera.pan = pan;
  camera.shake = strength.shake;
  return camera;
}

}  // namespace siamrt::synth
