#include "data/archive_tree.hpp"

#include "core/natural_order.hpp"
#include "data/tar_index.hpp"
#include "data/zip_index.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace siamrt::data {
namespace {

/// Without `./` in front and doubled slashes; empty for a path that leads outside or is hidden.
std::string cleaned(const std::string& path) {
  std::string clean;
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string part = path.substr(start, end - start);
    start = end + 1;
    if (part.empty() || part == ".") continue;
    if (is_hidden_name(part)) return {};
    clean = joined(clean, part);
  }
  return clean;
}

class ArchiveTree final : public FileTree {
 public:
  ArchiveTree(std::string path, const std::string& stem);

  Kind kind(const std::string& path) const override {
    if (members_.count(path) != 0) return Kind::file;
    return folders_.count(path) != 0 ? Kind::folder : Kind::nothing;
  }
  Listing list(const std::string& folder) const override {
    const auto found = folders_.find(folder);
    return found == folders_.end() ? Listing{} : found->second;
  }
  std::string read(const std::string& path) const override;
  std::string place(const std::string& path) const override {
    return fmt::format("{}:{}", path_, joined(top_, path));
  }

 private:
  void index(std::vector<Member> members);

  std::string path_;
  std::string top_;  ///< folder in the archive that all paths start from
  bool zip_ = false;
  std::unordered_map<std::string, Member> members_;
  std::map<std::string, Listing> folders_;
};

ArchiveTree::ArchiveTree(std::string path, const std::string& stem)
    : path_(std::move(path)), zip_(path_.substr(path_.size() - 4) == ".zip") {
  const RawFile file(path_);
  std::vector<Member> members = zip_ ? zip_index(file) : tar_index(file);
  const std::string inside = stem + "/";
  bool all = !stem.empty();
  for (Member& member : members) {
    member.path = cleaned(member.path);
    all = all && (member.path.empty() || member.path.compare(0, inside.size(), inside) == 0);
  }
  if (all) {
    top_ = stem;
    for (Member& member : members)
      member.path.erase(0, std::min(member.path.size(), inside.size()));
  }
  index(std::move(members));
}

void ArchiveTree::index(std::vector<Member> members) {
  std::map<std::string, std::set<std::string>> inner;
  folders_[""];
  for (Member& member : members) {
    if (member.path.empty()) continue;
    std::string path = member.path;
    for (bool leaf = true; true; leaf = false) {
      const std::size_t slash = path.rfind('/');
      const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
      const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
      if (leaf) {
        if (members_.count(path) == 0) folders_[folder].files.push_back(name);
      } else if (!inner[folder].insert(name).second) {
        break;  // this folder and those above are known
      }
      if (folder.empty()) break;
      path = folder;
    }
    path = member.path;
    members_[std::move(path)] =
        std::move(member);  // of two with one name the later holds, as tar does
  }
  for (auto& [folder, names] : inner) {
    for (const std::string& name : names) folders_[joined(folder, name)];
    folders_[folder].folders.assign(names.begin(), names.end());
  }
  const auto natural = [](const std::string& a, const std::string& b) {
    return core::natural_less(a, b);
  };
  for (auto& [folder, listing] : folders_) {
    std::sort(listing.files.begin(), listing.files.end(), natural);
    std::sort(listing.folders.begin(), listing.folders.end(), natural);
  }
}

std::string ArchiveTree::read(const std::string& path) const {
  const auto found = members_.find(path);
  if (found == members_.end())
    throw Error(Error::Kind::input, fmt::format("{}: no such file", place(path)));
  const RawFile file(path_);
  return zip_ ? zip_content(file, found->second)
              : file.read(found->second.offset, found->second.stored);
}

}  // namespace

std::shared_ptr<const FileTree> open_archive_tree(const std::string& path,
                                                  const std::string& stem) {
  return std::make_shared<ArchiveTree>(path, stem);
}

}  // namespace siamrt::data
