#pragma once

#include <siamrt/frame.hpp>
#include <siamrt/tracker.hpp>

#include <optional>

namespace siamrt::session {

/// Looks for a lost target in the whole frame: search crops that overlap by half, at the target's
/// last size, a few in each call of the network. The best cell by score alone (no window, no
/// penalty: the old place says nothing any more). Where it is not below the settings' lost_below,
/// the track is moved there and its estimate is returned; else the track is left alone.
/// requires: a frame as Track::next wants it. Cost: about 4 * frame area / search area crops.
std::optional<Estimate> search_everywhere(const Frame& frame, Track& track);

}  // namespace siamrt::session
