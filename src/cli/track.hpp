#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt track INPUT`.
Command track_command();

}  // namespace siamrt::cli
