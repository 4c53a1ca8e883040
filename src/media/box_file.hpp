#pragma once

#include <siamrt/box.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::media {

/// One line of a box file: where a target is in one frame.
struct BoxLine {
  Box box;                      ///< as written; all NaN: not in view
  std::optional<double> score;  ///< a fifth number, if there is one
  std::size_t line = 0;         ///< 1-based
};

/// Text of one line without its end: `x,y,w,h,score`, each number the shortest decimal that reads
/// back equal.
std::string box_line(const Box& box, double score);

/// Reads box files and ground truth: one frame a line, `x,y,w,h` and perhaps a score, separated by
/// commas, semicolons, tabs or blanks. `NaN` stands for a target out of view. Fine too: LF or CRLF,
/// no newline at the end, empty lines at the end, comment lines (`#`), a byte order mark, one
/// heading without numbers. `place` stands for the file in messages. Throws Error(input),
/// `place:line: ...`, for any other line; a file without boxes is an error as well.
std::vector<BoxLine> parse_boxes(std::string_view text, const std::string& place);

/// The same of a file. Throws Error(input) also if it cannot be read.
std::vector<BoxLine> read_boxes(const std::string& path);

}  // namespace siamrt::media
