#include "media/list_file.hpp"

#include "media/text_lines.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::media {
namespace {

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
  std::vector<ListEntry> entries;
  TextLines lines(text);
  while (const auto line = lines.next()) {
    if (line->empty() || line->front() == '#') continue;
    check_line(*line, place, lines.number());
    entries.push_back({std::string(*line), lines.number()});
  }
  if (entries.empty()) {
    throw Error(Error::Kind::input,
                fmt::format("{}: names no image, expected one path a line", place));
  }
  return entries;
}

}  // namespace siamrt::media
