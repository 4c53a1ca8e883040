#pragma once

#include "data/dataset.hpp"

#include <string>
#include <vector>

namespace siamrt::data {

/// How the first result boxes of one tracker lie to the truth of the first frame.
struct FirstBoxes {
  std::string folder;         ///< of the result files, from the top of what was given
  std::size_t sequences = 0;  ///< with a result file
  std::size_t equal = 0;      ///< first result is the truth
  std::size_t shifted = 0;    ///< same size, moved by (dx, dy), the commonest move but (0, 0)
  double dx = 0;
  double dy = 0;
  /// One line for people: what a systematic move most likely means; empty where there is none.
  std::string remark;
};

/// Looks through a folder, tar or zip of result files, whatever toolkit's layout: `SEQ.txt`,
/// `SEQ_001.txt`, names by any alias. One entry a folder that holds results of at least one
/// sequence, VOT's and GOT-10k's per-sequence folders taken together. Nothing is corrected. Throws
/// Error(input) if `results` cannot be read or holds no result of this data set.
std::vector<FirstBoxes> first_boxes(const Dataset& dataset, const std::string& results);

}  // namespace siamrt::data
