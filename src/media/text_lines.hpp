#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace siamrt::media {

/// Goes through a text line by line: LF or CRLF, with or without a newline at the end, a UTF-8 byte
/// order mark left out. Lines come without blanks around them.
class TextLines {
 public:
  explicit TextLines(std::string_view text) noexcept;

  /// Nothing at the end. A newline at the very end does not start another line.
  std::optional<std::string_view> next() noexcept;

  /// 1-based number of the line that next() gave.
  std::size_t number() const noexcept { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

}  // namespace siamrt::media
