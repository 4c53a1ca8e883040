#include "cli/stop.hpp"

#include <signal.h>

namespace siamrt::cli {
namespace {

// A signal handler can reach nothing but a variable of static storage.
volatile sig_atomic_t signalled = 0;

extern "C" void note_signal(int) { signalled = 1; }

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  // SA_RESETHAND: the second signal meets the default action, for a read that never returns.
  action.sa_flags = handler == SIG_DFL ? 0 : static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);
}

}  // namespace

StopOnSignal::StopOnSignal() {
  signalled = 0;
  handle(SIGINT, note_signal);
  handle(SIGTERM, note_signal);
}

StopOnSignal::~StopOnSignal() {
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

bool StopOnSignal::wanted() noexcept { return signalled != 0; }

}  // namespace siamrt::cli
