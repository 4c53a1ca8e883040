#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// The text of `siamrt --help`: what it is, examples, commands, exit codes.
std::string program_help(const std::vector<Command>& commands, const Terminal& terminal);

/// The text of `siamrt COMMAND --help`, examples first.
std::string command_help(const Command& command, const Terminal& terminal);

/// `siamrt track [options] INPUT`.
std::string usage_line(const Command& command);

/// `-m, --model ARCHIVE`, as help and manual show it.
std::string option_heading(const Option& option);

/// Examples of the program as a whole, one a command.
std::vector<Example> program_examples();

/// One sentence that says what siamrt is.
std::string program_summary();

}  // namespace siamrt::cli
