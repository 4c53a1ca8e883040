#pragma once

#include "data/file_tree.hpp"
#include "data/loading.hpp"

namespace siamrt::data {

/// Lines that are not empty, without blanks around them.
std::vector<std::string> lines_of(const std::string& text);

/// GOT-10k's files beside the truth, each where it is there: absence.label, cover.label and, in
/// meta_info.ini, `resolution: (W, H)` (size) and `object_class` (an attribute). Throws NotThere
/// for labels whose number is not that of the truth's rows.
void read_got10k_labels(const FileTree& tree, const std::string& folder, Sequence& sequence);

}  // namespace siamrt::data
