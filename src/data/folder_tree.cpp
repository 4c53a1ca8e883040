#include "data/folder_tree.hpp"

#include "core/atomic_file.hpp"
#include "core/natural_order.hpp"
#include "data/archive_tree.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace siamrt::data {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_file(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

void sort_naturally(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return core::natural_less(a, b); });
}

}  // namespace

FolderTree::Found FolderTree::resolve(const std::string& path) const {
  const std::string whole = joined(root_, path);
  std::error_code ignored;
  if (path.empty() || fs::exists(whole, ignored)) return {nullptr, whole};
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string front = joined(root_, path.substr(0, end));
    if (!is_folder(front)) {
      for (const char* extension : {".tar", ".zip"}) {
        if (!is_file(front + extension)) continue;
        const std::string stem = path.substr(start, end - start);
        return {mounted(front + extension, stem), path.substr(std::min(end + 1, path.size()))};
      }
      break;
    }
    start = end + 1;
  }
  return {nullptr, whole};
}

std::shared_ptr<const FileTree> FolderTree::mounted(const std::string& file,
                                                    const std::string& stem) const {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const FileTree>& tree = mounts_[file];
  if (tree == nullptr) tree = open_archive_tree(file, stem);
  return tree;
}

FileTree::Kind FolderTree::kind(const std::string& path) const {
  const Found found = resolve(path);
  if (found.tree != nullptr) return found.tree->kind(found.path);
  if (is_folder(found.path)) return Kind::folder;
  return is_file(found.path) ? Kind::file : Kind::nothing;
}

Listing FolderTree::list(const std::string& folder) const {
  const Found found = resolve(folder);
  if (found.tree != nullptr) return found.tree->list(found.path);
  Listing listing;
  std::set<std::string> folders;
  std::error_code code;
  for (fs::directory_iterator entry(found.path, code), end; !code && entry != end;
       entry.increment(code)) {
    std::string name = entry->path().filename().string();
    if (is_hidden_name(name)) continue;
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      folders.insert(std::move(name));
    } else {
      if (is_archive_name(name)) folders.insert(name.substr(0, name.size() - 4));
      listing.files.push_back(std::move(name));
    }
  }
  listing.folders.assign(folders.begin(), folders.end());
  sort_naturally(listing.files);
  sort_naturally(listing.folders);
  return listing;
}

std::string FolderTree::read(const std::string& path) const {
  const Found found = resolve(path);
  return found.tree != nullptr ? found.tree->read(found.path) : core::read_file(found.path);
}

std::string FolderTree::place(const std::string& path) const {
  const Found found = resolve(path);
  return found.tree != nullptr ? found.tree->place(found.path) : found.path;
}

std::shared_ptr<const FileTree> open_tree(const std::string& path) {
  if (is_folder(path)) return std::make_shared<FolderTree>(path);
  if (!is_file(path)) {
    throw Error(Error::Kind::input, fmt::format("{}: no such folder or file", path));
  }
  if (!is_archive_name(path)) {
    throw Error(Error::Kind::input,
                fmt::format("{}: expected a folder, a .tar or a .zip file", path));
  }
  return open_archive_tree(path, "");
}

std::string joined(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  if (name.empty()) return folder;
  return folder.back() == '/' ? folder + name : folder + "/" + name;
}

bool is_archive_name(const std::string& name) {
  if (name.size() < 5) return false;
  const std::string end = name.substr(name.size() - 4);
  return end == ".tar" || end == ".zip";
}

bool is_hidden_name(const std::string& name) {
  return name.empty() || name[0] == '.' || name == "__MACOSX";
}

std::string base_name(const std::string& path) {
  std::size_t end = path.size();
  while (end > 1 && path[end - 1] == '/') --end;
  const std::size_t slash = path.rfind('/', end - 1);
  const std::size_t start = slash == std::string::npos || slash + 1 >= end ? 0 : slash + 1;
  return path.substr(start, end - start);
}

}  // namespace siamrt::data
