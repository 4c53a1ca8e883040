#include "core/natural_order.hpp"
#include "media/image_files.hpp"
#include "media/image_reader.hpp"
#include "media/image_source.hpp"
#include "media/sources.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>

namespace siamrt::media {
namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

struct Entry {
  std::string name;
  std::string bytes;
};

[[noreturn]] void fail(const std::string& path, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}: {}", path, problem));
}

std::string text_of(archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "unknown" : text;
}

bool wanted(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG || !is_image_name(name))
    return false;
  const std::string text = name;
  const std::size_t slash = text.rfind('/');
  return text[slash == std::string::npos ? 0 : slash + 1] != '.';
}

std::string bytes_of(archive* reader, const std::string& path, std::size_t room) {
  std::string bytes;
  std::string piece(1 << 16, '\0');
  la_ssize_t n = 0;
  while ((n = archive_read_data(reader, piece.data(), piece.size())) > 0) {
    bytes.append(piece, 0, static_cast<std::size_t>(n));
    if (bytes.size() > room)
      fail(path, "holds more than 4 GiB of images; unpack it and give the folder");
  }
  if (n < 0) fail(path, fmt::format("cannot read: {}", text_of(reader)));
  return bytes;
}

/// The images as they lie in the archive, still encoded: an archive can be read from front to back
/// only, and the names need not be in order.
std::vector<Entry> load(const std::string& path) {
  constexpr std::size_t most_bytes = std::size_t{4} << 30;
  const Reader reader(archive_read_new(), archive_read_free);
  archive_read_support_filter_all(reader.get());
  archive_read_support_format_tar(reader.get());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    fail(path, fmt::format("no archive that can be read: {}", text_of(reader.get())));
  }
  std::vector<Entry> entries;
  std::size_t total = 0;
  archive_entry* entry = nullptr;
  int code = ARCHIVE_OK;
  while ((code = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK ||
         code == ARCHIVE_WARN) {
    if (!wanted(entry)) continue;
    std::string name = archive_entry_pathname(entry);
    entries.push_back({std::move(name), bytes_of(reader.get(), path, most_bytes - total)});
    total += entries.back().bytes.size();
  }
  if (code != ARCHIVE_EOF) fail(path, fmt::format("cannot read: {}", text_of(reader.get())));
  if (entries.empty()) fail(path, fmt::format("no image in this archive ({})", image_extensions()));
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return core::natural_less(a.name, b.name); });
  return entries;
}

class ArchiveSource final : public ImageSource {
 public:
  explicit ArchiveSource(const std::string& path) : path_(path), entries_(load(path)) {
    require_one(path);
  }

 private:
  const Entry& at(std::int64_t index) const { return entries_[static_cast<std::size_t>(index)]; }
  std::int64_t size() const noexcept override { return static_cast<std::int64_t>(entries_.size()); }
  std::string name_of(std::int64_t index) const override {
    return fmt::format("{}:{}", path_, at(index).name);
  }
  std::optional<Frame> read(std::int64_t index) const override {
    return decode_image(at(index).bytes);
  }

  std::string path_;
  std::vector<Entry> entries_;
};

}  // namespace

std::unique_ptr<FrameSource> open_archive(const std::string& path) {
  return std::make_unique<ArchiveSource>(path);
}

}  // namespace siamrt::media
