#include "cli/bench.hpp"
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/demo.hpp"
#include "cli/doctor.hpp"
#include "cli/eval.hpp"
#include "cli/info.hpp"
#include "cli/manual_command.hpp"
#include "cli/serve.hpp"
#include "cli/sweep.hpp"
#include "cli/synth.hpp"
#include "cli/track.hpp"
#include "cli/tune.hpp"
#include "core/near.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::cli {

std::vector<Command> all_commands() {
  return {demo_command(),       track_command(), bench_command(), eval_command(), sweep_command(),
          tune_command(),       serve_command(), synth_command(), info_command(), doctor_command(),
          completion_command(), help_command(),  man_command()};
}

const Command& find_command(const std::vector<Command>& commands, const std::string& name) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (command.name == name) return command;
    if (!command.hidden) names.push_back(command.name);
  }
  const std::string near = core::nearest(name, names);
  const std::string what = !name.empty() && name[0] == '-' ? "option" : "command";
  throw Error(Error::Kind::usage,
              near.empty() ? fmt::format("{} '{}': unknown; 'siamrt --help' lists all", what, name)
                           : fmt::format("{} '{}': unknown; did you mean '{}'?", what, name, near));
}

std::vector<Option> common_options() {
  return {{"help", 'h', "", "this text", static_cast<bool*>(nullptr)}};
}

}  // namespace siamrt::cli
