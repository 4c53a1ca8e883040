#pragma once

// Command line room: one file a command, over the library. It offers what a command is (this
// header: plain data that parsing, --help, man pages and shell completion all read), the parser
// (parse.hpp), help and manual texts, and the habits all commands share (terminal.hpp,
// progress.hpp, stop.hpp). Nothing here is seen by the library.

#include "cli/terminal.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace siamrt::cli {

/// What the shell offers after an option or in place of an argument.
enum class Completes { nothing, file, folder, archive, choices, commands };

/// Where a parsed value goes. A flag is bool; a vector takes the option any number of times, one
/// value each time; OptionalFile is given with or without a file.
struct OptionalFile {
  bool given = false;
  std::string file;  ///< empty: standard output
};
using Target =
    std::variant<bool*, std::string*, std::optional<std::string>*, std::vector<std::string>*, int*,
                 std::optional<long long>*, OptionalFile*>;

/// One option or one positional argument of a command.
struct Option {
  std::string name;  ///< long name without dashes (`model`), or the word of a positional (`INPUT`)
  char letter = 0;   ///< short name, 0 for none
  std::string
      value;  ///< what stands for the value in help (`FILE`); empty for a flag or a positional
  std::string help;  ///< one or two sentences, no full stop needed at the end
  Target target;
  Completes completes = Completes::nothing;
  std::vector<std::string> choices = {};  ///< the only values allowed, where not empty
  bool required = false;

  std::string dashed() const { return "--" + name; }
};

/// Options under one heading of the help.
struct Group {
  std::string title;
  std::vector<Option> options;
};

struct Example {
  std::string line;     ///< what to type
  std::string meaning;  ///< what it does, one line
};

/// A paragraph of the help with its own heading.
struct Section {
  std::string title;
  std::vector<std::string> lines;
};

/// One command: its words for people and the function that does it. Targets of its options point
/// into something that `run` keeps alive.
struct Command {
  std::string name;
  std::string summary;  ///< one line
  std::vector<Example> examples;
  std::vector<Option> arguments;  ///< positionals in order
  std::vector<Group> groups;
  std::vector<Section> sections;
  bool hidden = false;  ///< left out of the list of commands, the manual and completion
  std::function<int(Terminal&)> run;
};

/// Every command, in the order of the list in --help. The one place that knows them all.
std::vector<Command> all_commands();

/// The command of this name, hidden ones included. Throws Error(usage) that names the nearest.
const Command& find_command(const std::vector<Command>& commands, const std::string& name);

/// Options that every command has (--help).
std::vector<Option> common_options();

}  // namespace siamrt::cli
