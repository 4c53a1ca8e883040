#include "bench/pack.hpp"

#include "core/atomic_file.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <memory>

namespace siamrt::bench {
namespace {

constexpr long fixed_time = 315619200;  // 1980-01-02, the first day that a zip can hold anywhere
const std::string top = "results/";

la_ssize_t append(archive* /*writer*/, void* to, const void* bytes, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

class Zip {
 public:
  Zip() : writer_(archive_write_new(), archive_write_free) {
    check(archive_write_set_format_zip(writer_.get()));
    check(archive_write_set_bytes_in_last_block(writer_.get(), 1));
    check(archive_write_open(writer_.get(), &bytes_, nullptr, append, nullptr));
  }

  void add(const std::string& name, const std::string& content) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), fixed_time, 0);
    check(archive_write_header(writer_.get(), entry.get()));
    if (archive_write_data(writer_.get(), content.data(), content.size()) < 0) check(ARCHIVE_FATAL);
  }

  std::string close() {
    check(archive_write_close(writer_.get()));
    return std::move(bytes_);
  }

 private:
  void check(int code) {
    if (code >= ARCHIVE_WARN) return;
    throw Error(Error::Kind::system,
                fmt::format("upload archive: {}", archive_error_string(writer_.get())));
  }

  std::string bytes_;
  std::unique_ptr<archive, decltype(&archive_write_free)> writer_;
};

}  // namespace

bool can_pack(const std::string& dataset) noexcept {
  return dataset == "got10k_test" || dataset == "trackingnet";
}

std::string pack_results(const std::string& run_folder, Layout layout,
                         const std::vector<std::string>& sequences, int repetitions) {
  Zip zip;
  const auto add = [&](const std::string& path) {
    zip.add(path.substr(top.size()), core::read_file(run_folder + "/" + path));
  };
  for (const std::string& sequence : sequences) {
    for (int r = 1; r <= repetitions; ++r) add(result_path(layout, sequence, r, repetitions));
    if (layout == Layout::got10k) add(times_path(layout, sequence));
  }
  return zip.close();
}

}  // namespace siamrt::bench
