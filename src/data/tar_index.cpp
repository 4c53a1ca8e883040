#include "data/tar_index.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace siamrt::data {
namespace {

constexpr std::uint64_t block = 512;
constexpr std::uint64_t most_extra = 1 << 20;  // bytes of a long name or a pax header

[[noreturn]] void fail(const RawFile& file, std::uint64_t offset, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}: at byte {}: {}", file.path(), offset, problem));
}

/// A field up to its NUL.
std::string text_field(const std::string& header, std::size_t start, std::size_t length) {
  const std::string field = header.substr(start, length);
  return field.substr(0, field.find('\0'));
}

/// Octal digits, or GNU's base 256 where the first bit is set.
std::optional<std::uint64_t> number_field(const std::string& header, std::size_t start,
                                          std::size_t length) {
  std::uint64_t value = 0;
  if ((static_cast<unsigned char>(header[start]) & 0x80U) != 0) {
    for (std::size_t i = start + length - 8; i < start + length; ++i)
      value = value << 8U | static_cast<unsigned char>(header[i]);
    return value;
  }
  const std::string field = text_field(header, start, length);
  const std::size_t first = field.find_first_not_of(' ');
  if (first == std::string::npos) return 0;
  const char* end = field.data() + field.size();
  const auto [rest, code] = std::from_chars(field.data() + first, end, value, 8);
  if (code != std::errc() || (rest != end && *rest != ' ')) return std::nullopt;
  return value;
}

bool checksum_fits(const std::string& header) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(header[i]);
  }
  return number_field(header, 148, 8) == sum;
}

/// What an extended header says about the next file.
struct Extra {
  std::string path;
  std::optional<std::uint64_t> size;
};

/// Records `LENGTH key=value\n` of a pax header.
void read_pax(const std::string& text, Extra& extra) {
  std::size_t start = 0;
  while (start < text.size()) {
    std::size_t length = 0;
    const auto [rest, code] =
        std::from_chars(text.data() + start, text.data() + text.size(), length);
    if (code != std::errc() || length < 5 || length > text.size() - start) return;
    const auto digits = static_cast<std::size_t>(rest - (text.data() + start));
    if (digits + 2 > length) return;
    const std::string record = text.substr(start + digits + 1, length - digits - 2);
    const std::size_t equals = record.find('=');
    if (equals != std::string::npos) {
      const std::string key = record.substr(0, equals);
      const std::string value = record.substr(equals + 1);
      if (key == "path") extra.path = value;
      std::uint64_t size = 0;
      if (key == "size" &&
          std::from_chars(value.data(), value.data() + value.size(), size).ec == std::errc())
        extra.size = size;
    }
    start += length;
  }
}

std::string path_of(const std::string& header) {
  const std::string name = text_field(header, 0, 100);
  const bool posix = header.compare(257, 6, std::string("ustar\0", 6)) == 0;
  const std::string prefix = posix ? text_field(header, 345, 155) : "";
  return prefix.empty() ? name : prefix + "/" + name;
}

}  // namespace

std::vector<Member> tar_index(const RawFile& file) {
  std::vector<Member> members;
  Extra extra;
  std::uint64_t offset = 0;
  while (offset < file.size()) {
    const std::string header = file.read(offset, block);
    if (header.find_first_not_of('\0') == std::string::npos) break;  // the end mark
    const auto field = number_field(header, 124, 12);
    if (!checksum_fits(header) || !field) {
      fail(file, offset, "no tar header; is it compressed, or damaged?");
    }
    const char type = header[156];
    const std::uint64_t size = extra.size.value_or(*field);
    const std::uint64_t content = offset + block;
    if (size > file.size() - std::min(content, file.size())) {
      fail(file, offset,
           fmt::format("cut short: the file {} needs {} bytes", path_of(header), size));
    }
    const bool extends = type == 'L' || type == 'x';
    if (extends && size > most_extra) fail(file, offset, "an extended header of more than 1 MiB");
    if (type == 'L') {
      extra.path = file.read(content, size);
      extra.path.resize(std::min(extra.path.find('\0'), extra.path.size()));
    } else if (type == 'x') {
      read_pax(file.read(content, size), extra);
    } else if (type != 'g') {
      if (type == '0' || type == '\0' || type == '7') {
        members.push_back({extra.path.empty() ? path_of(header) : extra.path, content, size, size});
      }
      extra = {};
    }
    offset = content + (size + block - 1) / block * block;
  }
  return members;
}

}  // namespace siamrt::data
