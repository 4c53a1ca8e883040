#include "core/numbers.hpp"

#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <vector>

namespace siamrt::core {
namespace {

template <typename Number>
std::optional<Number> whole(std::string_view text) noexcept {
  text = trim(text);
  if (!text.empty() && text[0] == '+') {
    text.remove_prefix(1);  // from_chars knows no plus sign
    if (!text.empty() && text[0] == '-') return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  Number value{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> to_double(std::string_view text) noexcept { return whole<double>(text); }

std::optional<long long> to_integer(std::string_view text) noexcept {
  return whole<long long>(text);
}

std::string to_text(double value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

std::vector<std::string_view> fields(std::string_view text) {
  std::vector<std::string_view> found;
  size_t start = 0;
  const std::string_view separators =
      text.find_first_of(",;") != std::string_view::npos ? ",;" : " \t";
  while (start <= text.size()) {
    const size_t end = std::min(text.find_first_of(separators, start), text.size());
    const std::string_view field = trim(text.substr(start, end - start));
    if (!field.empty() || separators[0] == ',') found.push_back(field);
    start = end + 1;
  }
  return found;
}

Box parse_box(std::string_view text) {
  const auto parts = fields(text);
  std::vector<double> values;
  for (const std::string_view part : parts) {
    const auto value = to_double(part);
    if (!value) {
      throw Error(Error::Kind::usage, fmt::format("box '{}': '{}' is no number, expected x,y,w,h",
                                                  shown(text, 80), shown(part, 40)));
    }
    values.push_back(*value);
  }
  if (values.size() != 4) {
    throw Error(Error::Kind::usage, fmt::format("box '{}': {} numbers, expected 4 (x,y,w,h)",
                                                shown(text, 80), values.size()));
  }
  return {values[0], values[1], values[2], values[3]};
}

}  // namespace siamrt::core
