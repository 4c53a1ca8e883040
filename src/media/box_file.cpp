#include "media/box_file.hpp"

#include "core/atomic_file.hpp"
#include "core/numbers.hpp"
#include "core/shown.hpp"
#include "media/text_lines.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::media {
namespace {

constexpr std::string_view expected = "expected x,y,w,h or x,y,w,h,score";

[[noreturn]] void fail(const std::string& place, std::size_t line, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}:{}: {}", place, line, problem));
}

bool is_heading(const std::vector<std::string_view>& parts) {
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || core::to_double(part).has_value();
  });
}

BoxLine box_of(const std::vector<std::string_view>& parts, const std::string& place,
               std::size_t line) {
  if (parts.size() != 4 && parts.size() != 5) {
    const std::string hint = parts.size() == 8 ? " (a polygon?)" : "";
    fail(place, line, fmt::format("{} numbers{}, {}", parts.size(), hint, expected));
  }
  std::vector<double> values;
  for (const std::string_view part : parts) {
    const auto value = core::to_double(part);
    if (!value)
      fail(place, line, fmt::format("'{}' is no number, {}", core::shown(part, 40), expected));
    values.push_back(*value);
  }
  BoxLine found;
  found.box = {values[0], values[1], values[2], values[3]};
  if (values.size() == 5) found.score = values[4];
  found.line = line;
  return found;
}

}  // namespace

std::string box_line(const Box& box, double score) {
  return fmt::format("{},{},{},{},{}", core::to_text(box.x), core::to_text(box.y),
                     core::to_text(box.w), core::to_text(box.h), core::to_text(score));
}

std::vector<BoxLine> parse_boxes(std::string_view text, const std::string& place) {
  std::vector<BoxLine> boxes;
  std::size_t empty_line = 0;  // one in the middle would move every later box to another frame
  bool heading_seen = false;
  TextLines lines(text);
  while (const auto line = lines.next()) {
    if (line->empty()) {
      if (empty_line == 0) empty_line = lines.number();
      continue;
    }
    if (line->front() == '#') continue;
    if (empty_line != 0 && !boxes.empty())
      fail(place, empty_line, fmt::format("empty line, {}", expected));
    empty_line = 0;
    const std::vector<std::string_view> parts = core::fields(*line);
    if (boxes.empty() && !heading_seen && is_heading(parts)) {
      heading_seen = true;
      continue;
    }
    boxes.push_back(box_of(parts, place, lines.number()));
  }
  if (boxes.empty())
    throw Error(Error::Kind::input, fmt::format("{}: holds no box, {}", place, expected));
  return boxes;
}

std::vector<BoxLine> read_boxes(const std::string& path) {
  return parse_boxes(core::read_file(path), path);
}

}  // namespace siamrt::media
