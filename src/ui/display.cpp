#include "ui/display.hpp"

#include <opencv2/highgui/highgui_c.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace siamrt::ui {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Starts the window system and ends; never returns.
[[noreturn]] void try_in_child() {
  constexpr unsigned seconds_to_wait = 10;
  const int null = ::open("/dev/null", O_RDWR);
  ::dup2(null, STDOUT_FILENO);
  ::dup2(null, STDERR_FILENO);
  const rlimit no_core = {0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::signal(SIGABRT, SIG_DFL);
  ::alarm(seconds_to_wait);
  try {
    cvInitSystem(0, nullptr);  // makes the Qt or GTK application, but no window
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

bool works_in_child() {
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) try_in_child();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Display find_display() {
  const std::string x11 = variable("DISPLAY");
  const std::string wayland = variable("WAYLAND_DISPLAY");
  const std::string platform = variable("QT_QPA_PLATFORM");
  if (x11.empty() && wayland.empty() && platform.empty()) {
    return {false, "DISPLAY and WAYLAND_DISPLAY are not set"};
  }
  const std::string name = !platform.empty() ? "Qt platform " + platform
                                             : (!x11.empty() ? "X11 " + x11 : "Wayland " + wayland);
  if (!works_in_child()) return {false, name + " cannot be opened"};
  // Qt asks for a session bus. Where none is named, libdbus forks to launch one, and a fork beside
  // OpenBLAS's threads may wait for them for ever (seen: its pre-fork handler joins them). Windows
  // need no bus.
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
  return {true, name};
}

}  // namespace siamrt::ui
