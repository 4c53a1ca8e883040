#include "cli/command.hpp"
#include "cli/exit_codes.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"

#include <siamrt/error.hpp>

#include <version.hpp>

#include <signal.h>

#include <exception>
#include <ostream>

namespace {

using namespace siamrt;

int run(const std::vector<std::string>& words, cli::Terminal& terminal) {
  const std::vector<cli::Command> commands = cli::all_commands();
  const cli::Parsed parsed = cli::parse(words, commands);
  if (parsed.version) {
    *terminal.out << "siamrt " SIAMRT_VERSION "\n";
  } else if (parsed.help && parsed.command != nullptr) {
    *terminal.out << cli::command_help(*parsed.command, terminal);
  } else if (parsed.help) {
    *terminal.out << cli::program_help(commands, terminal);
  } else if (parsed.command == nullptr) {
    throw Error(Error::Kind::usage, "no command given; 'siamrt --help' lists all");
  } else {
    const int code = parsed.command->run(terminal);
    terminal.finish();
    return code;
  }
  terminal.finish();
  return cli::exit_done;
}

/// The one place where errors become words and exit codes.
int guarded(const std::vector<std::string>& words, cli::Terminal& terminal) {
  try {
    return run(words, terminal);
  } catch (const Error& error) {
    *terminal.err << "siamrt: " << error.what() << '\n';
    return cli::exit_code(error.kind());
  } catch (const std::bad_alloc&) {
    *terminal.err << "siamrt: out of memory\n";
    return cli::exit_system;
  } catch (const std::exception& fault) {
    *terminal.err << "siamrt: a fault in siamrt itself: " << fault.what() << '\n';
    return cli::exit_fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe and a file beyond the size limit are errors of a write, told in words.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  siamrt::cli::Terminal terminal = siamrt::cli::Terminal::of_process();
  return guarded({argv + (argc > 0 ? 1 : 0), argv + argc}, terminal);
}
