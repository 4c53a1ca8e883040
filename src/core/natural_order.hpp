#pragma once

#include <string_view>

namespace siamrt::core {

/// Order in which people number files: runs of digits compare by value (img2 before img10, e9
/// before e10), everything else by byte; equal values with more leading zeros come later.
bool natural_less(std::string_view a, std::string_view b) noexcept;

}  // namespace siamrt::core
