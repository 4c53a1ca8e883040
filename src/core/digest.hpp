#pragma once

#include <string>
#include <string_view>

namespace siamrt::core {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256(std::string_view bytes);

/// The same of a file's content, read in pieces. Throws Error(input) if it cannot be read.
std::string sha256_of_file(const std::string& path);

}  // namespace siamrt::core
