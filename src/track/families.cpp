#include "track/families.hpp"

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

// std::nearbyint in the default mode takes halves to even, as Python's round does; std::round takes
// them away from zero, as the trackers that kept Python 2's rounding do.

double whole(double side) { return std::max(1.0, std::nearbyint(side)); }
double whole_away(double side) { return std::max(1.0, std::round(side)); }

Target start_inclusive(const Box& box) {
  return {box.x + (box.w - 1) / 2, box.y + (box.h - 1) / 2, box.w, box.h};
}
Target start_middle(const Box& box) { return {box.x + box.w / 2, box.y + box.h / 2, box.w, box.h}; }

/// Rounds to float32. By way of memory: g++ 12.2 at -O2 drops a conversion to float and back where
/// it puts two of them in one vector.
double to_single(double value) {
  const volatile float rounded = static_cast<float>(value);
  return rounded;
}

double once(double old, double predicted, double rate) {
  return old * (1 - rate) + predicted * rate;
}
double twice(double old, double predicted, double rate) {
  return once(old, once(old, predicted, rate), rate);
}

// SiamFC++: MegviiDetection/video_analyst, commit 7b89c20. Boxes there are float32 at both ends and
// cover pixels x .. x + w - 1.

Target siamfcpp_start(const Box& box) {
  const auto middle = [](double from, double side) {
    return static_cast<float>(from) + (static_cast<float>(side) - 1) / 2;
  };
  return {middle(box.x, box.w), middle(box.y, box.h), to_single(box.w), to_single(box.h)};
}

double siamfcpp_template_side(double side, int z) { return whole(z / (z / side)); }
double siamfcpp_search_side(double side, int z, int x) { return whole(x / (z / side)); }

Cut siamfcpp_place(const Target& target, double side) {
  const auto half = static_cast<float>((side - 1) / 2);
  const auto x = static_cast<float>(target.x);
  const auto y = static_cast<float>(target.y);
  const float left = x - half;
  const float top = y - half;
  const float width = (x + half) - left;
  const float height = (y + half) - top;
  return {Cut::Sampling::corners, left, top, width, height};
}

Box siamfcpp_rectangle(const Target& t) {
  return {to_single(t.x - (t.w - 1) / 2), to_single(t.y - (t.h - 1) / 2), to_single(t.w),
          to_single(t.h)};
}

int siamfcpp_first_cell(int search, int size, int stride) {
  return (search - 1 - (size - 1) * stride) / 2;
}

// Ocean: researchmm/TracKit; LightTrack: researchmm/LightTrack, which grew out of it. The
// template's side goes half to even, the search crop's half away from zero.

double even_template_side(double side, int /*z*/) { return whole(side); }
double ocean_search_side(double side, int z, int x) {
  return whole_away(side + (x - z) / (z / side));
}

Cut ocean_place(const Target& t, double side) {
  const double half = (side + 1) / 2;
  return {Cut::Sampling::window, std::nearbyint(t.x - half), std::nearbyint(t.y - half), side,
          side};
}

int centred_first_cell(int search, int size, int stride) { return search / 2 - size / 2 * stride; }

Box ocean_rectangle(const Target& t) {
  return {std::max(0.0, t.x - t.w / 2), std::max(0.0, t.y - t.h / 2), t.w, t.h};
}

// NanoTrack: HonglinChu/SiamTrackers, commit 248663fd. It starts like SiamFC++ but reports
// x = centre - w / 2.

double nanotrack_search_side(double side, int z, int x) {
  return whole(side * (static_cast<double>(x) / z));
}

Cut nanotrack_place(const Target& t, double side) {
  const double half = (side + 1) / 2;
  return {Cut::Sampling::window, std::floor(t.x - half + 0.5), std::floor(t.y - half + 0.5), side,
          side};
}

Box nanotrack_rectangle(const Target& t) { return {t.x - t.w / 2, t.y - t.h / 2, t.w, t.h}; }

constexpr Rules siamfcpp = {siamfcpp_start,
                            siamfcpp_template_side,
                            siamfcpp_search_side,
                            siamfcpp_place,
                            true,
                            1,
                            once,
                            siamfcpp_rectangle,
                            siamfcpp_first_cell,
                            true};
constexpr Rules ocean = {
    start_middle, even_template_side, ocean_search_side,  ocean_place, false, 0,
    twice,        ocean_rectangle,    centred_first_cell, false};
constexpr Rules nanotrack = {start_inclusive,
                             even_template_side,
                             nanotrack_search_side,
                             nanotrack_place,
                             true,
                             0,
                             once,
                             nanotrack_rectangle,
                             centred_first_cell,
                             false};

}  // namespace

const Rules& rules_of(Family family) noexcept {
  switch (family) {
    case Family::siamfcpp:
      return siamfcpp;
    case Family::ocean:
    case Family::lighttrack:  // Ocean's rules throughout: it grew out of the same tracker
      return ocean;
    case Family::nanotrack:
      return nanotrack;
  }
  return siamfcpp;
}

double context_side(const Target& target, double context) noexcept {
  const double around = context * (target.w + target.h);
  return std::sqrt((target.w + around) * (target.h + around));
}

}  // namespace siamrt::track
