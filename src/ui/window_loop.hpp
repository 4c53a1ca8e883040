#pragma once

#include "session/session.hpp"
#include "ui/window_saver.hpp"

#include <functional>
#include <string>

namespace siamrt::ui {

struct WindowOptions {
  std::string title;
  int relocate_after = 10;  ///< lost frames, where the user switches it on

  /// Called often; true ends. What it throws comes out of run_window().
  std::function<bool()> stop;
  /// Name of the network, as far as it is known yet.
  std::function<std::string()> model;
};

/// Opens a window on a session and stays until the user closes it. Reading and tracking go on in
/// the session's threads and saving in the saver's; this one draws what is newest and handles keys
/// and mouse. requires: find_display().usable; the thread that calls it makes all windows.
void run_window(session::Session& session, Saver& saver, const WindowOptions& options);

}  // namespace siamrt::ui
