#include "sweep/checkpoint_list.hpp"

#include "core/natural_order.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <glob.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace siamrt::sweep {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_of(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(pattern.c_str(), GLOB_TILDE | GLOB_BRACE, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) {
      std::error_code unknown;
      if (!fs::is_directory(found.gl_pathv[i], unknown)) files.emplace_back(found.gl_pathv[i]);
    }
  }
  ::globfree(&found);
  return files;
}

/// The last run of digits: 9 of `checkpoint_e9`, 300 of `ytb-e300`.
std::optional<double> number_in(const std::string& name) {
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto end = std::find_if(name.rbegin(), name.rend(), is_digit).base();
  auto begin = end;
  while (begin != name.begin() && is_digit(*(begin - 1))) --begin;
  return core::to_double(std::string(begin, end));
}

/// Unique names: as many folders in front as it takes.
void name_files(std::vector<CheckpointFile>& files) {
  std::map<std::string, std::size_t> stems;
  for (const CheckpointFile& file : files) ++stems[fs::path(file.path).stem().string()];
  std::set<std::string> taken;
  for (CheckpointFile& file : files) {
    const fs::path path = fs::path(file.path).lexically_normal();
    const bool unique = stems[path.stem().string()] == 1;
    file.name = unique ? path.stem().string() : (path.parent_path() / path.stem()).string();
    if (!taken.insert(file.name).second) file.name = path.string();
  }
}

void place_on_axis(std::vector<CheckpointFile>& files) {
  std::set<double> numbers;
  for (CheckpointFile& file : files) {
    const auto number = number_in(fs::path(file.path).stem().string());
    if (!number) break;
    file.epoch = *number;
    numbers.insert(*number);
  }
  if (numbers.size() == files.size()) return;
  for (std::size_t i = 0; i < files.size(); ++i) files[i].epoch = static_cast<double>(i + 1);
}

}  // namespace

std::vector<CheckpointFile> list_checkpoints(const std::vector<std::string>& patterns,
                                             bool may_be_empty) {
  std::set<std::string> known;
  std::vector<CheckpointFile> files;
  for (const std::string& pattern : patterns) {
    const std::vector<std::string> found = files_of(pattern);
    if (found.empty() && !may_be_empty) {
      throw Error(Error::Kind::input,
                  fmt::format("--checkpoints '{}': no file fits; the pattern in quotes, as in "
                              "'snapshots/checkpoint_e*.pth'",
                              pattern));
    }
    for (const std::string& path : found) {
      std::error_code unknown;
      const fs::path real = fs::weakly_canonical(path, unknown);
      if (known.insert(real.string()).second) files.push_back({path, {}, 0});
    }
  }
  name_files(files);
  std::sort(files.begin(), files.end(), [](const CheckpointFile& a, const CheckpointFile& b) {
    return core::natural_less(a.name, b.name);
  });
  place_on_axis(files);
  return files;
}

}  // namespace siamrt::sweep
