#pragma once

#include "synth/scene.hpp"

#include <functional>
#include <string>
#include <vector>

namespace siamrt::synth {

/// The form of a data set on disk; docs/synth.md lists the files.
enum class Layout {
  otb,     ///< NAME/img/0001.jpg, groundtruth_rect.txt counted from 1, attributes.txt
  got10k,  ///< val/NAME/00000001.jpg, groundtruth.txt counted from 0, absence, cover, cut_by_image
};

struct DatasetOptions {
  std::string folder;  ///< made if need be; refused if it holds something
  Layout layout = Layout::otb;
  int sequences = 10;          ///< 1..10000
  std::uint64_t seed = 1;      ///< sequence i depends on it and i alone, not on how many there are
  std::string format = "jpg";  ///< jpg or png
  std::vector<Preset> presets = all_presets();  ///< taken in turn
  SceneOptions scene;  ///< size and frames; the preset is left out, a world of -1: in turn
  int threads = 0;     ///< 0: all cores; never changes what is written

  /// Throws Error(usage) for the first value out of range.
  void check() const;
};

/// Name and scene of sequence `index`, e.g. `003_balloon_occlusion`.
struct SequencePlan {
  std::string name;
  std::uint64_t seed = 0;
  SceneOptions scene;
};
SequencePlan plan_of(const DatasetOptions& options, int index);

/// Writes the data set. `done(frames, name)` is told how many frames are written so far and which
/// sequence is in work; it returns false to stop: what is there then is whole sequences (and no
/// list of them). Returns true if the set is complete. Throws Error(usage) for options out of range
/// or a folder that holds something, Error(system) where it cannot be written.
bool write_dataset(const DatasetOptions& options,
                   const std::function<bool(long long, const std::string&)>& done);

/// A picture as the bytes of a file: PNG without loss, JPEG of quality 95. Same pixels, same bytes
/// with the same OpenCV and zlib or libjpeg.
std::vector<unsigned char> encode(const Frame& frame, const std::string& format);

}  // namespace siamrt::synth
