#pragma once

#include "cli/command.hpp"

#include <siamrt/box.hpp>

#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// `siamrt demo`: the first thing to try.
Command demo_command();

/// What `siamrt demo` was asked to do, as typed.
struct DemoOptions {
  std::string input;  ///< empty: a rendered clip
  std::string model = "default";
  std::vector<std::string> boxes;
  std::string out;    ///< empty: a window, or demo.mp4 where there is no display
  int frames = 120;   ///< of the rendered clip
  std::string world;  ///< of the rendered clip
  std::optional<long long> seed;
  std::optional<std::string> threads;
  bool overwrite = false;
  bool no_window = false;
  bool quiet = false;
};

/// Does it. Returns the exit code; throws Error.
int run_demo(const DemoOptions& options, const Terminal& terminal);

/// Mean, over 21 thresholds 0, 0.05 .. 1, of the share of overlaps strictly above: OTB's area under
/// the success curve. 0 for no overlaps.
double mean_success(const std::vector<double>& overlaps);

/// `demo.mp4`, or the first of `demo-2.mp4`, `demo-3.mp4`, ... that does not exist.
std::string free_demo_name();

}  // namespace siamrt::cli
