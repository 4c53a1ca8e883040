#include "data/annotation_cache.hpp"

#include "core/atomic_file.hpp"
#include "core/digest.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace siamrt::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_text = std::size_t{1}
                                  << 31;  // unpacked; a small file may hide a huge one

[[noreturn]] void fail(const std::string& path, archive* reader) {
  const char* text = archive_error_string(reader);
  throw Error(Error::Kind::input,
              fmt::format("{}: cannot unpack: {}", path, text == nullptr ? "unknown fault" : text));
}

std::string unpack(const std::string& packed, const std::string& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> reader(archive_read_new(),
                                                                      archive_read_free);
  archive_read_support_filter_xz(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), packed.data(), packed.size()) != ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
    fail(path, reader.get());
  std::string text;
  std::string piece(1 << 18, '\0');
  la_ssize_t n = 0;
  while ((n = archive_read_data(reader.get(), piece.data(), piece.size())) > 0) {
    text.append(piece, 0, static_cast<std::size_t>(n));
    if (text.size() > most_text)
      throw Error(Error::Kind::input, fmt::format("{}: unpacks to more than 2 GiB", path));
  }
  if (n < 0) fail(path, reader.get());
  return text;
}

/// FNV-1a over words of eight bytes: tells a damaged entry at the speed of memory.
std::uint64_t checksum(std::string_view text) noexcept {
  std::uint64_t sum = 0xcbf29ce484222325ULL;
  const auto mix = [&](std::uint64_t word) { sum = (sum ^ word) * 0x100000001b3ULL; };
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    mix(word);
    text.remove_prefix(8);
  }
  for (const char c : text) mix(static_cast<unsigned char>(c));
  return sum;
}

/// An entry is the text followed by its checksum, 16 hex digits.
std::optional<std::string> kept(const std::string& entry) {
  std::error_code code;
  if (!fs::is_regular_file(entry, code)) return std::nullopt;
  try {
    std::string text = core::read_file(entry);
    if (text.size() < 16) return std::nullopt;
    const std::string sum = text.substr(text.size() - 16);
    text.resize(text.size() - 16);
    if (fmt::format("{:016x}", checksum(text)) != sum) return std::nullopt;
    return text;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void keep(const std::string& folder, const std::string& entry, const std::string& text) {
  try {
    fs::create_directories(folder);
    core::write_atomically(entry, text + fmt::format("{:016x}", checksum(text)));
  } catch (const std::exception&) {  // a full disk or a read-only home: nothing is kept
  }
}

}  // namespace

std::string annotation_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && cache[0] == '/') return std::string(cache) + "/siamrt/annotations";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.cache/siamrt/annotations";
  return {};
}

std::string annotation_text(const std::string& path) {
  std::string content = core::read_file(path);
  if (std::string_view(content).substr(0, 6) != std::string_view("\xFD"
                                                                 "7zXZ\0",
                                                                 6))
    return content;
  const std::string folder = annotation_cache_folder();
  if (folder.empty()) return unpack(content, path);
  const std::string entry = folder + "/" + core::sha256(content) + ".json";
  if (auto text = kept(entry)) return std::move(*text);
  std::string text = unpack(content, path);
  keep(folder, entry, text);
  return text;
}

}  // namespace siamrt::data
