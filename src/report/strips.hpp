#pragma once

#include "data/dataset.hpp"
#include "eval/figures.hpp"
#include "report/drawing.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::report {

/// One tracker's boxes in a strip, in the data set's origin, one a frame; not valid: not drawn.
struct StripTrack {
  std::string name;
  Colour colour;
  std::vector<Box> boxes;
};

/// Frames of one sequence side by side.
struct Strip {
  std::string jpeg;
  int width = 0;  ///< pixels of the whole picture; frames have equal shares
  int height = 0;
  std::vector<std::int64_t> frames;  ///< 0-based
};

/// First result boxes of a tracker by frame: those of a run from start to end, or the regions of a
/// supervised run (VOT; polygons by their extent).
std::vector<Box> boxes_of(const eval::SequenceResult& result);

/// Which frames tell the story: first and last, evenly between, and the moment from which the first
/// track misses the target (overlap at most 0.1 in five known frames in a row) in place of the
/// nearest one.
std::vector<std::int64_t> telling_frames(const std::vector<Box>& truth,
                                         const std::vector<Box>& boxes, std::size_t wanted = 6);

/// Truth in white, tracks in their colours, each frame 180 pixels high. Nothing where no frame of
/// the sequence can be read.
std::optional<Strip> draw_strip(const data::Sequence& sequence, bool one_based,
                                const std::vector<StripTrack>& tracks);

}  // namespace siamrt::report
