#include "media/quiet_opencv.hpp"

#include <opencv2/core/utils/logger.hpp>

#include <mutex>

namespace siamrt::media {
namespace {

namespace logging = cv::utils::logging;

struct Quiet {
  std::mutex mutex;
  int holders = 0;
  logging::LogLevel level = logging::LOG_LEVEL_WARNING;
};

/// Counterpart of OpenCV's own global.
Quiet& quiet() {
  static Quiet state;
  return state;
}

}  // namespace

QuietOpenCv::QuietOpenCv() {
  Quiet& state = quiet();
  const std::lock_guard lock(state.mutex);
  if (state.holders++ == 0) state.level = logging::setLogLevel(logging::LOG_LEVEL_SILENT);
}

QuietOpenCv::~QuietOpenCv() {
  Quiet& state = quiet();
  const std::lock_guard lock(state.mutex);
  if (--state.holders == 0) logging::setLogLevel(state.level);
}

}  // namespace siamrt::media
