#pragma once

#include <siamrt/tracker.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::test {

/// A benchmark sequence in memory.
struct Sequence {
  std::string name;
  std::vector<Frame> frames;
  std::vector<std::optional<Box>> truth;  ///< 0-based; nothing where the target is out of view
};

/// The 13 of SIAMRT_SHARED/sequences, in the order of its README.
const std::vector<std::string>& real_sequence_names();

/// Reads NAME.tar (OTB layout: NAME/img/*.jpg, NAME/groundtruth_rect.txt, counted from 1) from
/// `folder`.
Sequence read_sequence(const std::filesystem::path& folder, const std::string& name);

/// One track from the first truth box; the first box is the given one.
std::vector<Box> run(const Tracker& tracker, const Sequence& sequence);

/// Mean over the thresholds 0, 0.05 .. 1 of the share of frames whose IoU is above; frames without
/// truth are left out, the first one is counted.
double auc(const std::vector<Box>& boxes, const std::vector<std::optional<Box>>& truth);

/// What the original trackers found (golden/nanotrack).
struct GoldenRun {
  std::vector<Box> boxes;
  size_t strict = 0;  ///< boxes before this frame are to agree within 0.05 px; 0: not promised
  double auc = 0;
  double auc_tolerance = 0;
};

/// By archive name (nanotrack_v1 .. v3, lighttrack_mobile) and sequence name. LightTrack's AUC is
/// computed from its boxes, the others' is the golden summary's.
GoldenRun golden_run(const std::filesystem::path& folder, const std::string& model,
                     const Sequence& sequence);

/// Largest difference of x, y, w, h.
double distance(const Box& a, const Box& b);

}  // namespace siamrt::test
