#include "cli/terminal.hpp"

#include <siamrt/error.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace siamrt::cli {
namespace {

/// https://no-color.org: any non-empty value turns colours off.
bool colours_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  return terminal == nullptr || std::strcmp(terminal, "dumb") != 0;
}

}  // namespace

Terminal Terminal::of_process() {
  Terminal terminal;
  terminal.out = &std::cout;
  terminal.err = &std::cerr;
  terminal.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  terminal.out_colour = terminal.out_is_terminal && colours_wanted();
  terminal.err_colour = terminal.err_is_terminal && colours_wanted();
  return terminal;
}

int Terminal::width() const {
  winsize size{};
  if (err_is_terminal && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

std::string Terminal::bold(const std::string& text) const {
  return out_colour ? "\033[1m" + text + "\033[0m" : text;
}

void Terminal::warn(const std::string& line) const {
  *err << (err_colour ? "siamrt: \033[33mwarning:\033[0m " : "siamrt: warning: ") << line << '\n';
}

void Terminal::finish() const {
  errno = 0;
  if (out->flush()) return;
  const int code = errno;
  throw Error(Error::Kind::system, std::string("standard output: cannot write: ") +
                                       (code != 0 ? std::strerror(code) : "stream broken"));
}

}  // namespace siamrt::cli
