#include "support/npz.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace siamrt::test {
namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

std::string read_entry(archive* reader) {
  std::string content;
  char piece[1 << 16];
  la_ssize_t n = 0;
  while ((n = archive_read_data(reader, piece, sizeof piece)) > 0)
    content.append(piece, static_cast<size_t>(n));
  if (n < 0) throw std::runtime_error(archive_error_string(reader));
  return content;
}

std::string between(const std::string& text, const std::string& from, char to) {
  const size_t start = text.find(from);
  if (start == std::string::npos) throw std::runtime_error("npy header: " + text);
  const size_t begin = start + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

NpyArray parse_npy(const std::string& content) {
  if (content.compare(0, 6, "\x93NUMPY") != 0) throw std::runtime_error("no npy array");
  const bool wide = content[6] > 1;
  size_t length =
      static_cast<unsigned char>(content[8]) + 256u * static_cast<unsigned char>(content[9]);
  if (wide) length += 65536u * static_cast<unsigned char>(content[10]);
  const size_t start = wide ? 12 : 10;
  const std::string header = content.substr(start, length);
  NpyArray array;
  array.dtype = between(header, "'descr': '", '\'');
  std::string shape = between(header, "'shape': (", ')');
  for (size_t at = 0; at < shape.size();) {
    const size_t end = std::min(shape.find(',', at), shape.size());
    if (end > at && shape.find_first_of("0123456789", at) < end)
      array.shape.push_back(std::stoul(shape.substr(at, end - at)));
    at = end + 1;
  }
  array.bytes = content.substr(start + length);
  return array;
}

template <typename T>
std::vector<double> widen(const std::string& bytes, size_t count) {
  std::vector<double> values(count);
  for (size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = static_cast<double>(value);
  }
  return values;
}

}  // namespace

size_t NpyArray::size() const {
  size_t n = 1;
  for (const size_t side : shape) n *= side;
  return n;
}

std::vector<double> NpyArray::as_double() const {
  if (dtype == "<f4") return widen<float>(bytes, size());
  if (dtype == "<f8") return widen<double>(bytes, size());
  if (dtype == "<i4") return widen<std::int32_t>(bytes, size());
  if (dtype == "<i8") return widen<std::int64_t>(bytes, size());
  if (dtype == "<u4") return widen<std::uint32_t>(bytes, size());
  if (dtype == "|u1" || dtype == "|b1") return widen<std::uint8_t>(bytes, size());
  throw std::runtime_error("npy type " + dtype);
}

std::vector<std::uint8_t> NpyArray::as_bytes() const {
  if (dtype != "|u1") throw std::runtime_error("npy type " + dtype + ", expected |u1");
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size())};
}

std::map<std::string, NpyArray> read_npz(const std::string& path) {
  Reader reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    throw std::runtime_error(path + ": " + archive_error_string(reader.get()));
  }
  std::map<std::string, NpyArray> arrays;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    std::string name = archive_entry_pathname(entry);
    name.resize(name.size() - std::strlen(".npy"));
    arrays[name] = parse_npy(read_entry(reader.get()));
  }
  return arrays;
}

std::string read_text(const std::string& path) {
  Reader reader(archive_read_new(), archive_read_free);
  archive_read_support_filter_all(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_read_support_format_empty(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    throw std::runtime_error(path + ": " + archive_error_string(reader.get()));
  }
  if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) return {};
  return read_entry(reader.get());
}

}  // namespace siamrt::test
