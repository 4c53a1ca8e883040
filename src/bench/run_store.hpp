#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>

namespace siamrt::bench {

/// The folder of a run: run.json, which says what makes its results what they are, and files that
/// are there whole or not at all. One process at a time (a lock on the folder, gone with the
/// process). Writing different files from several threads is safe.
class RunStore {
 public:
  /// Opens `folder` for a run with `identity` (settings, model digest, versions, ...), making it
  /// where it is absent. What a killed process left half-written is removed. With `overwrite` old
  /// results are removed first, else a run.json whose identity differs is Error(usage) that names
  /// the first difference, and so are results without run.json. Error(system) for a folder that
  /// cannot be made, written or locked.
  RunStore(std::string folder, const nlohmann::ordered_json& identity, bool overwrite);
  ~RunStore();
  RunStore(const RunStore&) = delete;
  RunStore& operator=(const RunStore&) = delete;

  const std::string& folder() const noexcept { return folder_; }

  bool has(const std::string& path) const;

  /// Writes a file below the folder, whole; makes its folders. Throws Error(system), and
  /// Error(input) for a path that leads out of the folder.
  void write(const std::string& path, std::string_view content) const;

  /// Removes a file that may be there. Throws Error(system).
  void remove(const std::string& path) const;

  /// What the last process noted beside the identity; null where there was none.
  const nlohmann::ordered_json& state() const noexcept { return state_; }

  /// Writes run.json with this state.
  void note_state(const nlohmann::ordered_json& state);

 private:
  void lock();
  void remove_results() const;
  void remove_left_overs() const;
  void compare(const nlohmann::ordered_json& found) const;

  std::string folder_;
  nlohmann::ordered_json identity_;
  nlohmann::ordered_json state_;
  int lock_ = -1;
};

}  // namespace siamrt::bench
