#include "cli/parse.hpp"

#include "core/near.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

// The only file that includes CLI11: its headers cost more to compile than the rest of the room.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>
#include <memory>

namespace siamrt::cli {
namespace {

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Joins `--json name.json` to `--json=name.json`. An option with an optional value takes the next
/// word only where that is plainly meant, so that `--json clip.avi` still names the clip.
std::vector<std::string> join_optional_files(std::vector<std::string> words,
                                             const Command& command) {
  for (const Group& group : command.groups) {
    for (const Option& option : group.options) {
      if (!std::holds_alternative<OptionalFile*>(option.target)) continue;
      for (size_t i = 0; i + 1 < words.size() && words[i] != "--"; ++i) {
        const std::string& next = words[i + 1];
        if (words[i] != option.dashed() || !(next == "-" || ends_with(next, ".json"))) continue;
        words[i] += "=" + next;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      }
    }
  }
  return words;
}

/// The name under which people know the option in messages.
std::string shown(const Option& option, bool positional) {
  return positional ? option.name : option.dashed();
}

long long integer(const Option& option, const std::string& text, long long low) {
  const auto value = core::to_integer(text);
  if (!value) refuse(fmt::format("{}: '{}' is no whole number", option.dashed(), text));
  if (*value < low) {
    refuse(
        fmt::format("{}: {} is out of range, expected at least {}", option.dashed(), *value, low));
  }
  return *value;
}

/// `a, b or c`.
std::string alternatives(const std::vector<std::string>& words) {
  const std::vector<std::string> head(words.begin(), words.end() - 1);
  return head.empty() ? words.back() : fmt::format("{} or {}", fmt::join(head, ", "), words.back());
}

void check_choice(const Option& option, const std::string& value, bool positional) {
  const auto& choices = option.choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  refuse(fmt::format("{}: '{}', expected {}", shown(option, positional), value,
                     alternatives(choices)));
}

/// Puts the words that CLI11 collected for one option into its target.
class Fill {
 public:
  Fill(const Option& option, const std::vector<std::string>& values, bool positional)
      : option_(option), values_(values), positional_(positional) {
    if (!positional) {
      for (const std::string& value : values) check_empty(value);
    }
  }

  void operator()(bool* target) const {
    if (values_.front() != "true") refuse(option_.dashed() + ": takes no value");
    *target = true;
  }
  void operator()(std::string* target) const { *target = single(); }
  void operator()(std::optional<std::string>* target) const { *target = single(); }
  void operator()(std::vector<std::string>* target) const { *target = values_; }
  void operator()(OptionalFile* target) const {
    target->given = true;
    target->file = single() == "-" ? "" : single();
  }
  void operator()(int* target) const {
    const long long value = integer(option_, single(), 0);
    if (value > std::numeric_limits<int>::max()) refuse(option_.dashed() + ": number too large");
    *target = static_cast<int>(value);
  }
  void operator()(std::optional<long long>* target) const {
    *target = integer(option_, single(), 0);
  }

 private:
  void check_empty(const std::string& value) const {
    if (value.empty()) refuse(option_.dashed() + ": empty value");
  }
  const std::string& single() const {
    if (values_.size() > 1) {
      refuse(fmt::format("{}: given {} times, expected once", shown(option_, positional_),
                         values_.size()));
    }
    check_choice(option_, values_.front(), positional_);
    return values_.front();
  }

  const Option& option_;
  const std::vector<std::string>& values_;
  bool positional_;
};

/// One of our options beside CLI11's.
struct Bound {
  const Option* ours;
  CLI::Option* theirs;
  bool positional;
};

Bound bind(CLI::App& app, const Option& option, bool positional) {
  const std::string dashes =
      option.letter != 0 ? fmt::format("-{},{}", option.letter, option.dashed()) : option.dashed();
  if (std::holds_alternative<bool*>(option.target)) return {&option, app.add_flag(dashes), false};
  if (std::holds_alternative<OptionalFile*>(option.target)) {
    return {&option, app.add_flag(dashes + "{-}"), false};
  }
  const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
  CLI::Option* theirs = app.add_option(positional ? option.name : dashes);
  theirs->type_size(1)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (positional && many) theirs->expected(-1);
  theirs->allow_extra_args(positional && many);
  return {&option, theirs, positional};
}

std::vector<std::string> dashed_names(const Command& command) {
  std::vector<std::string> names;
  for (const Option& option : common_options()) names.push_back(option.dashed());
  for (const Group& group : command.groups) {
    for (const Option& option : group.options) names.push_back(option.dashed());
  }
  return names;
}

[[noreturn]] void refuse_extra(const Command& command, const std::string& word) {
  if (word.size() > 1 && word[0] == '-') {
    const std::string name = word.substr(0, word.find('='));
    const std::string near = core::nearest(name, dashed_names(command));
    refuse(near.empty() ? fmt::format("option '{}': unknown; 'siamrt {} --help' lists all", name,
                                      command.name)
                        : fmt::format("option '{}': unknown; did you mean '{}'?", name, near));
  }
  refuse(fmt::format("'{}': one argument too many; 'siamrt {} --help' shows the form", word,
                     command.name));
}

void parse_command(const Command& command, std::vector<std::string> words) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<Bound> all;
  for (const Option& option : command.arguments) all.push_back(bind(app, option, true));
  for (const Group& group : command.groups) {
    for (const Option& option : group.options) all.push_back(bind(app, option, false));
  }
  words = join_optional_files(std::move(words), command);
  std::reverse(words.begin(), words.end());  // CLI11 takes its words from the back
  try {
    app.parse(words);
  } catch (const CLI::ArgumentMismatch& problem) {
    const std::string name = problem.what();
    refuse(fmt::format("{}: its value is missing; 'siamrt {} --help' shows the form",
                       name.substr(0, name.find(':')), command.name));
  } catch (const CLI::ParseError& problem) {
    refuse(problem.what());
  }
  for (const std::string& word : app.remaining()) {
    if (word != "--")
      refuse_extra(command, word);  // CLI11 leaves the end of the options among them
  }
  for (const Bound& bound : all) {
    const std::vector<std::string> values = bound.theirs->results();
    if (bound.theirs->count() > 0) {
      std::visit(Fill(*bound.ours, values, bound.positional), bound.ours->target);
    } else if (bound.ours->required) {
      refuse(fmt::format("{} is missing; 'siamrt {} --help' shows examples",
                         shown(*bound.ours, bound.positional), command.name));
    }
  }
}

bool has(const std::vector<std::string>& words, const std::string& long_name,
         const std::string& short_name) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end,
                     [&](const auto& word) { return word == long_name || word == short_name; });
}

}  // namespace

Parsed parse(const std::vector<std::string>& words, const std::vector<Command>& commands) {
  Parsed parsed;
  if (words.empty()) return parsed;
  if (words[0] == "--help" || words[0] == "-h") return {nullptr, true, false};
  if (words[0] == "--version" || words[0] == "-V") return {nullptr, false, true};
  parsed.command = &find_command(commands, words[0]);
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  parsed.help = has(rest, "--help", "-h");
  if (!parsed.help) parse_command(*parsed.command, rest);
  return parsed;
}

}  // namespace siamrt::cli
