#pragma once

#include "data/dataset.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace siamrt::data {

/// Truth of one sequence as its file says it.
struct TruthRows {
  std::vector<Box> boxes;                ///< polygons: their extent
  std::vector<Polygon> polygons;         ///< one per row where any row has 8 numbers, else empty
  std::vector<std::uint8_t> rectangles;  ///< beside polygons: 1 where the row has 4 numbers
  TextForm form;
};

/// One row a line, 4 numbers (x,y,w,h) or 8 (four corners), NaN for no truth, separated by commas,
/// semicolons, tabs or blanks; LF or CRLF, with or without a newline at the end; empty lines are
/// passed over, as the toolkits' readers do. Throws Error(input), `place:line: ...`, for anything
/// else, infinity and an empty file included.
TruthRows parse_truth(std::string_view text, const std::string& place);

/// NFS: rows `id left top right bottom frame lost occluded generated "label"`, separated by blanks;
/// the five first numbers count. Same errors. Boxes come as x, y, right - left, bottom - top
/// (got10k/datasets/nfs.py).
TruthRows parse_vatic(std::string_view text, const std::string& place);

/// Flags of one frame each, 0..255, separated by commas, blanks or line ends. Throws Error(input).
std::vector<std::uint8_t> parse_flags(std::string_view text, const std::string& place);

}  // namespace siamrt::data
