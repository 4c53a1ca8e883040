#pragma once

#include "data/dataset.hpp"

#include <siamrt/description.hpp>

namespace siamrt::bench {

/// Box that a family's own runner makes of the truth of frame `index`: of a polygon the mean of its
/// corners and its extent scaled to the polygon's area, plus one pixel. The corner is half of
/// (side - 1) from the centre in pysot's runner (NanoTrack), half of the side in video_analyst's
/// and TracKit's (SiamFC++; Ocean, LightTrack). A rectangle is taken as it is. 0-based.
/// requires: a polygon for the frame.
Box vot_start_box(const data::Sequence& sequence, std::size_t index, Family family);

/// The box that a pass starts from: vot_start_box() where the truth is a polygon, else the first
/// truth box, counted from 0. Throws Error(input) where there is none.
Box first_box(const data::Sequence& sequence, bool one_based, Family family);

}  // namespace siamrt::bench
