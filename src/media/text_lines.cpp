#include "media/text_lines.hpp"

#include "core/numbers.hpp"

#include <algorithm>

namespace siamrt::media {

TextLines::TextLines(std::string_view text) noexcept : rest_(text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (rest_.substr(0, byte_order_mark.size()) == byte_order_mark) {
    rest_.remove_prefix(byte_order_mark.size());
  }
}

std::optional<std::string_view> TextLines::next() noexcept {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  const std::string_view line = core::trim(rest_.substr(0, end));
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++number_;
  return line;
}

}  // namespace siamrt::media
