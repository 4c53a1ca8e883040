#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt sweep`: many checkpoints of one network over a data set.
Command sweep_command();

}  // namespace siamrt::cli
