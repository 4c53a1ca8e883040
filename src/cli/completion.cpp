#include "cli/completion.hpp"

#include <memory>
#include <ostream>

namespace siamrt::cli {

Command completion_command() {
  auto shell = std::make_shared<std::string>();
  Command command;
  command.name = "completion";
  command.summary = "print the completion script of a shell";
  command.examples = {
      {"source <(siamrt completion bash)",
       "completion in this bash; put the line into ~/.bashrc to keep it"},
      {"siamrt completion zsh > ~/.zfunc/_siamrt",
       "completion in zsh, where ~/.zfunc is in $fpath"},
  };
  command.arguments = {
      {"SHELL", 0, "", "the shell", shell.get(), Completes::choices, {"bash", "zsh"}, true}};
  command.sections = {
      {"Installed", {"cmake --install puts both scripts where the shells look for them."}}};
  command.run = [shell](Terminal& terminal) {
    const auto commands = all_commands();
    *terminal.out << (*shell == "bash" ? bash_completion(commands) : zsh_completion(commands));
    return 0;
  };
  return command;
}

}  // namespace siamrt::cli
