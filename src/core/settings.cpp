#include <siamrt/settings.hpp>

#include "core/near.hpp"
#include "core/numbers.hpp"
#include "core/shown.hpp"

#include <siamrt/description.hpp>
#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <variant>

namespace siamrt {
namespace {

using Member = std::variant<double Settings::*, int Settings::*, Window Settings::*>;

/// One line a key: where it lives and its closed range. The one place that knows all keys.
struct Key {
  const char* name;
  Member member;
  double low;
  double high;
};

constexpr double no_limit = std::numeric_limits<double>::max();

const std::vector<Key>& table() {
  static const std::vector<Key> keys = {
      {"penalty_k", &Settings::penalty_k, 0, no_limit},
      {"window_influence", &Settings::window_influence, 0, 1},
      {"lr", &Settings::lr, 0, 1},
      {"context", &Settings::context, 0, no_limit},
      {"search", &Settings::search, 0, 4096},
      {"search_big", &Settings::search_big, 0, 4096},
      {"big_below", &Settings::big_below, 0, 1},
      {"window", &Settings::window, 0, 0},
      {"min_size", &Settings::min_size, 1, no_limit},
      {"ratio", &Settings::ratio, 0, 1},
      {"lost_below", &Settings::lost_below, 0, 1},
      {"calibration", &Settings::calibration, 0, 1},
      {"templates", &Settings::templates, 1, 32},
      {"template_share", &Settings::template_share, 0, 1},
      {"template_every", &Settings::template_every, 1, std::numeric_limits<int>::max()},
      {"template_min_score", &Settings::template_min_score, 0, 1},
      {"online_ratio", &Settings::online_ratio, 0, 1},
      {"online_seed", &Settings::online_seed, 0, std::numeric_limits<int>::max()},
  };
  return keys;
}

const Key& find(const std::string& name) {
  for (const Key& key : table()) {
    if (name == key.name) return key;
  }
  const std::string near = core::nearest(name, Settings::keys());
  throw Error(Error::Kind::usage, near.empty()
                                      ? fmt::format("setting '{}': unknown", core::shown(name))
                                      : fmt::format("setting '{}': unknown; did you mean '{}'?",
                                                    core::shown(name), near));
}

void check_range(const Key& key, double value) {
  if (value >= key.low && value <= key.high) return;
  const std::string high = key.high == no_limit ? "" : fmt::format(" and at most {}", key.high);
  throw Error(Error::Kind::usage,
              fmt::format("setting '{}': {} is out of range, expected at least {}{}", key.name,
                          value, key.low, high));
}

Window window_from(const std::string& text) {
  for (const Window window : {Window::cosine, Window::cosine_open, Window::uniform}) {
    if (text == to_string(window)) return window;
  }
  throw Error(Error::Kind::usage,
              fmt::format("setting 'window': '{}', expected cosine, cosine_open or uniform",
                          core::shown(text)));
}

}  // namespace

void Settings::check() const {
  for (const Key& key : table()) {
    if (const auto* real = std::get_if<double Settings::*>(&key.member))
      check_range(key, this->**real);
    if (const auto* whole = std::get_if<int Settings::*>(&key.member))
      check_range(key, this->**whole);
  }
}

void Settings::set(const std::string& name, const std::string& value) {
  const Key& key = find(name);
  if (const auto* kind = std::get_if<Window Settings::*>(&key.member)) {
    this->** kind = window_from(value);
    return;
  }
  const auto* whole = std::get_if<int Settings::*>(&key.member);
  const auto number = core::to_double(value);
  if (!number || std::isnan(*number) || (whole != nullptr && *number != std::floor(*number))) {
    throw Error(Error::Kind::usage, fmt::format("setting '{}': '{}' is no {}number", name,
                                                core::shown(value), whole ? "whole " : ""));
  }
  check_range(key, *number);
  if (whole != nullptr) {
    this->** whole = static_cast<int>(*number);
  } else {
    this->*std::get<double Settings::*>(key.member) = *number;
  }
}

const std::vector<std::string>& Settings::keys() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Key& key : table()) all.emplace_back(key.name);
    return all;
  }();
  return names;
}

std::string Settings::get(const std::string& name) const {
  const Key& key = find(name);
  if (const auto* real = std::get_if<double Settings::*>(&key.member))
    return core::to_text(this->**real);
  if (const auto* whole = std::get_if<int Settings::*>(&key.member))
    return fmt::format("{}", this->**whole);
  return to_string(this->*std::get<Window Settings::*>(key.member));
}

const char* to_string(Window window) noexcept {
  switch (window) {
    case Window::cosine:
      return "cosine";
    case Window::cosine_open:
      return "cosine_open";
    case Window::uniform:
      return "uniform";
  }
  return "?";
}

}  // namespace siamrt
