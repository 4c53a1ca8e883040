#include "eval/result_text.hpp"

#include "core/numbers.hpp"
#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace siamrt::eval {
namespace {

constexpr std::size_t most_numbers = 64;

bool separates(char c) noexcept {
  return c == ',' || c == ';' || c == '\t' || c == ' ' || c == '\r';
}

/// Goes through a text line by line without copying.
class Lines {
 public:
  explicit Lines(std::string_view text) noexcept : rest_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest_.substr(0, byte_order_mark.size()) == byte_order_mark) {
      rest_.remove_prefix(byte_order_mark.size());
    }
  }

  bool next(std::string_view& line) noexcept {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }

  std::size_t number() const noexcept { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// The numbers of one line; `count` is more than the array holds where there are too many.
struct Row {
  std::array<double, most_numbers> numbers{};
  std::size_t count = 0;
  bool tabs = false;
};

[[noreturn]] void fail(const std::string& place, std::size_t line, const std::string& what) {
  throw Error(Error::Kind::input, fmt::format("{}:{}: {}", place, line, what));
}

/// Reads one number at `at`; false where there is none.
bool read_number(const char*& at, const char* end, double& value) noexcept {
  const char* start = at;
  if (start < end && *start == '+') ++start;
  const auto [stop, code] = std::from_chars(start, end, value);
  if (code == std::errc::result_out_of_range) {
    value = *start == '-' ? -HUGE_VAL : HUGE_VAL;
  } else if (code != std::errc()) {
    return false;
  }
  if (stop < end && !separates(*stop)) return false;
  at = stop;
  return true;
}

/// Between two numbers: at most one comma or semicolon, any blanks. False for two in a row.
bool skip_separator(const char*& at, const char* end, bool& tabs) noexcept {
  int commas = 0;
  for (; at < end && separates(*at); ++at) {
    commas += *at == ',' || *at == ';';
    tabs = tabs || *at == '\t';
  }
  return commas <= 1;
}

Row read_row(std::string_view line, const std::string& place, std::size_t number) {
  Row row;
  const char* at = line.data();
  const char* const end = at + line.size();
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) ++at;
  while (at < end) {
    double value = 0;
    if (!read_number(at, end, value)) {
      fail(place, number,
           fmt::format("'{}' is no row of numbers, expected x,y,w,h", core::shown(line, 60)));
    }
    if (row.count < most_numbers) row.numbers[row.count] = value;
    ++row.count;
    if (!skip_separator(at, end, row.tabs)) {
      fail(place, number,
           fmt::format("'{}': an empty place between two separators", core::shown(line, 60)));
    }
  }
  return row;
}

/// Smallest box that holds the four corners of a row of 8 numbers.
Box extent(const Row& row) {
  double left = row.numbers[0], top = row.numbers[1], right = left, bottom = top;
  for (std::size_t i = 2; i < 8; i += 2) {
    left = std::min(left, row.numbers[i]);
    right = std::max(right, row.numbers[i]);
    top = std::min(top, row.numbers[i + 1]);
    bottom = std::max(bottom, row.numbers[i + 1]);
  }
  return {left, top, right - left, bottom - top};
}

bool is_whole(double value) noexcept { return value == std::nearbyint(value); }

/// Says each kind of oddity once, for its first line.
class Oddities {
 public:
  Oddities(std::vector<std::string>& warnings, const std::string& place)
      : warnings_(warnings), place_(place) {}

  void note(bool& said, std::size_t line, const std::string& what) {
    if (!said) warnings_.push_back(fmt::format("{}:{}: {}", place_, line, what));
    said = true;
  }

  bool blank = false;
  bool polygon = false;
  bool more = false;
  bool unbounded = false;

 private:
  std::vector<std::string>& warnings_;
  const std::string& place_;
};

Box box_of(const Row& row, std::size_t line, const std::string& place, Oddities& odd) {
  if (row.count < 4) {
    fail(place, line,
         fmt::format("{} number{}, expected 4 (x,y,w,h)", row.count, row.count == 1 ? "" : "s"));
  }
  if (row.count == 8) {
    odd.note(odd.polygon, line, "8 numbers: taken as the extent of a polygon");
    return extent(row);
  }
  if (row.count > 4) {
    odd.note(odd.more, line, fmt::format("{} numbers: the first 4 are taken", row.count));
  }
  return {row.numbers[0], row.numbers[1], row.numbers[2], row.numbers[3]};
}

}  // namespace

ResultBoxes parse_result_boxes(std::string_view text, const std::string& place) {
  ResultBoxes out;
  out.boxes.reserve(text.size() / 24);
  Oddities odd(out.warnings, place);
  Lines lines(text);
  std::string_view line;
  std::size_t blank_line = 0;
  while (lines.next(line)) {
    const Row row = read_row(line, place, lines.number());
    if (row.count == 0) {
      if (blank_line == 0) blank_line = lines.number();
      continue;
    }
    if (blank_line != 0) {
      odd.note(odd.blank, blank_line, "a blank line between rows: passed over");
      blank_line = 0;
    }
    const Box box = box_of(row, lines.number(), place, odd);
    if (!std::isfinite(box.x + box.y + box.w + box.h)) {
      odd.note(odd.unbounded, lines.number(), "NaN or infinity in a box");
    }
    out.tabs = out.tabs || row.tabs;
    out.whole_numbers = out.whole_numbers && is_whole(box.x) && is_whole(box.y) &&
                        is_whole(box.w) && is_whole(box.h);
    out.boxes.push_back(box);
  }
  if (out.boxes.empty()) out.warnings.push_back(place + ": no boxes in it");
  return out;
}

std::vector<std::string> parse_result_lines(std::string_view text) {
  std::vector<std::string> out;
  Lines lines(text);
  std::string_view line;
  while (lines.next(line)) out.emplace_back(core::trim(line));
  while (!out.empty() && out.back().empty()) out.pop_back();
  return out;
}

std::vector<std::vector<double>> parse_times(std::string_view text, const std::string& place) {
  std::vector<std::vector<double>> columns;
  Lines lines(text);
  std::string_view line;
  while (lines.next(line)) {
    const Row row = read_row(line, place, lines.number());
    if (row.count == 0) continue;
    if (row.count > most_numbers || (!columns.empty() && row.count != columns.size())) {
      fail(place, lines.number(),
           fmt::format("{} numbers, expected {}", row.count, columns.empty() ? 1 : columns.size()));
    }
    columns.resize(row.count);
    for (std::size_t i = 0; i < row.count; ++i) columns[i].push_back(row.numbers[i]);
  }
  return columns;
}

}  // namespace siamrt::eval
