#pragma once

#include "data/dataset.hpp"

#include <siamrt/tracker.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace siamrt::bench {

/// Asked once a frame; true ends the work without a result.
using Stop = std::function<bool()>;

/// What a tracker did in one sequence.
struct SequenceRun {
  std::vector<Box> boxes;       ///< one a frame, 0-based; the first is the start box
  std::vector<double> seconds;  ///< of Tracker::start or Track::next; reading is not counted
  std::size_t not_finite = 0;   ///< frames in which the network gave no number
};

/// One pass from first_box() (vot_start.hpp). Nothing where `stop` was true. Throws Error(input)
/// for a frame that cannot be read or is of another size, or a first frame without truth.
std::optional<SequenceRun> run_one_pass(const Tracker& tracker, const data::Sequence& sequence,
                                        bool one_based, const Stop& stop);

/// The same for several trackers over one decoding of the frames; results in their order, the same
/// as one by one.
std::optional<std::vector<SequenceRun>> run_one_pass(const std::vector<const Tracker*>& trackers,
                                                     const data::Sequence& sequence, bool one_based,
                                                     const Stop& stop);

/// Mean overlap above 0, 0.05 .. 1 over frames with truth (the profile `folder`), for progress;
/// nothing where there is no truth beyond the first frame.
std::optional<double> success(const SequenceRun& run, const data::Sequence& sequence,
                              bool one_based);

}  // namespace siamrt::bench
