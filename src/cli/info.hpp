#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt info ARCHIVE`.
Command info_command();

}  // namespace siamrt::cli
