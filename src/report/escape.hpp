#pragma once

#include <string>
#include <string_view>

namespace siamrt::report {

/// Names of trackers and sequences come from foreign files: each format has its own way of taking
/// them as text and nothing else. All of these accept any bytes.

/// Valid UTF-8 without control characters; what is neither becomes U+FFFD, line ends and tabs
/// become blanks.
std::string clean(std::string_view text);

/// For text and attribute values of XML and HTML.
std::string xml_escaped(std::string_view text);

std::string latex_escaped(std::string_view text);

/// For a cell of a Markdown table: no mark-up, no HTML, no cell border.
std::string markdown_escaped(std::string_view text);

/// A field of RFC 4180, quoted where needed.
std::string csv_escaped(std::string_view text);

/// A file name of letters, digits, `.`, `_`, `+` and `-`, neither empty nor hidden.
std::string file_name(std::string_view text);

}  // namespace siamrt::report
