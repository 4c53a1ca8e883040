#include "cli/json_output.hpp"

#include "core/atomic_file.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <ostream>

namespace siamrt::cli {

JsonOutput::JsonOutput(const OptionalFile& target, bool overwrite) : target_(target) {
  if (target_.given && !target_.file.empty()) refuse_existing(target_.file, overwrite);
}

void JsonOutput::write(const nlohmann::ordered_json& document, const Terminal& terminal) const {
  using Handler = nlohmann::ordered_json::error_handler_t;
  // File names need not be UTF-8; a replaced character is better than no summary.
  const std::string text = document.dump(2, ' ', false, Handler::replace) + "\n";
  if (to_standard_output()) {
    *terminal.out << text;
  } else {
    core::write_atomically(target_.file, text);
  }
}

void refuse_existing(const std::string& path, bool overwrite) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  // A device or a pipe (/dev/stdout, /dev/null) is written to, never replaced.
  if (overwrite || unknown || !std::filesystem::exists(status) || std::filesystem::is_other(status))
    return;
  throw Error(Error::Kind::usage, fmt::format("{}: exists already; --overwrite replaces it", path));
}

Option json_option(OptionalFile* target) {
  return {"json",      0,
          "FILE.json", "machine-readable summary on standard output, or in FILE.json",
          target,      Completes::file};
}

Option overwrite_option(bool* target) {
  return {"overwrite", 0, "", "replace output files that exist; without it they are left alone",
          target};
}

nlohmann::ordered_json json_of(const Settings& settings) {
  nlohmann::ordered_json json;
  for (const std::string& key : Settings::keys()) {
    const std::string text = settings.get(key);
    const auto number = core::to_double(text);
    const auto whole = core::to_integer(text);
    if (whole) {
      json[key] = *whole;
    } else if (number) {
      json[key] = *number;
    } else {
      json[key] = text;
    }
  }
  return json;
}

}  // namespace siamrt::cli
