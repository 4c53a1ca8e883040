#include "media/image_files.hpp"

#include "core/atomic_file.hpp"
#include "core/natural_order.hpp"
#include "core/shown.hpp"
#include "media/list_file.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <glob.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>

namespace siamrt::media {
namespace {

namespace fs = std::filesystem;

constexpr std::array extensions = {"jpg",  "jpeg", "jpe", "png", "bmp", "tif", "tiff",
                                   "webp", "ppm",  "pgm", "pbm", "pnm", "jp2"};

[[noreturn]] void fail(const std::string& line) { throw Error(Error::Kind::input, line); }

bool natural(const std::string& a, const std::string& b) { return core::natural_less(a, b); }

std::vector<std::string> visible_images(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
       entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (name[0] != '.' && is_image_name(name) && !entry->is_directory(ignored)) {
      found.push_back(entry->path().string());
    }
  }
  if (code) fail(fmt::format("{}: cannot read the folder: {}", folder, code.message()));
  std::sort(found.begin(), found.end(), natural);
  return found;
}

/// `frame_%04d.jpg` taken apart.
struct NumberPattern {
  std::string before;
  std::string after;
  std::size_t digits = 0;  ///< 0: plain %d

  /// The number in a file's name, if the name is of this pattern.
  std::optional<long long> number_of(const std::string& name) const {
    if (name.size() <= before.size() + after.size()) return std::nullopt;
    if (name.compare(0, before.size(), before) != 0) return std::nullopt;
    if (name.compare(name.size() - after.size(), after.size(), after) != 0) return std::nullopt;
    const std::string middle =
        name.substr(before.size(), name.size() - before.size() - after.size());
    const bool all_digits = std::all_of(middle.begin(), middle.end(),
                                        [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!all_digits || middle.size() > 18 || middle.size() < digits) return std::nullopt;
    const bool padded = middle.size() > 1 && middle[0] == '0';
    if (padded && middle.size() != digits) return std::nullopt;  // printf would not write it so
    return std::stoll(middle);
  }

  std::string name_of(long long number) const {
    return fmt::format("{}{:0{}}{}", before, number, digits, after);
  }
};

/// Nothing unless `name` holds exactly one %d or %0Nd; `%%` is a plain percent sign.
std::optional<NumberPattern> number_pattern(const std::string& name) {
  NumberPattern pattern;
  bool seen = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::string& side = seen ? pattern.after : pattern.before;
    if (name[i] != '%') {
      side += name[i];
      continue;
    }
    if (name.compare(i, 2, "%%") == 0) {
      side += '%';
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])) != 0) ++end;
    const std::string width = name.substr(i + 1, end - i - 1);
    if (seen || end == name.size() || name[end] != 'd' || width.size() > 3) return std::nullopt;
    if (!width.empty() && width[0] != '0') return std::nullopt;  // %4d pads with blanks
    pattern.digits = width.empty() ? 0 : std::stoul(width);
    seen = true;
    i = end;
  }
  return seen ? std::optional(pattern) : std::nullopt;
}

std::vector<std::string> numbered(const std::string& text, const NumberPattern& pattern) {
  const fs::path folder = fs::path(text).parent_path();
  std::map<long long, std::string> found;
  std::error_code code;
  const fs::path listed = folder.empty() ? fs::path(".") : folder;
  for (fs::directory_iterator entry(listed, code), end; !code && entry != end;
       entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (const auto number = pattern.number_of(name)) found[*number] = (folder / name).string();
  }
  if (code) fail(fmt::format("{}: cannot read the folder: {}", text, code.message()));
  if (found.empty()) fail(fmt::format("{}: no file matches", text));
  std::vector<std::string> files;
  long long last = found.begin()->first - 1;
  for (const auto& [number, file] : found) {
    if (number != last + 1) {
      fail(fmt::format(
          "{}: {} is missing between {} and {}; a glob such as img/*.jpg takes what is there", text,
          pattern.name_of(last + 1), pattern.name_of(last), pattern.name_of(number)));
    }
    files.push_back(file);
    last = number;
  }
  return files;
}

std::vector<std::string> globbed(const std::string& pattern) {
  glob_t found{};
  const int code = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
  std::vector<std::string> files;
  for (std::size_t i = 0; i < found.gl_pathc; ++i) {
    std::error_code ignored;
    if (!fs::is_directory(found.gl_pathv[i], ignored)) files.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  if ((code != 0 && code != GLOB_NOMATCH) || files.empty())
    fail(fmt::format("{}: no file matches", pattern));
  std::sort(files.begin(), files.end(), natural);
  return files;
}

}  // namespace

bool is_image_name(const std::string& path) {
  std::string extension = fs::path(path).extension().string();
  if (extension.size() < 2) return false;
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(extensions.begin(), extensions.end(), extension.substr(1)) != extensions.end();
}

std::string image_extensions() { return fmt::format("{}", fmt::join(extensions, ", ")); }

std::vector<std::string> images_in_folder(const std::string& folder) {
  std::vector<std::string> files = visible_images(folder);
  for (const char* inner : {"img", "imgs", "images", "color", "frames"}) {
    const fs::path path = fs::path(folder) / inner;
    std::error_code ignored;
    if (files.empty() && fs::is_directory(path, ignored)) files = visible_images(path.string());
  }
  if (files.empty())
    fail(fmt::format("{}: no image in this folder ({})", folder, image_extensions()));
  return files;
}

bool is_pattern(const std::string& text) {
  return text.find_first_of("*?[") != std::string::npos ||
         number_pattern(fs::path(text).filename().string()).has_value();
}

std::vector<std::string> images_of_pattern(const std::string& pattern) {
  if (const auto numbers = number_pattern(fs::path(pattern).filename().string())) {
    return numbered(pattern, *numbers);
  }
  return globbed(pattern);
}

std::vector<std::string> images_of_list(const std::string& list) {
  std::vector<std::string> files;
  const fs::path folder = fs::path(list).parent_path();
  for (const ListEntry& entry : parse_list(core::read_file(list), list)) {
    const fs::path file = folder / entry.path;  // an absolute entry stays as it is
    std::error_code ignored;
    if (!fs::exists(file, ignored) || fs::is_directory(file, ignored)) {
      fail(fmt::format("{}:{}: {}: no such file", list, entry.line, core::shown(entry.path, 200)));
    }
    files.push_back(file.string());
  }
  return files;
}

}  // namespace siamrt::media
