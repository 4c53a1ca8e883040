#include "cli/codecs.hpp"

#include "media/frame_sink.hpp"

#include <siamrt/error.hpp>
#include <siamrt/frame_source.hpp>

#include <opencv2/core/mat.hpp>

#include <stdlib.h>

#include <filesystem>

namespace siamrt::cli {
namespace {

bool works(const std::string& path) {
  const cv::Size size(64, 48);
  try {
    const auto sink = media::FrameSink::open(path, {});
    for (int i = 0; i < 5; ++i) sink->write(cv::Mat(size, CV_8UC3, cv::Scalar(40 * i, 128, 200)));
    sink->finish();
    cv::Mat frame;
    return FrameSource::open(path)->next(frame) == FrameSource::Read::frame && frame.size() == size;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::vector<Codec> try_codecs() {
  std::string folder = (std::filesystem::temp_directory_path() / "siamrt-doctor-XXXXXX").string();
  const bool made = ::mkdtemp(folder.data()) != nullptr;
  std::vector<Codec> codecs;
  for (const char* extension : {"mp4", "mov", "mkv", "avi"}) {
    codecs.push_back({extension, made && works(folder + "/test." + extension)});
  }
  std::error_code ignored;
  if (made) std::filesystem::remove_all(folder, ignored);
  return codecs;
}

}  // namespace siamrt::cli
