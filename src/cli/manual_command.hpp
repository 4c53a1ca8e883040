#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt man [COMMAND]`, hidden: prints the manual page; the build installs what it prints.
Command man_command();

/// `siamrt help [COMMAND]`.
Command help_command();

}  // namespace siamrt::cli
