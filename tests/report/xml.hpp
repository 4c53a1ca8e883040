#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::test {

/// An element as it opens.
struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< entities resolved
  std::string text;                               ///< directly inside, entities resolved
};

/// All elements in the order in which they open. Strict: throws std::runtime_error unless tags
/// nest, attributes are quoted and `<` and `&` stand nowhere else.
std::vector<Element> parse_xml(std::string_view text);

}  // namespace siamrt::test
