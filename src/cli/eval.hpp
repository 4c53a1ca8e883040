#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt eval --dataset NAME --results DIR`.
Command eval_command();

}  // namespace siamrt::cli
