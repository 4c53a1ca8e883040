#include "eval/mat_file.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

// Layout of level 5 files: MathWorks, MAT-File Format, chapter 1. Little-endian only, which is what
// every machine of the last twenty years writes.

namespace siamrt::eval {
namespace {

constexpr std::size_t header_bytes = 128;
constexpr std::size_t most_unpacked = 256U << 20U;
constexpr int deepest = 16;

enum Type : std::uint32_t {
  int8 = 1,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  single,
  real = 9,
  int64 = 12,
  uint64,
  matrix,
  compressed,
  utf8,
  utf16,
  utf32
};
enum Class : std::uint8_t {
  cell_class = 1,
  struct_class = 2,
  char_class = 4,
  double_class = 6,
  last_numeric_class = 15
};

/// A matrix as far as results need it.
struct Array {
  std::uint8_t kind = 0;
  std::string name;
  std::vector<std::size_t> size;
  std::vector<double> numbers;                      ///< numeric and char, columns first
  std::vector<Array> cells;                         ///< of a cell
  std::vector<std::map<std::string, Array>> items;  ///< of a structure array
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& place) : rest_(bytes), place_(place) {}

  bool done() const noexcept { return rest_.empty(); }

  /// Tag and content of the next element; content is padded to 8 bytes but in small elements.
  std::pair<std::uint32_t, std::string_view> element(bool padded = true) {
    const std::uint32_t word = take_word();
    if (word >> 16U != 0) {  // small element: size and type in one word
      const std::size_t size = word >> 16U;
      if (size > 4) fail("a damaged element");
      const std::string_view content = take(4).substr(0, size);
      return {word & 0xFFFFU, content};
    }
    const std::size_t size = take_word();
    const std::string_view content = take(size);
    if (padded) rest_.remove_prefix(std::min((8 - size % 8) % 8, rest_.size()));
    return {word, content};
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Error::Kind::input, fmt::format("{}: {} in this MAT file", place_, what));
  }

 private:
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) fail("the end comes too early");
    const std::string_view part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return part;
  }

  std::uint32_t take_word() {
    std::uint32_t word = 0;
    std::memcpy(&word, take(4).data(), 4);
    return word;
  }

  std::string_view rest_;
  const std::string& place_;
};

template <typename Number>
void append(std::vector<double>& out, std::string_view bytes) {
  for (std::size_t i = 0; i + sizeof(Number) <= bytes.size(); i += sizeof(Number)) {
    Number value;
    std::memcpy(&value, bytes.data() + i, sizeof value);
    out.push_back(static_cast<double>(value));
  }
}

std::vector<double> numbers(std::uint32_t type, std::string_view bytes, const Reader& reader) {
  std::vector<double> out;
  switch (type) {
    case int8:
      append<std::int8_t>(out, bytes);
      break;
    case uint8:
    case utf8:
      append<std::uint8_t>(out, bytes);
      break;
    case int16:
      append<std::int16_t>(out, bytes);
      break;
    case uint16:
    case utf16:
      append<std::uint16_t>(out, bytes);
      break;
    case int32:
      append<std::int32_t>(out, bytes);
      break;
    case uint32:
    case utf32:
      append<std::uint32_t>(out, bytes);
      break;
    case int64:
      append<std::int64_t>(out, bytes);
      break;
    case uint64:
      append<std::uint64_t>(out, bytes);
      break;
    case single:
      append<float>(out, bytes);
      break;
    case real:
      append<double>(out, bytes);
      break;
    default:
      reader.fail(fmt::format("numbers of the unknown type {}", type));
  }
  return out;
}

std::string unpack(std::string_view packed, const Reader& reader) {
  std::string out(std::min(most_unpacked, packed.size() * 8 + 1024), '\0');
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) reader.fail("zlib does not start");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int code = Z_OK;
  while (code == Z_OK) {
    if (stream.total_out == out.size()) {
      if (out.size() >= most_unpacked) break;
      out.resize(std::min(most_unpacked, out.size() * 2));
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + stream.total_out);
    stream.avail_out = static_cast<uInt>(out.size() - stream.total_out);
    code = inflate(&stream, Z_NO_FLUSH);
  }
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (code != Z_STREAM_END) reader.fail("damaged compressed data");
  return out;
}

Array read_array(std::string_view bytes, const std::string& place, int depth);

void read_structure(Array& array, Reader& reader, std::size_t count, const std::string& place,
                    int depth) {
  const auto [size_type, size_bytes] = reader.element();
  const std::vector<double> width = numbers(size_type, size_bytes, reader);
  const auto [names_type, names] = reader.element();
  if (names_type != int8 || width.empty() || !(width[0] >= 1 && width[0] <= 1024))
    reader.fail("a structure without fields");
  const auto step = static_cast<std::size_t>(width[0]);
  array.items.resize(count);
  for (std::size_t item = 0; item < count; ++item) {
    for (std::size_t at = 0; at + step <= names.size(); at += step) {
      std::string name(names.substr(at, step));
      name.resize(std::min(name.find('\0'), name.size()));
      const auto [type, content] = reader.element();
      if (type != matrix) reader.fail("a field that is no matrix");
      array.items[item][name] = read_array(content, place, depth + 1);
    }
  }
}

Array read_array(std::string_view bytes, const std::string& place, int depth) {
  Array array;
  if (bytes.empty()) return array;  // an empty field
  Reader reader(bytes, place);
  if (depth > deepest) reader.fail("arrays nested too deeply");
  const std::vector<double> flags = [&] {
    const auto [type, content] = reader.element();
    return numbers(type, content, reader);
  }();
  if (flags.empty() || !(flags[0] >= 0 && flags[0] < 4294967296.0))
    reader.fail("a matrix without flags");
  array.kind = static_cast<std::uint8_t>(static_cast<std::uint32_t>(flags[0]) & 0xFFU);
  const auto [dims_type, dims] = reader.element();
  std::size_t count = 1;
  for (const double side : numbers(dims_type, dims, reader)) {
    if (!(side >= 0 && side <= 1e8)) reader.fail("a matrix of impossible size");
    array.size.push_back(static_cast<std::size_t>(side));
    count *= array.size.back();
    if (count > most_unpacked / 8) reader.fail("a matrix of impossible size");
  }
  array.name = std::string(reader.element().second);
  if (array.kind == cell_class) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto [type, content] = reader.element();
      if (type != matrix) reader.fail("a cell that is no matrix");
      array.cells.push_back(read_array(content, place, depth + 1));
    }
  } else if (array.kind == struct_class) {
    if (count > bytes.size()) reader.fail("a structure array of impossible size");
    read_structure(array, reader, count, place, depth);
  } else if (array.kind == char_class ||
             (array.kind >= double_class && array.kind <= last_numeric_class)) {
    const auto [type, content] = reader.element();
    array.numbers = numbers(type, content, reader);
  }
  return array;
}

/// The variable of this name among the top elements.
std::optional<Array> find_variable(const std::string& bytes, const std::string& name,
                                   const std::string& place) {
  Reader top(std::string_view(bytes).substr(header_bytes), place);
  while (!top.done()) {
    auto [type, content] = top.element(false);
    std::string unpacked;
    if (type == compressed) {
      unpacked = unpack(content, top);
      const auto inner = Reader(unpacked, place).element();
      type = inner.first;
      content = inner.second;
    }
    if (type != matrix) continue;
    Array array = read_array(content, place, 0);
    if (array.name == name) return array;
  }
  return std::nullopt;
}

std::string text_of(const Array& array) {
  std::string text;
  for (const double c : array.numbers) {
    text.push_back(c >= ' ' && c <= '~' ? static_cast<char>(c) : '?');
  }
  return text;
}

}  // namespace

ResultBoxes read_mat_boxes(const std::string& bytes, const std::string& place) {
  const auto fail = [&](const std::string& what) {
    throw Error(Error::Kind::input, fmt::format("{}: {}", place, what));
  };
  if (bytes.size() < header_bytes || bytes.compare(126, 2, "IM") != 0) {
    fail("no MAT file of level 5 (little-endian)");
  }
  const auto results = find_variable(bytes, "results", place);
  if (!results) fail("no variable 'results' in it");
  const Array* entry = &*results;
  if (entry->kind == cell_class && !entry->cells.empty()) entry = &entry->cells[0];
  if (entry->items.empty()) fail("'results' is no cell of structures");
  const auto& fields = entry->items[0];
  const auto type = fields.find("type");
  if (type != fields.end() && text_of(type->second) != "rect") {
    fail(fmt::format("results of type '{}', expected rect", text_of(type->second)));
  }
  const auto res = fields.find("res");
  if (res == fields.end() || res->second.size.size() != 2 || res->second.size[1] != 4 ||
      res->second.numbers.size() != res->second.size[0] * 4) {
    fail("'results' has no field res of N x 4 numbers");
  }
  const std::size_t rows = res->second.size[0];
  const std::vector<double>& n = res->second.numbers;
  ResultBoxes out;
  out.whole_numbers = false;
  for (std::size_t i = 0; i < rows; ++i) {
    out.boxes.push_back({n[i], n[rows + i], n[2 * rows + i], n[3 * rows + i]});
  }
  return out;
}

}  // namespace siamrt::eval
