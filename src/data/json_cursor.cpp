#include "data/json_cursor.hpp"

#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace siamrt::data {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

void append_utf8(std::string& into, unsigned code) {
  const auto tail = [&](unsigned shift) {
    into += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) {
    into += static_cast<char>(code);
  } else if (code < 0x800) {
    into += static_cast<char>(0xC0U | (code >> 6U));
    tail(0);
  } else {
    into += static_cast<char>(0xE0U | (code >> 12U));
    tail(6);
    tail(0);
  }
}

}  // namespace

JsonCursor::JsonCursor(std::string_view text, std::string place)
    : begin_(text.data()),
      at_(text.data()),
      end_(text.data() + text.size()),
      place_(std::move(place)) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") at_ += 3;
}

void JsonCursor::fail(const std::string& problem) const {
  throw Error(Error::Kind::input, fmt::format("{}: at byte {}: {}", place_, at_ - begin_, problem));
}

void JsonCursor::blanks() noexcept {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

char JsonCursor::peek() {
  blanks();
  return at_ == end_ ? '\0' : *at_;
}

void JsonCursor::expect(char wanted) {
  const char found = peek();
  if (at_ == end_) fail(fmt::format("the text ends, expected '{}'", wanted));
  if (found != wanted) {
    fail(fmt::format("'{}', expected '{}'", core::shown(std::string_view(at_, 1)), wanted));
  }
  ++at_;
}

void JsonCursor::open(char bracket) {
  constexpr int deepest = 64;  // a hostile text must not overflow the stack
  expect(bracket);
  if (++depth_ > deepest) fail("nested more than 64 deep");
}

bool JsonCursor::next(bool first, char end) {
  if (peek() == end && at_ != end_) {
    ++at_;
    return false;
  }
  if (!first) expect(',');
  return true;
}

bool JsonCursor::word(std::string_view wanted) noexcept {
  if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, wanted.size()) !=
      wanted)
    return false;
  at_ += wanted.size();
  return true;
}

double JsonCursor::number() {
  peek();
  const char* start = at_;
  const bool negative = at_ != end_ && *at_ == '-';
  if (negative) ++at_;
  // Boxes are mostly whole numbers; fifteen digits are exact in a double.
  long long whole = 0;
  const char* digits = at_;
  while (at_ != end_ && is_digit(*at_) && at_ - digits < 15) whole = whole * 10 + (*at_++ - '0');
  const bool more = at_ != end_ && (is_digit(*at_) || *at_ == '.' || *at_ == 'e' || *at_ == 'E');
  if (at_ != digits && !more) {
    return negative ? -static_cast<double>(whole) : static_cast<double>(whole);
  }
  return signed_number(start);
}

double JsonCursor::signed_number(const char* start) {
  at_ = start;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (word("null") || word("NaN")) return std::numeric_limits<double>::quiet_NaN();
  if (word("Infinity")) return infinity;
  if (word("-Infinity")) return -infinity;
  const char* digit = at_ != end_ && *at_ == '-' ? at_ + 1 : at_;
  if (digit == end_ || !is_digit(*digit)) {
    fail(fmt::format("'{}', expected a number",
                     core::shown(std::string_view(at_, static_cast<std::size_t>(end_ - at_)), 20)));
  }
  double value = 0;
  const auto [rest, code] = std::from_chars(at_, end_, value);
  if (code != std::errc()) fail("a number that no double holds");
  at_ = rest;
  return value;
}

long long JsonCursor::integer() {
  const double value = number();
  constexpr double largest = 9e15;
  if (!(std::abs(value) <= largest) || value != std::floor(value)) {
    fail(fmt::format("{}, expected a whole number", value));
  }
  return static_cast<long long>(value);
}

bool JsonCursor::boolean() {
  const char first = peek();
  if (word("true")) return true;
  if (word("false")) return false;
  if (first == '0' || first == '1') return number() != 0;
  fail("expected true or false");
}

unsigned JsonCursor::code_unit() {
  unsigned code = 0;
  if (end_ - at_ < 4) fail("a \\u escape that is cut off");
  const auto [rest, problem] = std::from_chars(at_, at_ + 4, code, 16);
  if (problem != std::errc() || rest != at_ + 4) fail("a \\u escape without four hex digits");
  at_ = rest;
  return code;
}

void JsonCursor::escape(std::string& into) {
  if (at_ == end_) fail("the text ends within a string");
  const char c = *at_++;
  switch (c) {
    case 'n':
      into += '\n';
      return;
    case 't':
      into += '\t';
      return;
    case 'r':
      into += '\r';
      return;
    case 'b':
      into += '\b';
      return;
    case 'f':
      into += '\f';
      return;
    case '"':
    case '\\':
    case '/':
      into += c;
      return;
    case 'u':
      append_utf8(into, code_unit());
      return;
    default:
      fail("an escape that JSON does not know");
  }
}

std::string JsonCursor::text() {
  expect('"');
  std::string found;
  while (true) {
    const char* start = at_;
    while (at_ != end_ && *at_ != '"' && *at_ != '\\') ++at_;
    found.append(start, at_);
    if (at_ == end_) fail("the text ends within a string");
    if (*at_++ == '"') return found;
    escape(found);
  }
}

void JsonCursor::skip() {
  switch (peek()) {
    case '{':
      object([&](const std::string&) { skip(); });
      return;
    case '[':
      array([&] { skip(); });
      return;
    case '"':
      text();
      return;
    case 't':
    case 'f':
      boolean();
      return;
    default:
      number();
      return;
  }
}

void JsonCursor::finish() {
  peek();
  if (at_ != end_) fail("something follows the end of the document");
}

}  // namespace siamrt::data
