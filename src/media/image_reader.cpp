#include "media/image_reader.hpp"

#include "core/atomic_file.hpp"
#include "media/jpeg.hpp"
#include "media/png.hpp"

#include <siamrt/error.hpp>

#include <opencv2/imgcodecs.hpp>

namespace siamrt::media {
namespace {

std::optional<Frame> decode_by_opencv(std::string_view bytes) {
  // OpenCV takes the bytes through a Mat header and only reads them.
  const cv::Mat view(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
  try {
    Frame frame = cv::imdecode(view, cv::IMREAD_COLOR);
    if (frame.empty()) return std::nullopt;
    return frame;
  } catch (const cv::Exception&) {  // a header with impossible sizes
    return std::nullopt;
  }
}

}  // namespace

std::optional<Frame> decode_image(std::string_view bytes) {
  constexpr std::size_t largest = 1u << 30;  // no picture of ours; cv::Mat counts in int
  if (bytes.empty() || bytes.size() > largest) return std::nullopt;
  if (is_jpeg(bytes)) return decode_jpeg(bytes);
  if (is_png(bytes)) {
    const std::optional<std::string> checked = checked_png(bytes);
    return checked ? decode_by_opencv(*checked) : std::nullopt;
  }
  return decode_by_opencv(bytes);
}

std::optional<Frame> read_image(const std::string& path) {
  std::string bytes;
  try {
    bytes = core::read_file(path);
  } catch (const Error&) {
    return std::nullopt;
  }
  return decode_image(bytes);
}

}  // namespace siamrt::media
