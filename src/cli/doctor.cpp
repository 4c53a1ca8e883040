#include "cli/doctor.hpp"

#include "cli/codecs.hpp"
#include "cli/doctor_dataset.hpp"
#include "cli/json_output.hpp"
#include "cli/table.hpp"
#include "model/machine.hpp"
#include "ui/display.hpp"

#include <version.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>

#include <memory>
#include <ostream>

namespace siamrt::cli {
namespace {

struct DoctorOptions {
  std::string model;
  OptionalFile json;
  bool overwrite = false;
  DatasetCheck check;

  bool asks_for_dataset() const {
    return !check.dataset.empty() || !check.data.empty() || !check.annotations.empty() ||
           !check.results.empty();
  }
};

/// What `auto` precision becomes, for one archive or for archives in general.
struct Choice {
  std::string archive;
  model::PrecisionChoice choice;
};

struct Findings {
  model::Machine machine;
  ui::Display display;
  std::vector<Codec> codecs;
  std::vector<Choice> precision;
  std::vector<std::string> warnings;
};

std::vector<Choice> precision_choices(const std::string& archive) {
  if (!archive.empty())
    return {{archive, model::choose_precision(Model::open(archive).description(), "cpu")}};
  Description declares;
  declares.precision["bf16"] = 0.002;
  return {{"an archive that declares what bf16 costs", model::choose_precision(declares, "cpu")},
          {"any other archive", model::choose_precision(Description(), "cpu")}};
}

std::vector<std::string> warnings_of(const Findings& found) {
  std::vector<std::string> warnings;
  if (found.machine.torch.slow_blas) {
    warnings.push_back(
        "reference BLAS is loaded: 1x1 convolutions run about 20 times slower than they could; "
        "install libopenblas0-pthread (apt-get install libopenblas0-pthread)");
  }
  bool any = false;
  for (const Codec& codec : found.codecs) any = any || codec.works;
  if (!any) {
    warnings.push_back(
        "no video can be written: FFmpeg lacks encoders, or the temporary folder is not writable; "
        "siamrt track --out FOLDER writes single pictures instead");
  }
  return warnings;
}

Findings examine(const DoctorOptions& options) {
  Findings found;
  found.display = ui::find_display();  // first: it forks, and the rest may start threads
  found.machine = model::inspect_machine();
  found.codecs = try_codecs();
  found.precision = precision_choices(options.model);
  found.warnings = warnings_of(found);
  return found;
}

std::string listed(const std::vector<std::string>& items) {
  return items.empty() ? "none" : fmt::format("{}", fmt::join(items, ", "));
}

std::string as_text(const Findings& found, const Terminal& terminal) {
  const model::Machine& machine = found.machine;
  std::string text = terminal.bold("Versions") + "\n";
  text += facts({{"siamrt", SIAMRT_VERSION},
                 {"LibTorch", machine.torch.version},
                 {"BLAS", machine.torch.blas + (machine.torch.slow_blas ? " (slow)" : "")},
                 {"OpenCV", cv::getVersionString()}});
  text += "\n" + terminal.bold("Machine") + "\n";
  text += facts({{"CPU", machine.cpu},
                 {"features", listed(machine.features)},
                 {"cores", fmt::format("{} usable by this process", machine.cores)},
                 {"devices", listed(machine.torch.devices)},
                 {"display", (found.display.usable ? "" : "none: ") + found.display.what}});
  text += "\n" + terminal.bold("Precision that `auto` picks") + "\n";
  for (const Choice& choice : found.precision) {
    text += fmt::format("  {} for {}\n        {}\n", to_string(choice.choice.precision),
                        choice.archive, choice.choice.reason);
  }
  text += "\n" + terminal.bold("Video that can be written and read back") + "\n";
  std::vector<std::pair<std::string, std::string>> codecs;
  for (const Codec& codec : found.codecs)
    codecs.emplace_back("." + codec.extension, codec.works ? "yes" : "no");
  text += facts(codecs);
  text += "\n" + terminal.bold("Warnings") + "\n";
  if (found.warnings.empty()) text += "  none\n";
  for (const std::string& warning : found.warnings) text += "  " + warning + "\n";
  return text;
}

nlohmann::ordered_json as_json(const Findings& found) {
  nlohmann::ordered_json json = {
      {"versions",
       {{"siamrt", SIAMRT_VERSION},
        {"libtorch", found.machine.torch.version},
        {"blas", found.machine.torch.blas},
        {"opencv", cv::getVersionString()}}},
      {"cpu",
       {{"name", found.machine.cpu},
        {"features", found.machine.features},
        {"cores", found.machine.cores},
        {"bf16", found.machine.bf16}}},
      {"slow_blas", found.machine.torch.slow_blas},
      {"devices", found.machine.torch.devices},
      {"display", {{"usable", found.display.usable}, {"what", found.display.what}}},
  };
  for (const Choice& choice : found.precision) {
    json["precision"].push_back({{"archive", choice.archive},
                                 {"auto", to_string(choice.choice.precision)},
                                 {"reason", choice.choice.reason}});
  }
  for (const Codec& codec : found.codecs) {
    json["codecs"].push_back({{"extension", codec.extension}, {"works", codec.works}});
  }
  json["warnings"] = found.warnings;
  return json;
}

int run(const DoctorOptions& options, const Terminal& terminal) {
  const JsonOutput json(options.json, options.overwrite);
  if (options.asks_for_dataset()) return check_dataset(options.check, json, terminal);
  const Findings found = examine(options);
  if (json.wanted()) {
    json.write(as_json(found), terminal);
  } else {
    *terminal.out << as_text(found, terminal);
  }
  return 0;
}

}  // namespace

Command doctor_command() {
  auto options = std::make_shared<DoctorOptions>();
  Command command;
  command.name = "doctor";
  command.summary = "check this machine, or a data set and results";
  command.examples = {
      {"siamrt doctor", "everything, with warnings and what to do about them"},
      {"siamrt doctor --model nanotrack_v3.pt",
       "which precision `auto` picks for this archive, and why"},
      {"siamrt doctor --json > machine.json", "the same for a bug report"},
      {"siamrt doctor --dataset otb2015 --data OTB2015 --results runs/v3",
       "what the download lacks, and whether results are a pixel off"},
  };
  command.groups = {{"Options",
                     {{"model", 'm', "ARCHIVE", "the archive that `auto` precision is asked about",
                       &options->model, Completes::archive},
                      json_option(&options->json),
                      overwrite_option(&options->overwrite)}},
                    dataset_check_options(&options->check)};
  command.run = [options](Terminal& terminal) { return run(*options, terminal); };
  return command;
}

}  // namespace siamrt::cli
