#pragma once

#include <string>
#include <vector>

namespace siamrt {

/// What weighs the cells of a score map by their distance from the last position.
enum class Window {
  cosine,       ///< Hann window whose first and last values are 0 (numpy's `hanning`)
  cosine_open,  ///< Hann window of size S + 2 without its two zero ends
  uniform,      ///< ones
};

/// Hyper-parameters of the tracker loop. Defaults are the archive's; docs/archive.md lists the
/// keys.
struct Settings {
  double penalty_k = 0.04;         ///< >= 0; weight of the penalty for a change of size and ratio
  double window_influence = 0.21;  ///< 0..1; share of the window in the ranking score
  double lr = 0.52;                ///< 0..1; rate of the size update
  double context = 0.5;            ///< >= 0; context around the box as a share of w + h
  int search = 0;                  ///< side of the search crop in its own pixels; 0: the archive's
  int search_big = 0;              ///< side for small targets; 0: same as `search`
  double big_below = 0.004;        ///< a first box under this share of the frame counts as small
  Window window = Window::cosine;  ///< kind of window
  double min_size = 10;            ///< smallest side of a box after clipping, frame pixels
  double ratio = 1;                ///< 0..1; share of the plain score where an aligned one is fused
  double lost_below = 0.3;         ///< 0..1; an estimate with a lower score is called lost
  double calibration = 0;       ///< 0..1; how far boxes are brought to the drawn one; 0: not at all
  int templates = 1;            ///< 1..32; template features kept, the first frame's among them
  double template_share = 0.5;  ///< 0..1; share of the later templates' mean score
  int template_every = 5;       ///< >= 1; frames from one new template to the next
  double template_min_score = 0;  ///< 0..1; no new template from an estimate with a lower score
  double online_ratio = 0;        ///< 0..1; share of the online branch in the ranking; 0: it is off
  int online_seed = 0;            ///< >= 0; of the online branch's random first-frame samples

  /// Throws Error(usage) that names the first value out of its range.
  void check() const;

  /// Sets one value by the key's name, as `--set key=value` does. Throws Error(usage) for an
  /// unknown key (the nearest valid key is named) or a value that does not parse or is out of
  /// range.
  void set(const std::string& key, const std::string& value);

  /// The names that set() knows, in the order of the declaration.
  static const std::vector<std::string>& keys();

  /// The value of a key as set() would read it; shortest decimal that reads back equal.
  std::string get(const std::string& key) const;
};

}  // namespace siamrt
