#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// What the command line asked for.
struct Parsed {
  const Command* command = nullptr;  ///< null: none was named
  bool help = false;                 ///< --help was given
  bool version = false;              ///< --version was given
};

/// Parses the words after the program's name; the command's targets are filled. Throws Error(usage)
/// for an unknown command or option (the nearest is named), a missing value or argument, a value of
/// the wrong kind. Nothing is checked or filled where help or version was asked for.
Parsed parse(const std::vector<std::string>& words, const std::vector<Command>& commands);

}  // namespace siamrt::cli
