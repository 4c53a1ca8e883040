#include "cli/completion.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace siamrt::cli {
namespace {

/// Text inside a single-quoted _arguments specification.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == ':' || c == '[' || c == ']' || c == '\\') {
      out += '\\';
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string action(const Option& option, const std::vector<Command>& commands) {
  switch (option.completes) {
    case Completes::file:
      return "_files";
    case Completes::folder:
      return "_files -/";
    case Completes::archive:
      return "_files -g \"*.pt\"";
    case Completes::choices:
      return fmt::format("({})", fmt::join(option.choices, " "));
    case Completes::commands: {
      std::vector<std::string> names;
      for (const Command& command : commands) {
        if (!command.hidden) names.push_back(command.name);
      }
      return fmt::format("({})", fmt::join(names, " "));
    }
    case Completes::nothing:
      break;
  }
  return " ";
}

/// One _arguments specification; `*` before it where the option may be given again.
std::string specification(const Option& option, const std::vector<Command>& commands) {
  const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
  const bool optional = std::holds_alternative<OptionalFile*>(option.target);
  const std::string help = quoted(option.help);
  std::string value;
  if (!option.value.empty()) {
    value = fmt::format("{}{}:{}", optional ? "::" : ":", quoted(option.value),
                        action(option, commands));
  }
  const std::string equals = option.value.empty() ? "" : (optional ? "=-" : "=");
  if (option.letter == 0) {
    return fmt::format("'{}{}{}[{}]{}'", many ? "*" : "", option.dashed(), equals, help, value);
  }
  const std::string names = fmt::format("{{-{}{},{}{}}}", option.letter,
                                        option.value.empty() ? "" : "+", option.dashed(), equals);
  return fmt::format("'{}'{}'[{}]{}'",
                     many ? "*" : fmt::format("(-{} {})", option.letter, option.dashed()), names,
                     help, value);
}

std::string branch(const Command& command, const std::vector<Command>& commands) {
  std::string text = fmt::format("        {})\n          _arguments -s", command.name);
  for (const Group& group : command.groups) {
    for (const Option& option : group.options)
      text += " \\\n            " + specification(option, commands);
  }
  for (const Option& option : common_options())
    text += " \\\n            " + specification(option, commands);
  for (const Option& argument : command.arguments) {
    text += fmt::format(" \\\n            '{}{}:{}'",
                        argument.required ? ":" : "::", quoted(argument.name),
                        action(argument, commands));
  }
  return text + " ;;\n";
}

}  // namespace

std::string zsh_completion(const std::vector<Command>& commands) {
  std::string text =
      "#compdef siamrt\n# zsh completion of siamrt; made by `siamrt completion zsh`.\n\n";
  text +=
      "_siamrt() {\n  local curcontext=$curcontext state line\n  typeset -A opt_args\n  local -a "
      "commands=(\n";
  for (const Command& command : commands) {
    if (!command.hidden)
      text += fmt::format("    '{}:{}'\n", command.name, quoted(command.summary));
  }
  text += "  )\n";
  text += "  _arguments -C '(- *)'{-h,--help}'[help]' '(- *)'{-V,--version}'[the version]' \\\n";
  text += "    '1:command:->command' '*::argument:->rest'\n";
  text +=
      "  case $state in\n    command) _describe command commands ;;\n    rest)\n      case "
      "$words[1] in\n";
  for (const Command& command : commands) {
    if (!command.hidden) text += branch(command, commands);
  }
  text += "      esac ;;\n  esac\n}\n\n";
  // Autoloaded from a folder of $fpath the file is the function's body; sourced, it registers it.
  text +=
      "if [[ $funcstack[1] == _siamrt ]]; then _siamrt \"$@\"; else compdef _siamrt siamrt; fi\n";
  return text;
}

}  // namespace siamrt::cli
