#include "cli/manual.hpp"

#include "cli/exit_codes.hpp"
#include "cli/help.hpp"

#include <version.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace siamrt::cli {
namespace {

/// Text as roff takes it: dashes that may be copied, no line that begins like a request.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

std::string upper_case(const std::string& text) {
  std::string upper;
  for (const char c : text) {
    upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return upper;
}

std::string heading(const std::string& title) { return ".SH " + escaped(upper_case(title)) + "\n"; }

/// Date of the last change of what the pages say; a fixed one, so that a build gives the same bytes
/// on every day.
constexpr const char* page_date = "2026-11-20";

/// First lines of a page: no justified lines and no hyphens put into commands.
std::string title(const std::string& page) {
  return fmt::format(".TH {} 1 {} \"siamrt {}\" \"User Commands\"\n.nh\n.ad l\n",
                     escaped(upper_case(page)), page_date, SIAMRT_VERSION);
}

std::string examples(const std::vector<Example>& list) {
  std::string text = heading("Examples");
  for (const Example& example : list) {
    text += fmt::format(".TP\n.B {}\n{}\n", escaped(example.line), escaped(example.meaning));
  }
  return text;
}

std::string option_entry(const Option& option, bool positional) {
  const std::string choices =
      option.choices.empty() ? "" : escaped(fmt::format(" [{}]", fmt::join(option.choices, "|")));
  return fmt::format(".TP\n.B {}\n{}{}\n",
                     escaped(positional ? option.name : option_heading(option)),
                     escaped(option.help), choices);
}

/// Lines of fixed columns, kept as they are.
std::string kept(const std::vector<std::string>& lines) {
  std::string text = ".nf\n";
  for (const std::string& line : lines) text += line.empty() ? ".sp\n" : escaped(line) + "\n";
  return text + ".fi\n";
}

std::string exit_codes() {
  std::string text = heading("Exit status");
  for (const std::string& line : exit_code_lines()) {
    const size_t blank = line.find(' ');
    text += fmt::format(".TP\n.B {}\n{}\n", line.substr(0, blank),
                        escaped(line.substr(line.find_first_not_of(' ', blank))));
  }
  return text;
}

std::string see_also(const std::vector<std::string>& pages) {
  std::string text = heading("See also");
  for (size_t i = 0; i < pages.size(); ++i) {
    text += fmt::format(".BR {} (1){}\n", escaped(pages[i]), i + 1 < pages.size() ? "," : "");
  }
  return text;
}

}  // namespace

std::string program_manual(const std::vector<Command>& commands) {
  std::string text = title("siamrt");
  text += heading("Name") + "siamrt \\- run Siamese single\\-object trackers\n";
  text += heading("Synopsis") + ".B siamrt\n.I COMMAND\n[options]\n";
  text += heading("Description") + escaped(program_summary()) + "\n";
  text += examples(program_examples());
  text += heading("Commands");
  std::vector<std::string> pages;
  for (const Command& command : commands) {
    if (command.hidden) continue;
    text += fmt::format(".TP\n.B {}\n{}\n", escaped(command.name), escaped(command.summary));
    pages.push_back("siamrt-" + command.name);
  }
  text += heading("Environment");
  text += ".TP\n.B NO_COLOR\nAny value that is not empty turns colours off.\n";
  return text + exit_codes() + see_also(pages);
}

std::string command_manual(const Command& command) {
  const std::string page = "siamrt-" + command.name;
  std::string text = title(page);
  text += heading("Name") + fmt::format("{} \\- {}\n", escaped(page), escaped(command.summary));
  text += heading("Synopsis") + ".B " + escaped(usage_line(command)) + "\n";
  if (!command.examples.empty()) text += examples(command.examples);
  if (!command.arguments.empty()) {
    text += heading("Arguments");
    for (const Option& argument : command.arguments) text += option_entry(argument, true);
  }
  for (const Group& group : command.groups) {
    text += heading(group.title);
    for (const Option& option : group.options) text += option_entry(option, false);
  }
  for (const Section& section : command.sections)
    text += heading(section.title) + kept(section.lines);
  return text + exit_codes() + see_also({"siamrt"});
}

}  // namespace siamrt::cli
