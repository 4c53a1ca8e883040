#include "cli/completion.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace siamrt::cli {
namespace {

std::vector<std::string> shown_names(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (!command.hidden) names.push_back(command.name);
  }
  return names;
}

/// The shell line that fills COMPREPLY for a value of this kind.
std::string action(const Option& option, const std::vector<Command>& commands) {
  switch (option.completes) {
    case Completes::file:
      return "_siamrt_files ''";
    case Completes::folder:
      return "_siamrt_folders";
    case Completes::archive:
      return "_siamrt_files '!*.pt'";
    case Completes::choices:
      return fmt::format("_siamrt_words '{}'", fmt::join(option.choices, " "));
    case Completes::commands:
      return fmt::format("_siamrt_words '{}'", fmt::join(shown_names(commands), " "));
    case Completes::nothing:
      break;
  }
  return "COMPREPLY=()";
}

bool takes_value(const Option& option) {
  return !option.value.empty() && !std::holds_alternative<OptionalFile*>(option.target);
}

std::string branch(const Command& command, const std::vector<Command>& commands) {
  std::string text = fmt::format("    {})\n      case $before in\n", command.name);
  std::string names;
  for (const Group& group : command.groups) {
    for (const Option& option : group.options) {
      names += option.dashed() + " ";
      if (!takes_value(option)) continue;
      const std::string letter = option.letter != 0 ? fmt::format("-{}|", option.letter) : "";
      text += fmt::format("        {}{}) {}; return ;;\n", letter, option.dashed(),
                          action(option, commands));
    }
  }
  for (const Option& option : common_options()) names += option.dashed() + " ";
  names.pop_back();
  text += "      esac\n";
  text += fmt::format("      if [[ $word == -* ]]; then _siamrt_words '{}'; return; fi\n", names);
  text += "      " +
          (command.arguments.empty() ? "COMPREPLY=()" : action(command.arguments[0], commands)) +
          " ;;\n";
  return text;
}

constexpr const char* helpers = R"(# bash completion of siamrt; made by `siamrt completion bash`.

_siamrt_words() { COMPREPLY=($(compgen -W "$1" -- "$word")); }

_siamrt_folders() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -d -- "$word")
}

_siamrt_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -X "$1" -- "$word"; [[ -n $1 ]] && compgen -d -- "$word")
}

_siamrt() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  # Where bash splits at '=', `--model=x` arrives as three words.
  if [[ $word == '=' ]]; then word=; elif [[ $before == '=' ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
  case $([[ $COMP_CWORD -gt 1 ]] && echo "${COMP_WORDS[1]}") in
)";

}  // namespace

std::string bash_completion(const std::vector<Command>& commands) {
  std::string text = helpers;
  text += fmt::format("    '') _siamrt_words '{} --help --version' ;;\n",
                      fmt::join(shown_names(commands), " "));
  for (const Command& command : commands) {
    if (!command.hidden) text += branch(command, commands);
  }
  text += "  esac\n}\n\ncomplete -F _siamrt siamrt\n";
  return text;
}

}  // namespace siamrt::cli
