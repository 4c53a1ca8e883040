#include "cli/info.hpp"

#include "cli/json_output.hpp"
#include "cli/table.hpp"

#include <siamrt/model.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <ostream>

namespace siamrt::cli {
namespace {

struct InfoOptions {
  std::string archive;
  OptionalFile json;
  bool overwrite = false;
};

/// Which sizes of feature have a table of positions, and what happens with others.
std::string attention_text(const Description& about) {
  std::string text = fmt::format("tables for features of {} cells a side",
                                 fmt::join(about.attention.tables, ", "));
  if (!about.attention.resampled.empty())
    text += fmt::format(" ({} resampled at export)", fmt::join(about.attention.resampled, ", "));
  return text +
         (about.attention.resample ? "; other sizes are resampled" : "; other sizes are refused");
}

/// How many templates are on, and what more of them cost.
std::string templates_text(const Description& about) {
  return fmt::format("{}; {}", about.settings.templates,
                     about.shared_search ? "further ones share the search crop's features"
                                         : "each further one runs the whole network again");
}

std::string as_text(const Description& about, const Terminal& terminal) {
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(about.file, unknown);
  std::vector<std::pair<std::string, std::string>> rows = {
      {"file", unknown ? about.file
                       : fmt::format("{} ({})", about.file, size_text(static_cast<double>(bytes)))},
      {"digest", "sha256 " + about.digest},
      {"schema", std::to_string(about.schema)},
      {"family", to_string(about.family)},
      {"architecture", about.architecture},
      {"template", fmt::format("{0} x {0} pixels", about.template_size)},
      {"search", fmt::format("{0} x {0} pixels", about.search_size)},
      {"channels", to_string(about.channels)},
      {"grid", fmt::format("{0} x {0} cells, stride {1}", about.grid_size, about.grid_stride)},
      {"outputs", fmt::format("{}", fmt::join(about.outputs, ", "))},
      {"parameters", fmt::format("{} tensors, {} numbers", grouped(about.parameter_count),
                                 grouped(about.parameter_values))},
  };
  rows.emplace_back("templates", templates_text(about));
  if (!about.attention.tables.empty()) rows.emplace_back("attention", attention_text(about));
  if (about.online.crop > 0) {
    rows.emplace_back("online branch",
                      fmt::format("crops of {0} x {0} pixels, {1} channels; {2}", about.online.crop,
                                  about.online.channels,
                                  about.settings.online_ratio > 0
                                      ? "on"
                                      : "off unless a benchmark or --set turns online_ratio up"));
  }
  if (!about.ignored.empty())
    rows.emplace_back("ignored", fmt::format("{}", fmt::join(about.ignored, ", ")));
  for (const auto& [precision, cost] : about.precision) {
    rows.emplace_back(precision, fmt::format("changes the mean AUC by {} (declared)", cost));
  }
  for (const auto& [key, value] : about.source) rows.emplace_back("source " + key, value);
  return terminal.bold(about.name) + "\n" + facts(rows);
}

/// One column a benchmark; what differs from the defaults is marked with a star.
std::string settings_text(const Description& about, const Terminal& terminal) {
  std::vector<std::vector<std::string>> rows(1, {"", "default "});
  for (const auto& [name, settings] : about.benchmarks) rows[0].push_back(name + " ");
  bool differs = false;
  for (const std::string& key : Settings::keys()) {
    std::vector<std::string> row = {key, about.settings.get(key) + " "};
    for (const auto& [name, settings] : about.benchmarks) {
      const bool other = settings.get(key) != about.settings.get(key);
      differs = differs || other;
      row.push_back(settings.get(key) + (other ? "*" : " "));
    }
    rows.push_back(row);
  }
  return terminal.bold("Settings") + "\n" + table(rows) +
         (differs ? "  * differs from the default\n" : "");
}

nlohmann::ordered_json as_json(const Description& about) {
  nlohmann::ordered_json json = {
      {"file", about.file},
      {"name", about.name},
      {"digest", about.digest},
      {"schema", about.schema},
      {"family", to_string(about.family)},
      {"architecture", about.architecture},
      {"input",
       {{"template", about.template_size},
        {"search", about.search_size},
        {"channels", to_string(about.channels)}}},
      {"grid", {{"size", about.grid_size}, {"stride", about.grid_stride}}},
      {"outputs", about.outputs},
      {"parameters",
       {{"count", about.parameter_count},
        {"values", about.parameter_values},
        {"ignored", about.ignored}}},
      {"shared_search", about.shared_search},
      {"precision", about.precision},
      {"source", about.source},
      {"settings", json_of(about.settings)},
  };
  if (!about.attention.tables.empty()) {
    json["attention"] = {{"tables", about.attention.tables},
                         {"resample", about.attention.resample},
                         {"resampled", about.attention.resampled}};
  }
  if (about.online.crop > 0) {
    json["online"] = {{"crop", about.online.crop},
                      {"stride", about.online.stride},
                      {"cells", about.online.cells},
                      {"channels", about.online.channels},
                      {"placed", about.online.placed}};
  }
  json["benchmarks"] = nlohmann::ordered_json::object();
  for (const auto& [name, settings] : about.benchmarks)
    json["benchmarks"][name] = json_of(settings);
  return json;
}

int run(const InfoOptions& options, const Terminal& terminal) {
  const JsonOutput json(options.json, options.overwrite);
  const Model model = Model::open(options.archive);
  const Description& about = model.description();
  if (json.wanted()) {
    json.write(as_json(about), terminal);
  } else {
    *terminal.out << as_text(about, terminal) << '\n' << settings_text(about, terminal);
  }
  return 0;
}

}  // namespace

Command info_command() {
  auto options = std::make_shared<InfoOptions>();
  Command command;
  command.name = "info";
  command.summary = "show what an archive holds";
  command.examples = {
      {"siamrt info nanotrack_v3.pt", "description, sizes, digest, settings of every benchmark"},
      {"siamrt info nanotrack_v3.pt --json | jq .settings.lr", "one value for a script"},
  };
  command.arguments = {{"ARCHIVE",
                        0,
                        "",
                        "an exported network (scripts/export makes one), or the name `default`",
                        &options->archive,
                        Completes::archive,
                        {},
                        true}};
  command.groups = {
      {"Output", {json_option(&options->json), overwrite_option(&options->overwrite)}}};
  command.run = [options](Terminal& terminal) { return run(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
