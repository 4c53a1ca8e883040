// Our own readers of picture bytes: PNG chunks, EXIF orientation, and JPEG through libjpeg with
// errors that return by longjmp. The decoders of OpenCV behind them are not ours to fuzz.

#include "media/exif.hpp"
#include "media/jpeg.hpp"
#include "media/png.hpp"
#include "require.hpp"

#include <cstdint>

namespace {

/// The sides that a JPEG header promises, multiplied; huge ones would only test the allocator.
long long promised_pixels(std::string_view jpeg) {
  for (std::size_t i = 2; i + 9 < jpeg.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return static_cast<long long>(static_cast<unsigned char>(jpeg[i + at]));
    };
    const bool start_of_frame = byte(0) == 0xff && byte(1) >= 0xc0 && byte(1) <= 0xcf;
    if (start_of_frame && (byte(5) * 256 + byte(6)) * (byte(7) * 256 + byte(8)) > 1 << 20)
      return 1LL << 40;
  }
  return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const int orientation = siamrt::media::exif_orientation(bytes);
  SIAMRT_REQUIRE(orientation >= 1 && orientation <= 8);
  if (siamrt::media::is_png(bytes)) {
    const auto checked = siamrt::media::checked_png(bytes);
    SIAMRT_REQUIRE(!checked || (checked->size() <= bytes.size() &&
                                siamrt::media::checked_png(*checked) == checked));
  }
  if (siamrt::media::is_jpeg(bytes) && promised_pixels(bytes) == 0) {
    const auto frame = siamrt::media::decode_jpeg(bytes);
    SIAMRT_REQUIRE(!frame || (frame->type() == CV_8UC3 && !frame->empty()));
  }
  return 0;
}
