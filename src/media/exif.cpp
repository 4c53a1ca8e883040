#include "media/exif.hpp"

#include <opencv2/core.hpp>

#include <cstdint>

namespace siamrt::media {
namespace {

/// Numbers of a TIFF block in its own byte order; 0 beyond the end, so that a broken block is
/// harmless.
struct TiffReader {
  std::string_view bytes;
  bool big;

  std::uint32_t number(std::size_t at, std::size_t size) const noexcept {
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t from = big ? at + i : at + size - 1 - i;
      value = value << 8 | static_cast<unsigned char>(bytes[from]);
    }
    return value;
  }
};

}  // namespace

int exif_orientation(std::string_view tiff) noexcept {
  constexpr std::uint32_t orientation_tag = 0x0112;
  constexpr std::size_t entry_size = 12;
  if (tiff.substr(0, 2) != "II" && tiff.substr(0, 2) != "MM") return 1;
  const TiffReader reader{tiff, tiff[0] == 'M'};
  if (reader.number(2, 2) != 42) return 1;
  const std::size_t directory = reader.number(4, 4);
  const std::size_t entries = reader.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * entry_size;
    if (reader.number(entry, 2) != orientation_tag) continue;
    const std::uint32_t value = reader.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

void apply_orientation(Frame& frame, int orientation) {
  // The eight cases of the EXIF standard: where the stored first row and first column belong.
  switch (orientation) {
    case 2:
      cv::flip(frame, frame, 1);
      break;
    case 3:
      cv::flip(frame, frame, -1);
      break;
    case 4:
      cv::flip(frame, frame, 0);
      break;
    case 5:
      cv::transpose(frame, frame);
      break;
    case 6:
      cv::rotate(frame, frame, cv::ROTATE_90_CLOCKWISE);
      break;
    case 7:
      cv::transpose(frame, frame);
      cv::flip(frame, frame, -1);
      break;
    case 8:
      cv::rotate(frame, frame, cv::ROTATE_90_COUNTERCLOCKWISE);
      break;
    default:
      break;
  }
}

}  // namespace siamrt::media
