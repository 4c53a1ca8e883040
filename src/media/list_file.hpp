#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::media {

/// One line of a list file that names an image.
struct ListEntry {
  std::string path;  ///< as written, without blanks around it; never empty, no NUL inside
  std::size_t line;  ///< 1-based
};

/// Reads the text of a list file: one path a line, blanks around it dropped; empty lines and lines
/// that start with `#` are skipped; LF and CRLF, with or without a newline at the end, and a UTF-8
/// byte order mark are all fine. `place` stands for the file in messages. Throws Error(input),
/// `place:line: ...`, for a line with a NUL byte or longer than 4096 bytes, and for a list without
/// a single path.
std::vector<ListEntry> parse_list(std::string_view text, const std::string& place);

}  // namespace siamrt::media
