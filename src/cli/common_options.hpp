#pragma once

// Options that several commands have, in the same words.

#include "cli/bench_options.hpp"
#include "cli/command.hpp"

namespace siamrt::cli {

Option set_option(Target target);
Option precision_option(Target target);
Option device_option(Target target);
Option annotations_option(Target target);
Option quiet_option(bool* target);

/// Settings and network options of the commands that run over a benchmark.
Group settings_group(BenchOptions& options);

}  // namespace siamrt::cli
