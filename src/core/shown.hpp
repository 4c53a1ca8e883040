#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace siamrt::core {

/// Foreign text as it may stand in a message of one line: cut after `most` bytes (`...` added),
/// control characters written as `\n`, `\t`, `\r` or `\xNN`.
std::string shown(std::string_view text, std::size_t most = 60);

}  // namespace siamrt::core
