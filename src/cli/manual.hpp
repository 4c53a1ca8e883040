#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// The manual page siamrt(1) in man(7) macros, from the same words as --help.
std::string program_manual(const std::vector<Command>& commands);

/// The manual page siamrt-COMMAND(1).
std::string command_manual(const Command& command);

}  // namespace siamrt::cli
