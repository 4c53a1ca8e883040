#include "ui/pack.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace siamrt::ui {
namespace {

struct WriterCloser {
  void operator()(archive* writer) const noexcept { archive_write_free(writer); }
};
struct EntryCloser {
  void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

la_ssize_t append(archive*, void* text, const void* bytes, std::size_t count) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(bytes), count);
  return static_cast<la_ssize_t>(count);
}

void check(archive* writer, int code) {
  if (code == ARCHIVE_OK) return;
  const char* why = archive_error_string(writer);
  throw Error(Error::Kind::system, fmt::format("zip: {}", why == nullptr ? "cannot be made" : why));
}

}  // namespace

std::string zip_of(const std::vector<session::SavedFile>& files) {
  std::string bytes;
  const std::unique_ptr<archive, WriterCloser> writer(archive_write_new());
  check(writer.get(), archive_write_set_format_zip(writer.get()));
  archive_write_set_bytes_in_last_block(writer.get(), 1);  // no padding behind the end
  check(writer.get(), archive_write_open(writer.get(), &bytes, nullptr, append, nullptr));
  for (const session::SavedFile& file : files) {
    const std::unique_ptr<archive_entry, EntryCloser> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), file.name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    check(writer.get(), archive_write_header(writer.get(), entry.get()));
    archive_write_data(writer.get(), file.content.data(), file.content.size());
  }
  check(writer.get(), archive_write_close(writer.get()));
  return bytes;
}

}  // namespace siamrt::ui
