#include "sweep/settled.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace siamrt::sweep {

namespace fs = std::filesystem;

std::string stamp_of(const std::string& path) {
  std::error_code gone;
  const auto size = fs::file_size(path, gone);
  if (gone) return "gone";
  const auto time = fs::last_write_time(path, gone).time_since_epoch().count();
  return fmt::format("{} bytes, {}", size, time);
}

double age_of(const std::string& path) {
  std::error_code gone;
  const auto time = fs::last_write_time(path, gone);
  if (gone) return 0;
  const std::chrono::duration<double> age = fs::file_time_type::clock::now() - time;
  return std::max(age.count(), 0.0);
}

std::vector<CheckpointFile> Settled::look(const std::vector<CheckpointFile>& files) {
  std::map<std::string, std::string> now;
  std::vector<CheckpointFile> whole;
  for (const CheckpointFile& file : files) {
    const std::string stamp = stamp_of(file.path);
    const auto before = stamps_.find(file.path);
    if (stamp != "gone" && before != stamps_.end() && before->second == stamp)
      whole.push_back(file);
    now[file.path] = stamp;
  }
  stamps_ = std::move(now);
  return whole;
}

}  // namespace siamrt::sweep
