#pragma once

#include "cli/layers.hpp"
#include "cli/terminal.hpp"
#include "cli/track_options.hpp"

#include <siamrt/box.hpp>
#include <siamrt/model.hpp>
#include <siamrt/settings.hpp>

#include <string>
#include <vector>

namespace siamrt::cli {

/// The model with the run's options: config file, then --set, then the options of the command.
struct Opened {
  Model model;
  std::string benchmark;
  Settings settings;
};

/// Throws Error as Model::open and Layers do.
Opened open_model(const TrackOptions& options, const Layers& layers);

/// `siamrt track` in the window: the clip opens at once, the network loads meanwhile. What the
/// command line names as output is written when the window is closed. Returns the exit code.
/// requires: find_display().usable, StopOnSignal alive.
int run_track_window(const TrackOptions& options, const Layers& layers,
                     const std::vector<Box>& boxes, const Terminal& terminal);

}  // namespace siamrt::cli
