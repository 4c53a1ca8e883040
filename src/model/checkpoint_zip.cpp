#include "model/checkpoint_zip.hpp"

#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>

namespace siamrt::model {
namespace {

// Layout: PKWARE's APPNOTE.TXT 6.3, sections 4.3.6 to 4.3.16. libarchive would read these files
// too, but as a stream that is copied; here records are looked at where they lie.
constexpr std::size_t end_size = 22;
constexpr std::size_t longest_comment = 65535;
constexpr std::uint64_t in_zip64 = 0xFFFFFFFF;

struct Entry {
  std::string_view name;
  std::uint32_t flags = 0;
  std::uint32_t method = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint64_t header = 0;
};

class ZipReader {
 public:
  ZipReader(std::string_view bytes, const std::string& place) : bytes_(bytes), place_(place) {}

  ZipRecords read() {
    std::string_view directory = find_directory();
    ZipRecords records;
    std::string_view top;
    while (!directory.empty()) {
      const Entry entry = next_entry(directory);
      const std::size_t slash = entry.name.find('/');
      if (slash == std::string_view::npos)
        fail(fmt::format("no checkpoint: a zip with '{}' at its top", core::shown(entry.name)));
      if (top.empty()) top = entry.name.substr(0, slash);
      if (entry.name.substr(0, slash) != top)
        fail("no checkpoint: a zip with several folders at its top");
      const std::string_view name = entry.name.substr(slash + 1);
      const std::string_view found = is_wanted(name) ? content(entry) : std::string_view();
      if (!records.emplace(name, found).second)
        fail(fmt::format("damaged: two records are called {}", core::shown(name)));
    }
    return records;
  }

 private:
  /// The rest (code of an archive, ids) may be packed and is not looked at.
  static bool is_wanted(std::string_view name) {
    return name == "data.pkl" || name == "byteorder" || name.substr(0, 5) == "data/";
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(Error::Kind::input, fmt::format("{}: {}", place_, problem));
  }

  std::uint64_t little(std::string_view from, std::size_t at, int count) const {
    if (at + static_cast<std::size_t>(count) > from.size())
      fail("damaged: a header of its zip is cut short");
    std::uint64_t number = 0;
    for (int i = count - 1; i >= 0; --i)
      number = number << 8U | static_cast<unsigned char>(from[at + static_cast<std::size_t>(i)]);
    return number;
  }

  std::string_view part(std::uint64_t at, std::uint64_t size, const char* what) const {
    if (at > bytes_.size() || size > bytes_.size() - at)
      fail(fmt::format("damaged: {} lies outside the file", what));
    return bytes_.substr(at, size);
  }

  std::string_view find_directory() const {
    const std::size_t tail = std::min(bytes_.size(), end_size + longest_comment);
    const std::string_view end = bytes_.substr(bytes_.size() - tail);
    const std::size_t found = end.rfind("PK\x05\x06");
    if (found == std::string_view::npos || end.size() - found < end_size ||
        end.size() - found - end_size < little(end, found + 20, 2)) {
      fail("truncated: its zip has no directory at the end");
    }
    std::uint64_t size = little(end, found + 12, 4), at = little(end, found + 16, 4);
    constexpr std::size_t locator_size = 20;
    const std::size_t position = bytes_.size() - tail + found;
    if ((size == in_zip64 || at == in_zip64) && position >= locator_size) {
      const std::string_view locator = bytes_.substr(position - locator_size, locator_size);
      if (locator.substr(0, 4) == "PK\x06\x07") {
        constexpr std::size_t record_size = 56;
        const std::string_view record =
            part(little(locator, 8, 8), record_size, "its zip64 directory");
        if (record.substr(0, 4) != "PK\x06\x06") fail("damaged: a wrong zip64 directory");
        size = little(record, 40, 8);
        at = little(record, 48, 8);
      }
    }
    return part(at, size, "its zip's directory");
  }

  Entry next_entry(std::string_view& directory) const {
    constexpr std::size_t fixed = 46;
    if (directory.substr(0, 4) != "PK\x01\x02") fail("damaged: a wrong entry in its zip directory");
    Entry entry;
    entry.flags = static_cast<std::uint32_t>(little(directory, 8, 2));
    entry.method = static_cast<std::uint32_t>(little(directory, 10, 2));
    entry.crc = static_cast<std::uint32_t>(little(directory, 16, 4));
    entry.packed = little(directory, 20, 4);
    entry.size = little(directory, 24, 4);
    entry.header = little(directory, 42, 4);
    const std::size_t name = little(directory, 28, 2), extra = little(directory, 30, 2);
    const std::size_t whole = fixed + name + extra + little(directory, 32, 2);
    if (whole > directory.size()) fail("damaged: an entry of its zip directory is cut short");
    entry.name = directory.substr(fixed, name);
    read_zip64(directory.substr(fixed + name, extra), entry);
    directory.remove_prefix(whole);
    return entry;
  }

  /// Fields that do not fit 32 bits are in the extra field 1, in this order, only where needed.
  void read_zip64(std::string_view extra, Entry& entry) const {
    while (extra.size() >= 4) {
      const std::uint64_t id = little(extra, 0, 2);
      const std::size_t size = std::min<std::size_t>(little(extra, 2, 2), extra.size() - 4);
      const std::string_view fields = extra.substr(4, size);
      std::size_t at = 0;
      for (std::uint64_t* field : {&entry.size, &entry.packed, &entry.header}) {
        if (id != 1 || *field != in_zip64) continue;
        *field = little(fields, at, 8);
        at += 8;
      }
      extra.remove_prefix(4 + size);
    }
  }

  std::string_view content(const Entry& entry) const {
    const std::string name = core::shown(entry.name);
    if ((entry.flags & 1U) != 0) fail(fmt::format("record {} is encrypted", name));
    if (entry.method != 0 || entry.packed != entry.size)
      fail(fmt::format("record {} is compressed, expected one stored as torch.save does", name));
    constexpr std::size_t fixed = 30;
    const std::string_view header = part(entry.header, fixed, "a record");
    if (header.substr(0, 4) != "PK\x03\x04")
      fail(fmt::format("damaged: no record {} where its zip's directory says", name));
    const std::uint64_t start =
        entry.header + fixed + little(header, 26, 2) + little(header, 28, 2);
    const std::string_view found = part(start, entry.size, "a record");
    if (crc_of(found) != entry.crc) fail(fmt::format("damaged: record {} has a wrong CRC", name));
    return found;
  }

  static std::uint32_t crc_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }

  std::string_view bytes_;
  const std::string& place_;
};

}  // namespace

ZipRecords read_zip(std::string_view bytes, const std::string& place) {
  return ZipReader(bytes, place).read();
}

}  // namespace siamrt::model
