#include "cli/exit_codes.hpp"

namespace siamrt::cli {

int exit_code(Error::Kind kind) noexcept {
  switch (kind) {
    case Error::Kind::usage:
      return exit_usage;
    case Error::Kind::input:
      return exit_input;
    case Error::Kind::model:
      return exit_model;
    case Error::Kind::system:
      return exit_system;
  }
  return exit_fault;
}

const std::vector<std::string>& exit_code_lines() {
  static const std::vector<std::string> lines = {
      "0    done",
      "1    a fault in siamrt itself; please report it",
      "2    usage: wrong option, setting or config file",
      "3    input: frames or boxes that are missing, unreadable or malformed",
      "4    model: no archive, wrong archive, or a network without usable numbers",
      "5    system: disk full, no display, no such device",
      "130  interrupted (ctrl-C); what was written is whole",
  };
  return lines;
}

}  // namespace siamrt::cli
