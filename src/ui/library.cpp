#include "ui/library.hpp"

#include "core/natural_order.hpp"
#include "core/shown.hpp"
#include "media/image_files.hpp"
#include "ui/upload_kind.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace siamrt::ui {
namespace {

namespace fs = std::filesystem;

/// A folder whose pictures, or those in its `img`, are the frames of a clip.
bool is_sequence(const fs::path& folder) {
  std::error_code unknown;
  if (fs::is_directory(folder / "img", unknown)) return true;
  constexpr int looked_at = 64;  // among the first entries there is one, or it is no such folder
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(folder, unknown)) {
    if (media::is_image_name(entry.path().string())) return true;
    if (++seen == looked_at) break;
  }
  return false;
}

bool is_below(const fs::path& path, const fs::path& top) {
  return std::mismatch(top.begin(), top.end(), path.begin(), path.end()).first == top.end();
}

[[noreturn]] void refuse(const std::string& path) {
  throw Error(Error::Kind::input,
              fmt::format("{}: no such clip or folder below the one served", core::shown(path)));
}

}  // namespace

Library::Library(const std::string& root) {
  if (root.empty()) return;
  std::error_code code;
  root_ = fs::canonical(root, code).string();
  if (code || !fs::is_directory(root_, code))
    throw Error(Error::Kind::input, root + ": no such folder");
}

std::string Library::resolve(const std::string& path) const {
  const fs::path asked(path);
  const bool odd = root_.empty() || asked.is_absolute() || path.find('\0') != std::string::npos ||
                   std::find(asked.begin(), asked.end(), "..") != asked.end();
  if (odd) refuse(path);
  std::error_code code;
  const fs::path real = fs::canonical(fs::path(root_) / asked, code);  // follows links
  if (code || !is_below(real, root_)) refuse(path);
  return real.string();
}

/// A folder's own links may lead out as well: then it is no clip of this library.
std::string Library::clip(const std::string& path) const {
  std::string real = resolve(path);
  std::error_code code;
  if (!fs::is_directory(real, code)) {
    if (!is_clip_name(real)) refuse(path);
    return real;
  }
  for (fs::recursive_directory_iterator item(real, code), end; !code && item != end;
       item.increment(code)) {
    if (item.depth() > 1) item.disable_recursion_pending();
    if (!item->is_symlink(code)) continue;
    const fs::path target = fs::canonical(item->path(), code);
    if (code || !is_below(target, root_)) refuse(path);
  }
  return real;
}

std::vector<Entry> Library::list(const std::string& path, std::size_t most) const {
  if (root_.empty()) return {};
  const fs::path folder = resolve(path);
  std::error_code code;
  if (!fs::is_directory(folder, code)) refuse(path);
  std::vector<Entry> entries;
  for (const auto& item : fs::directory_iterator(folder, code)) {
    const std::string name = item.path().filename().string();
    if (name.empty() || name[0] == '.') continue;
    std::error_code unknown;
    const fs::path real = fs::canonical(item.path(), unknown);
    if (unknown || !is_below(real, root_)) continue;
    Entry entry;
    entry.name = name;
    entry.path = (fs::path(path) / name).string();
    if (fs::is_directory(real, unknown)) {
      entry.kind = Entry::Kind::folder;
      entry.sequence = is_sequence(real);
    } else if (is_clip_name(name)) {
      entry.bytes = fs::file_size(real, unknown);
    } else {
      continue;
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    if (a.kind != b.kind) return a.kind == Entry::Kind::folder;
    return core::natural_less(a.name, b.name);
  });
  if (entries.size() > most) entries.resize(most);
  return entries;
}

}  // namespace siamrt::ui
