#pragma once

// Sweep room: one network with many weights, or many settings, over one data set. It lists
// checkpoints, runs what is missing with each frame decoded once for all of them (run.hpp), ranks
// (ranking.hpp), writes tables and plots (tables.hpp, plots.hpp), joins shards (merge.hpp), screens
// (screening.hpp), and searches settings (search.hpp). Results on disk are those of bench, figures
// those of eval; it prints nothing.

#include <siamrt/error.hpp>
#include <siamrt/settings.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// One candidate: a checkpoint, or settings to try.
struct Entry {
  std::string name;   ///< unique in a sweep: checkpoint_e9
  std::string file;   ///< the checkpoint's path; empty: the archive's own weights
  double epoch = 0;   ///< place on the axis of plots
  Settings settings;  ///< what it is run with

  /// What makes its results these results, as in run.json of siamrt bench; holds the digest of
  /// weights and archive.
  nlohmann::ordered_json identity;
  std::string key;  ///< name of the folder of its results: a digest of `identity`

  std::optional<Error> failure;                         ///< it cannot be evaluated at all
  std::map<std::string, std::string> failed_sequences;  ///< by name: why
  std::string screened;  ///< why it was not run to the end; empty: it was
};

/// First 16 hex digits of the SHA-256 of an identity.
std::string key_of(const nlohmann::ordered_json& identity);

/// Folder of an entry's results below the sweep's: `runs/KEY`, laid out as siamrt bench does.
std::string run_folder(const std::string& sweep_folder, const Entry& entry);

/// A part of the work: `number` of `count`, from 1.
struct Shard {
  int number = 1;
  int count = 1;

  /// `i/n`; throws Error(usage).
  static Shard parse(const std::string& text);

  bool has(std::size_t item) const noexcept {
    return item % static_cast<std::size_t>(count) == static_cast<std::size_t>(number - 1);
  }
};

}  // namespace siamrt::sweep
