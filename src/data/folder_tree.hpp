#pragma once

#include "data/file_tree.hpp"

#include <map>
#include <mutex>

namespace siamrt::data {

/// FileTree over an unpacked folder, archives in it opened when first asked for.
class FolderTree final : public FileTree {
 public:
  explicit FolderTree(std::string root) : root_(std::move(root)) {}

  Kind kind(const std::string& path) const override;
  Listing list(const std::string& folder) const override;
  std::string read(const std::string& path) const override;
  std::string place(const std::string& path) const override;

 private:
  /// Where a path leads: into an archive, or to the file system (tree is null).
  struct Found {
    std::shared_ptr<const FileTree> tree;
    std::string path;
  };
  Found resolve(const std::string& path) const;
  std::shared_ptr<const FileTree> mounted(const std::string& file, const std::string& stem) const;

  std::string root_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const FileTree>> mounts_;
};

}  // namespace siamrt::data
