#include <siamrt/frame_source.hpp>

#include "media/image_files.hpp"
#include "media/sources.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace siamrt {
namespace {

namespace fs = std::filesystem;

std::string lower_extension(const std::string& path) {
  std::string extension = fs::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> known) {
  return std::any_of(known.begin(), known.end(), [&](const char* name) { return text == name; });
}

bool is_camera_index(const std::string& input) {
  return !input.empty() && input.size() <= 3 &&
         std::all_of(input.begin(), input.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

void check_readable(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0 || ::access(path.c_str(), R_OK) != 0) {
    throw Error(Error::Kind::input, fmt::format("{}: cannot read: {}", path, std::strerror(errno)));
  }
  if (S_ISREG(found.st_mode) && found.st_size == 0) {
    throw Error(Error::Kind::input, fmt::format("{}: is empty", path));
  }
}

std::unique_ptr<FrameSource> open_file(const std::string& path) {
  check_readable(path);
  const std::string extension = lower_extension(path);
  if (is_one_of(extension, {".txt", ".lst", ".list"})) {
    return media::open_images(media::images_of_list(path), path);
  }
  if (is_one_of(extension, {".tar", ".zip", ".tgz", ".gz", ".xz"}))
    return media::open_archive(path);
  if (media::is_image_name(path)) return media::open_images({path}, path);
  return media::open_video(path, false);
}

}  // namespace

std::unique_ptr<FrameSource> FrameSource::open(const std::string& input) {
  if (input.empty())
    throw Error(Error::Kind::input, "input: empty name, expected a file, folder or camera");
  std::error_code ignored;
  if (fs::is_directory(input, ignored))
    return media::open_images(media::images_in_folder(input), input);
  if (fs::exists(input, ignored)) return open_file(input);
  if (is_camera_index(input)) return media::open_camera(std::stoi(input));
  if (input.find("://") != std::string::npos) return media::open_video(input, true);
  if (media::is_pattern(input)) return media::open_images(media::images_of_pattern(input), input);
  check_readable(input);  // says why
  throw Error(Error::Kind::input, fmt::format("{}: no such file", input));
}

}  // namespace siamrt
