#include "eval/result_files.hpp"

#include "core/atomic_file.hpp"
#include "core/natural_order.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace siamrt::eval {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 1 << 16;

struct CloseArchive {
  void operator()(archive* file) const noexcept { archive_read_free(file); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

[[noreturn]] void fail(const std::string& place, const std::string& what) {
  throw Error(Error::Kind::input, fmt::format("{}: {}", place, what));
}

bool is_hidden(const std::string& path) {
  return path.empty() || path[0] == '.' || path.find("/.") != std::string::npos ||
         path.find("__MACOSX") != std::string::npos;
}

std::string content_of(archive* file, const std::string& place) {
  std::string text;
  char buffer[block];
  for (;;) {
    const la_ssize_t got = archive_read_data(file, buffer, sizeof buffer);
    if (got < 0) fail(place, fmt::format("damaged archive: {}", archive_error_string(file)));
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

/// `./a/b` -> `a/b`.
std::string tidy(std::string path) {
  while (path.compare(0, 2, "./") == 0) path.erase(0, 2);
  return path;
}

}  // namespace

ResultFiles::ResultFiles(const std::string& place) : place_(place) {
  std::error_code unknown;
  const auto status = fs::status(place, unknown);
  if (fs::is_directory(status)) {
    list_folder();
  } else if (fs::is_regular_file(status)) {
    archive_ = true;
    read_archive();
  } else {
    fail(place, "no such folder or archive of results");
  }
  std::sort(paths_.begin(), paths_.end(), core::natural_less);
}

void ResultFiles::list_folder() {
  std::error_code problem;
  auto walk = fs::recursive_directory_iterator(
      place_, fs::directory_options::follow_directory_symlink, problem);
  if (problem) fail(place_, "cannot be listed: " + problem.message());
  const std::size_t cut = fs::path(place_).generic_string().size();
  for (const fs::recursive_directory_iterator end; walk != end; walk.increment(problem)) {
    if (problem) fail(place_, "cannot be listed: " + problem.message());
    if (walk->is_directory(problem)) continue;
    std::string path = walk->path().generic_string().substr(cut);
    path.erase(0, path.find_first_not_of('/'));
    if (!is_hidden(path)) paths_.push_back(std::move(path));
  }
}

void ResultFiles::read_archive() {
  const Archive file(archive_read_new());
  archive_read_support_filter_all(file.get());
  archive_read_support_format_all(file.get());
  if (archive_read_open_filename(file.get(), place_.c_str(), block) != ARCHIVE_OK) {
    fail(place_,
         fmt::format("neither a folder nor an archive: {}", archive_error_string(file.get())));
  }
  for (;;) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(file.get(), &entry);
    if (code == ARCHIVE_EOF) break;
    if (code < ARCHIVE_WARN) {
      fail(place_, fmt::format("damaged archive: {}", archive_error_string(file.get())));
    }
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) continue;
    std::string path = tidy(name);
    if (is_hidden(path)) continue;
    std::string text = content_of(file.get(), place_);
    if (contents_.insert_or_assign(path, std::move(text)).second) paths_.push_back(path);
  }
}

bool ResultFiles::has(const std::string& path) const {
  if (archive_) return contents_.count(path) != 0;
  std::error_code unknown;
  return fs::is_regular_file(fs::path(place_) / path, unknown);
}

std::string ResultFiles::read(const std::string& path) const {
  if (!archive_) return core::read_file((fs::path(place_) / path).string());
  const auto found = contents_.find(path);
  if (found == contents_.end()) fail(shown(path), "no such file");
  return found->second;
}

std::string ResultFiles::shown(const std::string& path) const {
  return archive_ ? place_ + ":" + path : (fs::path(place_) / path).string();
}

std::string ResultFiles::name() const {
  std::error_code unknown;
  fs::path path = fs::absolute(place_, unknown).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  std::string name = path.filename().string();
  if (!archive_) return name;
  for (const char* ending : {".xz", ".gz", ".bz2", ".zst", ".tgz", ".txz", ".tar", ".zip"}) {
    const std::string end = ending;
    if (name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0) {
      name.resize(name.size() - end.size());
    }
  }
  return name;
}

}  // namespace siamrt::eval
