#include "media/frame_sink.hpp"

#include "media/image_writer.hpp"
#include "media/video_writer.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <filesystem>

namespace siamrt::media {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored) || !path.has_filename() || !path.has_extension();
}

}  // namespace

std::unique_ptr<FrameSink> FrameSink::open(const std::string& path, const Options& options) {
  if (path.empty()) refuse("output: empty name, expected a video file or a folder");
  std::error_code ignored;
  if (is_folder(path)) {
    if (fs::exists(path, ignored) && !fs::is_directory(path, ignored)) {
      refuse(fmt::format("{}: is a file without extension, expected a folder or a video ({})", path,
                         video_extensions()));
    }
    if (!options.overwrite && fs::is_directory(path, ignored) && !fs::is_empty(path, ignored)) {
      refuse(fmt::format("{}: the folder is not empty; --overwrite writes into it all the same",
                         path));
    }
    return open_image_folder(path);
  }
  if (!is_video_name(path)) {
    refuse(fmt::format("{}: unknown extension, expected a video ({}) or a folder", path,
                       video_extensions()));
  }
  if (!options.overwrite && fs::exists(path, ignored)) {
    refuse(fmt::format("{}: exists already; --overwrite replaces it", path));
  }
  return open_video_file(path, options.fps);
}

}  // namespace siamrt::media
