#pragma once

#include "cli/command.hpp"

namespace siamrt::cli {

/// `siamrt serve [FOLDER|CLIP]`.
Command serve_command();

}  // namespace siamrt::cli
