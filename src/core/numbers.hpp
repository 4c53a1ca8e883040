#pragma once

#include <siamrt/box.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::core {

/// Whole text as a number, whatever the locale; blanks around it are allowed, `nan` and `inf` in
/// any case too. Nothing if anything else is left over.
std::optional<double> to_double(std::string_view text) noexcept;

/// Whole text as an integer, blanks around it allowed.
std::optional<long long> to_integer(std::string_view text) noexcept;

/// Shortest decimal that reads back as the same double; `nan`, `inf` in lower case.
std::string to_text(double value);

/// The parts of a line of numbers, without blanks around them. Commas and semicolons separate where
/// there are any (two in a row give an empty part), else runs of blanks and tabs do. None for a
/// blank line.
std::vector<std::string_view> fields(std::string_view line);

/// A box from `x,y,w,h`; separators are comma, semicolon, tab or blanks. Throws Error(usage) that
/// says what was found; the box is not checked beyond four numbers.
Box parse_box(std::string_view text);

/// Text without blanks, tabs and line ends at both sides.
std::string_view trim(std::string_view text) noexcept;

}  // namespace siamrt::core
