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
  bool finite = true;  ///< false: the network gave no number
};

/// VOT's reset-based run: the tracker is started anew, as vot_start_box() says, five frames after
/// its overlap with the truth was exactly 0 (pysot tools/test.py; region overlap bounded by the
/// image). Nothing where `stop` was true. Throws as run_one_pass() does, and Error(input) for a
/// sequence without polygons.
std::optional<std::vector<SupervisedFrame>> run_supervised(const Tracker& tracker,
                                                           const data::Sequence& sequence,
                                                           const Stop& stop);

}  // namespace siamrt::bench
