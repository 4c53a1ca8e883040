#pragma once

#include <string>
#include <vector>

namespace siamrt::synth {

/// What a clip is hard by.
enum class Preset {
  plain,           ///< steady light and size, nothing in the way
  scale,           ///< grows and shrinks about threefold
  occlusion,       ///< passes behind pieces of the foreground
  blur,            ///< fast, with a long exposure
  distractors,     ///< look-alikes around it
  illumination,    ///< light that swings, shadows that pass
  deformation,     ///< turns in and out of the plane, bends
  low_resolution,  ///< small, noisy
  out_of_view,     ///< leaves the frame and comes back
  everything,      ///< all of it at middling strength: the clip of `siamrt demo`
};

const std::vector<Preset>& all_presets();
const char* to_string(Preset preset) noexcept;
/// Throws Error(usage) that names the nearest preset.
Preset preset_named(const std::string& name);

/// The numbers behind a preset.
struct Strength {
  double size = 0.26;       ///< longer side of the target, view units (1: the frame's height)
  double zoom = 1.15;       ///< largest change of size by either factor
  double pace = 1.0 / 110;  ///< turns of the path per frame
  double shutter = 0.4;     ///< share of a frame's time that the shutter is open
  double spin = 0;          ///< turns that the target rolls to either side
  double squeeze = 1;       ///< narrowest stretch by turning away
  double bend = 1;          ///< factor on the world's own wave
  int lookalikes = 0;       ///< number of them
  double pieces_every = 0;  ///< frames between two pieces that pass in front; 0: none
  double light_swing = 0;   ///< 0..1, how far brightness swings
  double shadow = 0;        ///< 0..1, depth of passing shadows
  double shake = 0.002;     ///< camera, view units
  double noise = 0.006;     ///< deviation of the sensor's noise, 1: white
  double leave = 0;         ///< share of the target's size that it goes outside by; 0: stays inside
};

Strength strength_of(Preset preset);

/// OTB's attributes in the order of its files: IV OPR SV OCC DEF MB FM IPR OV BC LR; 0 or 1 each.
std::vector<int> otb_attributes(Preset preset);

}  // namespace siamrt::synth
