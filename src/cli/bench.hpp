#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt bench`: runs a tracker over a benchmark's sequences, results to a folder.
Command bench_command();

}  // namespace siamrt::cli
