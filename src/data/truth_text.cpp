#include "data/truth_text.hpp"

#include "core/numbers.hpp"
#include "core/shown.hpp"
#include "data/annotations.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <cmath>

namespace siamrt::data {
namespace {

constexpr const char* right_rows = "expected 4 (x,y,w,h) or 8 (four corners)";

[[noreturn]] void fail(const std::string& place, std::size_t line, const std::string& problem) {
  throw Error(Error::Kind::input, fmt::format("{}:{}: {}", place, line, problem));
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }

/// Separators seen in a file, one bit each.
struct Seen {
  bool comma = false, semicolon = false, tab = false, blank = false;

  std::string name() const {
    const int kinds = comma + semicolon + tab + blank;
    if (kinds > 1) return "mixed";
    return comma ? "comma" : semicolon ? "semicolon" : tab ? "tab" : blank ? "blank" : "none";
  }
};

/// The numbers of a line, one after the other.
class Line {
 public:
  Line(std::string_view text, const std::string& place, std::size_t number)
      : at_(text.data()), end_(text.data() + text.size()), place_(place), number_(number) {}

  bool ended() {
    while (at_ != end_ && is_blank(*at_)) ++at_;
    return at_ == end_;
  }

  double value() {
    const char* start = at_ != end_ && *at_ == '+' ? at_ + 1 : at_;
    double found = 0;
    const auto [rest, code] = std::from_chars(start, end_, found);
    const bool cut = rest != end_ && !is_blank(*rest) && *rest != ',' && *rest != ';';
    if (code != std::errc() || cut) {
      fail(place_, number_,
           fmt::format("'{}' is no number; {}, separated by commas, tabs or blanks",
                       core::shown(word(), 40), right_rows));
    }
    if (std::isinf(found)) fail(place_, number_, "infinity, expected finite numbers or NaN");
    at_ = rest;
    return found;
  }

  /// Goes over one separator; a comma with blanks around it is one.
  void separator(Seen& seen) {
    const char* start = at_;
    bool tab = false;
    while (at_ != end_ && is_blank(*at_)) tab = *at_++ == '\t' || tab;
    if (at_ == end_) return;
    if (*at_ == ',' || *at_ == ';') {
      (*at_++ == ',' ? seen.comma : seen.semicolon) = true;
      while (at_ != end_ && is_blank(*at_)) ++at_;
      if (at_ == end_) fail(place_, number_, "ends in a separator");
    } else if (at_ != start) {
      (tab ? seen.tab : seen.blank) = true;
    }
  }

 private:
  std::string_view word() const {
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    return rest.substr(0, rest.find_first_of(" \t\r,;"));
  }

  const char* at_;
  const char* end_;
  const std::string& place_;
  std::size_t number_;
};

/// Calls line(text, number) for each line that is not blank; fills all of the form but the
/// separator.
template <typename Each>
void each_line(std::string_view text, TextForm& form, Each&& each) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  form.newline_at_end = !text.empty() && text.back() == '\n';
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') form.windows_lines = true;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) each(line, number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void add_row(TruthRows& rows, const std::array<double, 8>& row, std::size_t n) {
  if (n == 4) {
    rows.boxes.push_back({row[0], row[1], row[2], row[3]});
    if (rows.polygons.empty()) return;
    rows.polygons.push_back(polygon_of(rows.boxes.back()));
    rows.rectangles.push_back(1);
    return;
  }
  if (rows.polygons.empty()) {
    for (const Box& box : rows.boxes) rows.polygons.push_back(polygon_of(box));
    rows.rectangles.assign(rows.boxes.size(), 1);
  }
  rows.polygons.push_back(
      {Point{row[0], row[1]}, {row[2], row[3]}, {row[4], row[5]}, {row[6], row[7]}});
  rows.rectangles.push_back(0);
  rows.boxes.push_back(extent_of(rows.polygons.back()));
}

void require_rows(const TruthRows& rows, const std::string& place) {
  if (!rows.boxes.empty()) return;
  throw Error(Error::Kind::input,
              fmt::format("{}: empty, expected one line of numbers per frame", place));
}

}  // namespace

TruthRows parse_truth(std::string_view text, const std::string& place) {
  TruthRows rows;
  Seen seen;
  rows.boxes.reserve(text.size() / 12);
  each_line(text, rows.form, [&](std::string_view content, std::size_t number) {
    Line line(content, place, number);
    std::array<double, 8> row{};
    std::size_t n = 0;
    for (; !line.ended(); ++n) {
      if (n == row.size()) fail(place, number, fmt::format("more than 8 numbers, {}", right_rows));
      row[n] = line.value();
      line.separator(seen);
    }
    if (n != 4 && n != 8) {
      fail(place, number, fmt::format("{} number{}, {}", n, n == 1 ? "" : "s", right_rows));
    }
    add_row(rows, row, n);
  });
  require_rows(rows, place);
  rows.form.separator = seen.name();
  return rows;
}

TruthRows parse_vatic(std::string_view text, const std::string& place) {
  TruthRows rows;
  Seen seen;
  each_line(text, rows.form, [&](std::string_view content, std::size_t number) {
    Line line(content, place, number);
    std::array<double, 5> row{};
    for (std::size_t n = 0; n < row.size(); ++n) {
      if (line.ended()) {
        fail(place, number,
             fmt::format("{} numbers, expected id, left, top, right, bottom, ...", n));
      }
      row[n] = line.value();
      line.separator(seen);
    }
    rows.boxes.push_back({row[1], row[2], row[3] - row[1], row[4] - row[2]});
  });
  require_rows(rows, place);
  rows.form.separator = seen.name();
  return rows;
}

std::vector<std::uint8_t> parse_flags(std::string_view text, const std::string& place) {
  std::vector<std::uint8_t> flags;
  constexpr std::string_view between = " \t\r\n,;";
  for (std::size_t start = text.find_first_not_of(between); start != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(between, start), text.size());
    const auto value = core::to_double(text.substr(start, end - start));
    if (!value || !(*value >= 0 && *value <= 255) || *value != std::floor(*value)) {
      throw Error(Error::Kind::input,
                  fmt::format("{}: flag {}: '{}', expected a whole number from 0 to 255", place,
                              flags.size() + 1, core::shown(text.substr(start, end - start), 40)));
    }
    flags.push_back(static_cast<std::uint8_t>(*value));
    start = text.find_first_not_of(between, end);
  }
  return flags;
}

}  // namespace siamrt::data
