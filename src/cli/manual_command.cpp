#include "cli/manual_command.hpp"

#include "cli/help.hpp"
#include "cli/manual.hpp"

#include <memory>
#include <ostream>

namespace siamrt::cli {
namespace {

/// The one argument of both commands.
std::vector<Option> command_argument(std::string* target) {
  return {{"COMMAND", 0, "", "the command; without it, siamrt as a whole", target,
           Completes::commands}};
}

}  // namespace

Command man_command() {
  auto name = std::make_shared<std::string>();
  Command command;
  command.name = "man";
  command.summary = "print the manual page of a command as roff";
  command.hidden = true;
  command.arguments = command_argument(name.get());
  command.run = [name](Terminal& terminal) {
    const auto commands = all_commands();
    *terminal.out << (name->empty() ? program_manual(commands)
                                    : command_manual(find_command(commands, *name)));
    return 0;
  };
  return command;
}

Command help_command() {
  auto name = std::make_shared<std::string>();
  Command command;
  command.name = "help";
  command.summary = "show help of a command";
  command.examples = {{"siamrt help track", "the same as siamrt track --help"}};
  command.arguments = command_argument(name.get());
  command.run = [name](Terminal& terminal) {
    const auto commands = all_commands();
    *terminal.out << (name->empty() ? program_help(commands, terminal)
                                    : command_help(find_command(commands, *name), terminal));
    return 0;
  };
  return command;
}

}  // namespace siamrt::cli
