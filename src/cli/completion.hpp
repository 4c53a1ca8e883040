#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// A script that completes commands, options, choices and files in bash (needs nothing beyond bash
/// 4).
std::string bash_completion(const std::vector<Command>& commands);

/// The same for zsh, with each option's help beside it.
std::string zsh_completion(const std::vector<Command>& commands);

/// `siamrt completion SHELL`.
Command completion_command();

}  // namespace siamrt::cli
