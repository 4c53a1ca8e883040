#pragma once

#include "track/decode.hpp"

#include <siamrt/description.hpp>

namespace siamrt::reference {

/// Plain twin of track::decode, one family at a time and all in double, written from the originals'
/// formulas. `window` is not multiplied by window_influence.
track::Decoded decode(Family family, const Settings& settings, const track::CellMaps& maps,
                      const track::View& view, const std::vector<double>& window,
                      const track::Target& last);

}  // namespace siamrt::reference
