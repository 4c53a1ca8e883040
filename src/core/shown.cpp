#include "core/shown.hpp"

#include <fmt/core.h>

namespace siamrt::core {

std::string shown(std::string_view text, std::size_t most) {
  constexpr unsigned char space = 0x20;
  constexpr unsigned char del = 0x7f;
  std::string result;
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < space || byte == del) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return text.size() > most ? result + "..." : result;
}

}  // namespace siamrt::core
