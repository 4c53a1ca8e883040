#pragma once

#include "data/dataset.hpp"

#include <string>
#include <vector>

namespace siamrt::data {

/// How the first result boxes of one tracker lie to the truth of the first frame.
struct FirstBoxes {
  std::string folder;         ///< of the result files, from the top of what was given
  std::size_t sequences = 0;  ///< with a result file
  std::size_t boxes = 0;      ///< of them, with a box in the first line (VOT's files hold a mark)
  std::size_t equal = 0;      ///< first result is the truth
  std::size_t shifted = 0;    ///< moved by (dx, dy), the commonest move but (0, 0), of any size
  double dx = 0;
  double dy = 0;
  std::size_t corners = 0;  ///< rows that read as x1, y1, x2, y2 of the truth, moved or not
  /// One line for people: what is systematic and what it most likely means; empty where nothing is.
  std::string remark;
};

/// Looks through a folder, tar or zip of result files, whatever toolkit's layout: `SEQ.txt`,
/// `SEQ_001.txt`, names by any alias. One entry a folder that holds results of at least one
/// sequence, VOT's and GOT-10k's per-sequence folders taken together. Nothing is corrected. Throws
/// Error(input) if `results` cannot be read or holds no result of this data set.
std::vector<FirstBoxes> first_boxes(const Dataset& dataset, const std::string& results);

}  // namespace siamrt::data
