#pragma once

#include "model/network.hpp"

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>
#include <siamrt/model.hpp>

#include <vector>

namespace siamrt {
class Track;
}

namespace siamrt::track {

/// Sides outside these limits (frame pixels) are no target in any picture, and the arithmetic of
/// the crops would leave its range.
constexpr double smallest_side = 0.01;
constexpr double largest_side = 1e6;

/// Throws Error(input) for a frame that is empty or not CV_8UC3.
void check_frame(const Frame& frame);

/// The same, and for one that is not width x height pixels.
void check_frame(const Frame& frame, int width, int height);

/// Throws Error(input) for a start box that is not finite, has a side outside smallest_side ..
/// largest_side, or lies wholly outside the frame.
void check_box(const Box& box, const Frame& frame);

/// Throws Error(usage) for settings that are out of range, or whose sides of the search crop do not
/// fit the network's grid (0, not set, fits).
void check_settings(const Settings& settings, const Description& description);

/// Throws Error(usage) for a null track, one that occurs twice, or one of another model.
void check_tracks(const std::vector<Track*>& tracks, const Model& model);

/// Name of the output that decoding fuses into the score (docs/archive.md), N x S x S, 0..1.
constexpr const char* aligned_score = "aligned_score";

/// Throws Error(model) unless there are maps of `count` targets with `templates` scores each, of
/// `cells` numbers a plane.
void check_maps(const model::Maps& maps, size_t count, size_t templates, size_t cells);

}  // namespace siamrt::track
