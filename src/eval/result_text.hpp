#pragma once

// Reads the texts that trackers leave behind. Free of OpenCV and of files, so that it can be
// fuzzed.

#include <siamrt/box.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace siamrt::eval {

/// Boxes of one run and what was odd about its rows.
struct ResultBoxes {
  std::vector<Box> boxes;  ///< NaN and infinity as written
  bool tabs = false;       ///< pytracking's separator
  bool whole_numbers = true;
  std::vector<std::string> warnings;  ///< `place:line: ...`; one for each kind of oddity
};

/// One frame a line: x,y,w,h, separated by commas, semicolons, tabs or blanks; LF or CRLF, with or
/// without a newline at the end, a byte order mark. More than four numbers: the first four, 8: the
/// extent of a polygon, each with a warning; blank lines at the end are passed over, others with a
/// warning. Throws Error(input), `place:line: ...`, for a line with fewer numbers or something
/// else. An empty file gives no boxes and a warning.
ResultBoxes parse_result_boxes(std::string_view text, const std::string& place);

/// Lines of a supervised run without blanks around them; those at the end are left out.
std::vector<std::string> parse_result_lines(std::string_view text);

/// Seconds of each frame, one list a column (repetition). Throws Error(input) for text that is no
/// number, or rows of different lengths.
std::vector<std::vector<double>> parse_times(std::string_view text, const std::string& place);

}  // namespace siamrt::eval
