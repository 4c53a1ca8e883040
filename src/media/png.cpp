#include "media/png.hpp"

#include <zlib.h>

#include <array>
#include <cstdint>

namespace siamrt::media {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

std::uint32_t big_endian(std::string_view bytes) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

bool pixels_depend_on(std::string_view type) noexcept {
  constexpr std::array<std::string_view, 6> kept = {"IHDR", "PLTE", "tRNS", "IDAT", "eXIf", "IEND"};
  for (const std::string_view name : kept) {
    if (type == name) return true;
  }
  return false;
}

}  // namespace

bool is_png(std::string_view bytes) noexcept {
  return bytes.substr(0, signature.size()) == signature;
}

std::optional<std::string> checked_png(std::string_view bytes) {
  constexpr std::size_t frame_of_chunk = 12;  // length, type, CRC
  std::string kept(signature);
  bytes.remove_prefix(signature.size());
  while (bytes.size() >= frame_of_chunk) {
    const std::uint32_t length = big_endian(bytes);
    if (length > bytes.size() - frame_of_chunk) return std::nullopt;
    const std::string_view type = bytes.substr(4, 4);
    if (pixels_depend_on(type)) {
      const auto* start = reinterpret_cast<const Bytef*>(bytes.data() + 4);
      const auto crc = static_cast<std::uint32_t>(::crc32(0, start, length + 4));
      if (crc != big_endian(bytes.substr(8 + length))) return std::nullopt;
      kept.append(bytes.substr(0, frame_of_chunk + length));
    }
    if (type == "IEND") return kept;
    bytes.remove_prefix(frame_of_chunk + length);
  }
  return std::nullopt;
}

}  // namespace siamrt::media
