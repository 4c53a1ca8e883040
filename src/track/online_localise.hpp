#pragma once

#include <vector>

namespace siamrt::track {

/// What a score map of the online branch says about the frame; it decides what is learnt from it.
enum class Finding {
  normal,
  hard_negative,  ///< something else scores nearly as high
  uncertain,      ///< two high places, and neither can be told to be the target
  not_found,
};

const char* to_string(Finding finding) noexcept;

struct Located {
  Finding finding = Finding::normal;
  float y = 0;  ///< frame pixels from the sample's middle; Ocean does not move by it
  float x = 0;
};

/// Sizes that the map is judged by; the published settings are the defaults.
struct LocaliseRules {
  double distractor = 100;      ///< second peak over the first from which displacements decide
  double hard_negative = 0.45;  ///< second peak over the first that makes a frame a hard negative
  double neighbourhood = 2.2;   ///< times the target's size: blanked around the first peak
  double displacement = 0.7;    ///< times half the map: how far from the middle is far
};

/// scores: side x side, row-major. cells: of the feature (side - 1); crop: crop pixels; height and
/// width of the target and `scale` (frame pixels for a crop pixel) as of the last frame. `scratch`
/// keeps memory. Source: pytracking's localize_advanced.
Located localise(const std::vector<float>& scores, int side, int crop, double height, double width,
                 double scale, const LocaliseRules& rules, std::vector<float>& scratch);

}  // namespace siamrt::track
