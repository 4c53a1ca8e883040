#include "media/list_file.hpp"

#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::media {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_line = 4096;  // PATH_MAX of Linux: a longer line is no path

void check_line(std::string_view line, const std::string& place, std::size_t number) {
  if (line.find('\0') != std::string_view::npos) {
    throw Error(
        Error::Kind::input,
        fmt::format("{}:{}: a NUL byte, expected a list of image paths as text", place, number));
  }
  if (line.size() > longest_line) {
    throw Error(Error::Kind::input, fmt::format("{}:{}: {} bytes, a path has at most {}", place,
                                                number, line.size(), longest_line));
  }
}

}  // namespace

std::vector<ListEntry> parse_list(std::string_view text, const std::string& place) {
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    text.remove_prefix(byte_order_mark.size());
  }
  std::vector<ListEntry> entries;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = core::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    check_line(line, place, number);
    entries.push_back({std::string(line), number});
  }
  if (entries.empty()) {
    throw Error(Error::Kind::input,
                fmt::format("{}: names no image, expected one path a line", place));
  }
  return entries;
}

}  // namespace siamrt::media
