#pragma once

#include "cli/command.hpp"

#include <siamrt/settings.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace siamrt::cli {

/// Where `--json` sends its document.
class JsonOutput {
 public:
  /// Throws Error(usage) where the file exists and may not be overwritten.
  JsonOutput(const OptionalFile& target, bool overwrite);

  bool wanted() const noexcept { return target_.given; }
  bool to_standard_output() const noexcept { return target_.given && target_.file.empty(); }

  /// Writes the document, whole or not at all.
  void write(const nlohmann::ordered_json& document, const Terminal& terminal) const;

 private:
  OptionalFile target_;
};

/// Refuses, as Error(usage), a path that exists where `overwrite` is false.
void refuse_existing(const std::string& path, bool overwrite);

/// The options `--json [FILE.json]` and `--overwrite`, the same in every command.
Option json_option(OptionalFile* target);
Option overwrite_option(bool* target);

/// Every key with its value, numbers as numbers.
nlohmann::ordered_json json_of(const Settings& settings);

}  // namespace siamrt::cli
