#include "core/natural_order.hpp"

#include <cstddef>

namespace siamrt::core {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The digits that `text` starts with, without leading zeros; `used` becomes how many bytes they
/// took.
std::string_view number_at(std::string_view text, size_t& used) noexcept {
  size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  size_t zeros = 0;
  while (zeros + 1 < end && text[zeros] == '0') ++zeros;
  used = end;
  return text.substr(zeros, end - zeros);
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) noexcept {
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a[0]) && is_digit(b[0])) {
      size_t used_a = 0;
      size_t used_b = 0;
      const std::string_view x = number_at(a, used_a);
      const std::string_view y = number_at(b, used_b);
      if (x.size() != y.size()) return x.size() < y.size();
      if (const int order = x.compare(y); order != 0) return order < 0;
      a.remove_prefix(used_a);
      b.remove_prefix(used_b);
      continue;
    }
    if (a[0] != b[0]) return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  if (a.empty() != b.empty()) return a.empty();
  return whole_a.size() != whole_b.size() ? whole_a.size() < whole_b.size() : whole_a < whole_b;
}

}  // namespace siamrt::core
