#pragma once

#include <map>
#include <string>
#include <vector>

namespace siamrt::eval {

/// The files of a folder or of an archive (.tar, .tar.xz, .tar.gz, .zip, ... whatever libarchive
/// reads), by their path from the top, `/` between parts. An archive is read into memory.
class ResultFiles {
 public:
  /// Throws Error(input) if `place` is neither, or is damaged.
  explicit ResultFiles(const std::string& place);

  /// In natural order.
  const std::vector<std::string>& paths() const noexcept { return paths_; }

  bool has(const std::string& path) const;

  /// Throws Error(input) if the file cannot be read.
  std::string read(const std::string& path) const;

  /// As messages say it: `place/path`, or `archive:path`.
  std::string shown(const std::string& path) const;

  /// What a tracker without a folder of its own is called: the folder's name, the archive's without
  /// its endings.
  std::string name() const;

 private:
  void list_folder();
  void read_archive();

  std::string place_;
  bool archive_ = false;
  std::vector<std::string> paths_;
  std::map<std::string, std::string> contents_;  ///< of an archive
};

}  // namespace siamrt::eval
