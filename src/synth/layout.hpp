#pragma once

#include "synth/dataset.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::synth {

/// What is known of the target in one frame.
struct FrameTruth {
  Box box;
  Visibility visibility;
};

/// Folder that holds the sequences.
std::string sequence_root(Layout layout, const std::string& folder);

/// File of frame `index` (0-based) within its sequence's folder.
std::string image_name(Layout layout, int index, const std::string& format);

/// The text files of one sequence by name.
std::map<std::string, std::string> label_files(Layout layout, const SequencePlan& plan,
                                               const Scene& scene,
                                               const std::vector<FrameTruth>& truth);

}  // namespace siamrt::synth
