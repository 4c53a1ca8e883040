#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt doctor`.
Command doctor_command();

}  // namespace siamrt::cli
