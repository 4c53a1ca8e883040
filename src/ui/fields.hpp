#pragma once

#include <siamrt/box.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace siamrt::ui {

/// A request that makes no sense, whatever the state of things.
class BadRequest : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The JSON object of a request, read strictly. Everything wrong is a BadRequest that names the
/// field.
class Fields {
 public:
  static constexpr std::int64_t most = std::int64_t{1} << 40;  ///< highest frame number

  /// Parses; an empty body is an object without fields. A field that is not in `known` is refused.
  Fields(const std::string& body, const std::vector<std::string>& known);

  bool has(const std::string& name) const { return json_.contains(name); }
  std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high) const;
  double number(const std::string& name) const;
  bool flag(const std::string& name) const;
  std::string text(const std::string& name) const;
  Box box(const std::string& name) const;  ///< [x, y, w, h], sides above 0

 private:
  const nlohmann::json& member(const std::string& name) const;
  nlohmann::json json_;
};

}  // namespace siamrt::ui
