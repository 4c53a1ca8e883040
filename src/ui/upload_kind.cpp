#include "ui/upload_kind.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>

namespace siamrt::ui {
namespace {

bool has(std::string_view bytes, std::size_t at, std::string_view what) {
  return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

/// MPEG transport stream: the same byte every 188.
bool is_transport_stream(std::string_view bytes) {
  constexpr std::size_t packet = 188;
  constexpr char sync = 0x47;
  return bytes.size() > 2 * packet && bytes[0] == sync && bytes[packet] == sync &&
         bytes[2 * packet] == sync;
}

}  // namespace

bool is_clip_name(const std::string& name) {
  static constexpr std::array<const char*, 14> extensions = {
      ".mp4",  ".m4v", ".mov", ".mkv", ".avi", ".webm", ".mpg",
      ".mpeg", ".ts",  ".wmv", ".flv", ".zip", ".tar",  ".gif"};
  std::string extension = std::filesystem::path(name).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

bool begins_like_clip(std::string_view bytes) {
  constexpr std::size_t tar_mark = 257;
  constexpr std::array<std::string_view, 6> atoms = {"ftyp", "moov", "mdat",
                                                     "wide", "free", "skip"};
  const bool quicktime = std::any_of(atoms.begin(), atoms.end(),
                                     [&](std::string_view atom) { return has(bytes, 4, atom); });
  return quicktime || (has(bytes, 0, "RIFF") && has(bytes, 8, "AVI ")) ||
         has(bytes, 0, "\x1a\x45\xdf\xa3") ||                       // Matroska, WebM
         has(bytes, 0, std::string_view("\x00\x00\x01\xba", 4)) ||  // MPEG program stream
         has(bytes, 0, std::string_view("\x00\x00\x01\xb3", 4)) ||  // MPEG video
         has(bytes, 0, "\x30\x26\xb2\x75") ||                       // ASF, WMV
         has(bytes, 0, "FLV\x01") || has(bytes, 0, "GIF8") || has(bytes, 0, "PK\x03\x04") ||
         has(bytes, tar_mark, "ustar") || is_transport_stream(bytes);
}

bool looks_like_clip(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::array<char, 512> bytes{};
  stream.read(bytes.data(), bytes.size());
  return begins_like_clip({bytes.data(), static_cast<std::size_t>(stream.gcount())});
}

}  // namespace siamrt::ui
