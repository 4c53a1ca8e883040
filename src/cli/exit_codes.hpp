#pragma once

#include <siamrt/error.hpp>

#include <string>
#include <vector>

namespace siamrt::cli {

/// Exit codes of the program; --help and the manual list them from here.
constexpr int exit_done = 0;
constexpr int exit_fault = 1;  ///< a mistake of ours: never meant to happen
constexpr int exit_usage = 2;
constexpr int exit_input = 3;
constexpr int exit_model = 4;
constexpr int exit_system = 5;
constexpr int exit_interrupted = 130;

int exit_code(Error::Kind kind) noexcept;

/// One line a code, for help and manual.
const std::vector<std::string>& exit_code_lines();

}  // namespace siamrt::cli
