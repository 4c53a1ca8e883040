#include "sweep/search.hpp"

#include "core/near.hpp"
#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace siamrt::sweep {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& problem) {
  throw Error(Error::Kind::usage, fmt::format("--range '{}': {}", text, problem));
}

std::vector<double> numbers_of(const std::string& text, const std::string& part, char separator) {
  std::vector<double> numbers;
  for (std::size_t from = 0; from <= part.size();) {
    const std::size_t to = std::min(part.find(separator, from), part.size());
    const auto number = core::to_double(part.substr(from, to - from));
    if (!number || !std::isfinite(*number))
      refuse(text, fmt::format("'{}' is no number", part.substr(from, to - from)));
    numbers.push_back(*number);
    from = to + 1;
  }
  return numbers;
}

/// A shorter way to write a value of a grid: 0.3, not 0.30000000000000004.
double rounded(double value) {
  constexpr double most = 1e9;
  return std::round(value * most) / most;
}

void check_key(const std::string& text, const std::string& key) {
  const std::vector<std::string>& known = Settings::keys();
  if (key == "window") refuse(text, "window is no number; try each with --set window=NAME");
  if (std::find(known.begin(), known.end(), key) != known.end()) return;
  const std::string near = core::nearest(key, known);
  refuse(text, fmt::format("no setting is called '{}'{}", key,
                           near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

/// A value that the key does not take is found before hours of search.
void check_values(const Range& range) {
  for (const double value : range.values) Settings().set(range.key, core::to_text(value));
  if (!range.values.empty()) return;
  Settings().set(range.key, core::to_text(range.low));
  Settings().set(range.key, core::to_text(range.high));
}

}  // namespace

Range Range::parse(const std::string& text) {
  const std::size_t cut = text.find('=');
  if (cut == std::string::npos)
    refuse(text, "expected KEY=LOW:HIGH, KEY=LOW:HIGH:STEP or KEY=VALUE,VALUE,...");
  Range range;
  range.key = text.substr(0, cut);
  check_key(text, range.key);
  const std::string rest = text.substr(cut + 1);
  if (rest.find(':') == std::string::npos) {
    range.values = numbers_of(text, rest, ',');
  } else {
    const std::vector<double> bounds = numbers_of(text, rest, ':');
    if (bounds.size() > 3 || bounds[0] >= bounds[1])
      refuse(text, "expected LOW:HIGH or LOW:HIGH:STEP, the lower first");
    range.low = bounds[0];
    range.high = bounds[1];
    if (bounds.size() == 3) range.step = bounds[2];
    if (!(range.step > 0)) refuse(text, "the step must be above 0");
  }
  check_values(range);
  return range;
}

double Range::snapped(double value) const noexcept {
  if (!values.empty()) {
    return *std::min_element(values.begin(), values.end(), [&](double a, double b) {
      return std::abs(a - value) < std::abs(b - value);
    });
  }
  const double steps = std::floor((high - low) / step + 1e-9);
  const double at = std::round((std::clamp(value, low, high) - low) / step);
  return rounded(low + std::min(at, steps) * step);
}

std::vector<Range> default_ranges() {
  return {Range::parse("penalty_k=0.001:0.2"), Range::parse("window_influence=0.15:0.65"),
          Range::parse("lr=0.3:0.8")};
}

Settings with_point(const Settings& settings, const std::vector<Range>& ranges,
                    const Point& point) {
  Settings made = settings;
  for (std::size_t i = 0; i < ranges.size(); ++i) made.set(ranges[i].key, core::to_text(point[i]));
  return made;
}

std::string text_of(const std::vector<Range>& ranges, const Point& point) {
  std::string text;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : " ", ranges[i].key, core::to_text(point[i]));
  }
  return text;
}

}  // namespace siamrt::sweep
