#include "cli/help.hpp"

#include "cli/exit_codes.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

namespace siamrt::cli {
namespace {

constexpr size_t page_width = 88;

/// `text` broken at blanks into lines of at most `width` characters.
std::vector<std::string> wrapped(const std::string& text, size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

/// Two columns; the second begins at `column`, on a line of its own where the first is too long.
std::string row(const std::string& left, const std::string& right, size_t column) {
  std::string text = "  " + left;
  bool first = true;
  for (const std::string& line : wrapped(right, page_width - column)) {
    if (first && text.size() + 2 <= column) {
      text += std::string(column - text.size(), ' ') + line + "\n";
    } else {
      text += (first ? "\n" : "") + std::string(column, ' ') + line + "\n";
    }
    first = false;
  }
  return text;
}

std::string choices_of(const Option& option) {
  if (option.choices.empty()) return "";
  // Many choices need blanks, or the line cannot be broken between them.
  return fmt::format(" [{}]", fmt::join(option.choices, option.choices.size() > 8 ? ", " : "|"));
}

std::string options_text(const std::vector<Option>& options, bool positional) {
  std::string text;
  for (const Option& option : options) {
    text += row(positional ? option.name : option_heading(option), option.help + choices_of(option),
                28);
  }
  return text;
}

std::string examples_text(const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += fmt::format("  {}\n      {}\n", example.line, example.meaning);
  }
  return text;
}

}  // namespace

std::string program_summary() {
  return "siamrt runs Siamese single-object trackers: draw a box, it follows.";
}

std::vector<Example> program_examples() {
  return {
      {"siamrt track clip.mp4 --model nanotrack_v3.pt",
       "draw a box on the first frame and watch it follow"},
      {"siamrt track clip.mp4 --model nanotrack_v3.pt --box 316,140,112,115 --out followed.mp4",
       "the same without a hand on the mouse, kept as an annotated video"},
      {"siamrt info nanotrack_v3.pt", "what an archive holds"},
      {"siamrt doctor", "is this machine set up well?"},
  };
}

std::string usage_line(const Command& command) {
  std::string line = "siamrt " + command.name;
  if (!command.groups.empty()) line += " [options]";
  for (const Option& argument : command.arguments) {
    line += argument.required ? " " + argument.name : " [" + argument.name + "]";
  }
  return line;
}

std::string option_heading(const Option& option) {
  std::string heading =
      option.letter != 0 ? fmt::format("-{}, {}", option.letter, option.dashed()) : option.dashed();
  if (option.value.empty()) return heading;
  const bool optional = std::holds_alternative<OptionalFile*>(option.target);
  return heading + (optional ? fmt::format(" [{}]", option.value) : " " + option.value);
}

std::string program_help(const std::vector<Command>& commands, const Terminal& terminal) {
  std::string text = program_summary() + "\n";
  text += "\n" + terminal.bold("Examples") + "\n" + examples_text(program_examples());
  text += "\n" + terminal.bold("Commands") + "\n";
  size_t column = 0;
  for (const Command& command : commands) column = std::max(column, command.name.size() + 6);
  for (const Command& command : commands) {
    if (!command.hidden) text += row(command.name, command.summary, column);
  }
  text += "\n" + terminal.bold("Options") + "\n";
  text += row("-h, --help",
              "this text; 'siamrt help COMMAND' or 'siamrt COMMAND --help' for one command", 28);
  text += row("-V, --version", "the version", 28);
  text += "\n" + terminal.bold("Exit codes") + "\n";
  for (const std::string& line : exit_code_lines()) text += "  " + line + "\n";
  return text;
}

std::string command_help(const Command& command, const Terminal& terminal) {
  std::string text = fmt::format("siamrt {}: {}\n", command.name, command.summary);
  if (!command.examples.empty())
    text += "\n" + terminal.bold("Examples") + "\n" + examples_text(command.examples);
  text += "\n" + terminal.bold("Usage") + "\n  " + usage_line(command) + "\n";
  if (!command.arguments.empty()) text += options_text(command.arguments, true);
  for (const Group& group : command.groups) {
    text += "\n" + terminal.bold(group.title) + "\n" + options_text(group.options, false);
  }
  for (const Section& section : command.sections) {
    text += "\n" + terminal.bold(section.title) + "\n";
    for (const std::string& line : section.lines) text += "  " + line + "\n";
  }
  text += "\n" + terminal.bold("Exit codes") + "\n";
  for (const std::string& line : exit_code_lines()) text += "  " + line + "\n";
  return text;
}

}  // namespace siamrt::cli
