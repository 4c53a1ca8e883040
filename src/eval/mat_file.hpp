#pragma once

#include "eval/result_text.hpp"

#include <string>

namespace siamrt::eval {

/// Boxes of a result file of OTB's MATLAB tool: the variable `results`, a cell whose first entry is
/// a structure with `type` and `res` (one row a frame). Only results of type `rect` are read. MAT
/// files of level 5, compressed or not. Throws Error(input), with `place`, for anything else.
ResultBoxes read_mat_boxes(const std::string& bytes, const std::string& place);

}  // namespace siamrt::eval
