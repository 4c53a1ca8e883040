#pragma once

#include "bench/sequence_runner.hpp"

#include <vector>

namespace siamrt::bench {

/// One frame of a supervised VOT run.
struct SupervisedFrame {
  enum Mark { region, start, failure, skipped };
  Mark mark = region;
  Box box;             ///< of a region
  double seconds = 0;  ///< 0 for a skipped frame
  double overlap = 0;  ///< with the truth, of a region
};

/// VOT's reset-based run: the tracker is started anew five frames after its overlap with the truth
/// was exactly 0 (pysot tools/test.py; region overlap bounded by the image). Throws as
/// run_one_pass() does, and Error(input) for a sequence without polygons.
std::optional<std::vector<SupervisedFrame>> run_supervised(const Tracker& tracker,
                                                           const data::Sequence& sequence,
                                                           const Stop& stop);

/// Box that a family's own runner makes of the truth of frame `index`: of a polygon the mean of its
/// corners and its extent scaled to the polygon's area, plus one pixel. The corner is half of
/// (side - 1) from the centre in pysot's runner (NanoTrack), half of the side in video_analyst's
/// and TracKit's (SiamFC++; Ocean, LightTrack). A rectangle is taken as it is.
Box vot_start_box(const data::Sequence& sequence, std::size_t index, Family family);

}  // namespace siamrt::bench
