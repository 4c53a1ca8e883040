#include "synth/preset.hpp"

#include "core/near.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::synth {

const std::vector<Preset>& all_presets() {
  static const std::vector<Preset> presets = {
      Preset::plain,       Preset::scale,        Preset::occlusion,   Preset::blur,
      Preset::distractors, Preset::illumination, Preset::deformation, Preset::low_resolution,
      Preset::out_of_view, Preset::everything};
  return presets;
}

const char* to_string(Preset preset) noexcept {
  switch (preset) {
    case Preset::plain:
      return "plain";
    case Preset::scale:
      return "scale";
    case Preset::occlusion:
      return "occlusion";
    case Preset::blur:
      return "blur";
    case Preset::distractors:
      return "distractors";
    case Preset::illumination:
      return "illumination";
    case Preset::deformation:
      return "deformation";
    case Preset::low_resolution:
      return "low_resolution";
    case Preset::out_of_view:
      return "out_of_view";
    case Preset::everything:
      return "everything";
  }
  return "?";
}

Preset preset_named(const std::string& name) {
  std::vector<std::string> names;
  for (const Preset preset : all_presets()) {
    if (name == to_string(preset)) return preset;
    names.emplace_back(to_string(preset));
  }
  const std::string near = core::nearest(name, names);
  throw Error(Error::Kind::usage,
              near.empty()
                  ? fmt::format("preset '{}' is unknown (plain, scale, ..., everything)", name)
                  : fmt::format("preset '{}' is unknown; did you mean '{}'?", name, near));
}

Strength strength_of(Preset preset) {
  Strength s;
  switch (preset) {
    case Preset::plain:
      break;
    case Preset::scale:
      s.zoom = 1.8;
      break;
    case Preset::occlusion:
      s.pieces_every = 26;
      break;
    case Preset::blur:
      s.pace = 1.0 / 42;
      s.shutter = 0.95;
      s.shake = 0.012;
      break;
    case Preset::distractors:
      s.lookalikes = 5;
      break;
    case Preset::illumination:
      s.light_swing = 0.8;
      s.shadow = 0.7;
      break;
    case Preset::deformation:
      s.spin = 0.22;
      s.squeeze = 0.5;
      s.bend = 2.2;
      break;
    case Preset::low_resolution:
      s.size = 0.075;
      s.noise = 0.03;
      break;
    case Preset::out_of_view:
      s.leave = 0.9;
      break;
    case Preset::everything:
      s.size = 0.31;
      s.zoom = 1.5;
      s.pace = 1.0 / 70;
      s.shutter = 0.8;
      s.spin = 0.07;
      s.squeeze = 0.75;
      s.bend = 1.4;
      s.lookalikes = 2;
      s.pieces_every = 42;
      s.light_swing = 0.35;
      s.shadow = 0.35;
      s.shake = 0.006;
      s.noise = 0.01;
      break;
  }
  return s;
}

std::vector<int> otb_attributes(Preset preset) {
  const Strength s = strength_of(preset);
  const bool fast = s.pace > 1.0 / 80;
  return {s.light_swing > 0.3 ? 1 : 0,
          s.squeeze < 0.8 ? 1 : 0,
          s.zoom > 1.3 ? 1 : 0,
          s.pieces_every > 0 ? 1 : 0,
          s.bend > 1.2 ? 1 : 0,
          s.shutter > 0.7 ? 1 : 0,
          fast ? 1 : 0,
          s.spin > 0.05 ? 1 : 0,
          s.leave > 0 ? 1 : 0,
          s.lookalikes > 0 ? 1 : 0,
          s.size < 0.1 ? 1 : 0};
}

}  // namespace siamrt::synth
