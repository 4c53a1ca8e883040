#pragma once

#include <siamrt/model.hpp>
#include <siamrt/settings.hpp>

#include <string>
#include <vector>

namespace siamrt::cli {

/// What `--config FILE` and `--set key=value` say, in one order: the file, then the sets. Both know
/// the tracker's settings (Settings::keys()) and the keys of the run: benchmark, precision,
/// threads, device. Options of the command come after them, the archive's description before.
class Layers {
 public:
  /// Reads and checks all of it. Throws Error(usage) with file and line, or the set, and the
  /// nearest valid key; Error(input) for a file that cannot be read. An empty `config` names no
  /// file.
  Layers(const std::string& config, const std::vector<std::string>& sets);

  /// Lays the keys of the run over `options` and `benchmark`.
  void apply(ModelOptions& options, std::string& benchmark) const;

  /// Lays the tracker's keys over `settings`.
  void apply(Settings& settings) const;

 private:
  struct Entry {
    std::string key;
    std::string value;
  };
  void read_file(const std::string& path);
  void add_set(const std::string& text);

  std::vector<Entry> entries_;
};

/// The precision of this name (fp32, bf16, auto). Throws Error(usage).
Precision precision_from(const std::string& text);

/// A number of threads, 0 for all. Throws Error(usage).
int threads_from(const std::string& text);

}  // namespace siamrt::cli
