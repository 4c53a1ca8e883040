#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt tune`: searches the tracker's settings for a network.
Command tune_command();

}  // namespace siamrt::cli
