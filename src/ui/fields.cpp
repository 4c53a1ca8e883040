#include "ui/fields.hpp"

#include "core/shown.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace siamrt::ui {
namespace {

[[noreturn]] void refuse(const std::string& line) { throw BadRequest(line); }

}  // namespace

Fields::Fields(const std::string& body, const std::vector<std::string>& known) {
  json_ = body.empty() ? nlohmann::json::object() : nlohmann::json::parse(body, nullptr, false);
  if (!json_.is_object()) refuse("body: no JSON object");
  for (const auto& item : json_.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end()) {
      refuse(fmt::format("{}: unknown, expected {}", core::shown(item.key()),
                         known.empty() ? "nothing" : fmt::format("{}", fmt::join(known, ", "))));
    }
  }
}

const nlohmann::json& Fields::member(const std::string& name) const {
  if (!json_.contains(name)) refuse(name + ": is missing");
  return json_.at(name);
}

std::int64_t Fields::integer(const std::string& name, std::int64_t low, std::int64_t high) const {
  const nlohmann::json& value = member(name);
  const bool whole = value.is_number_integer() && !(value.is_number_unsigned() && value > high);
  if (!whole || value < low || value > high)
    refuse(fmt::format("{}: expected a whole number from {} to {}", name, low, high));
  return value.get<std::int64_t>();
}

double Fields::number(const std::string& name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_number() || !std::isfinite(value.get<double>()))
    refuse(name + ": expected a number");
  return value.get<double>();
}

bool Fields::flag(const std::string& name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_boolean()) refuse(name + ": expected true or false");
  return value.get<bool>();
}

std::string Fields::text(const std::string& name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_string()) refuse(name + ": expected a text");
  return value.get<std::string>();
}

Box Fields::box(const std::string& name) const {
  const nlohmann::json& value = member(name);
  constexpr std::size_t sides = 4;
  bool fine = value.is_array() && value.size() == sides;
  for (std::size_t i = 0; fine && i < sides; ++i) fine = value[i].is_number();
  if (!fine) refuse(name + ": expected [x, y, w, h]");
  const Box box = {value[0].get<double>(), value[1].get<double>(), value[2].get<double>(),
                   value[3].get<double>()};
  if (!is_valid(box)) refuse(name + ": expected w and h above 0");
  return box;
}

}  // namespace siamrt::ui
