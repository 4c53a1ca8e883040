#pragma once

#include <string>
#include <string_view>

namespace siamrt::data {

/// Reads JSON from front to back without building a tree: annotation files are nearly all numbers,
/// and a tree of them costs more than everything else that `eval` does. Python's NaN, Infinity and
/// -Infinity are known, and null stands for NaN where a number is read. The text must outlive it.
/// Every fault is Error(input): `place: at byte N: ...`.
class JsonCursor {
 public:
  JsonCursor(std::string_view text, std::string place);

  /// Calls member(key) for each member; it has to consume the value.
  template <typename Member>
  void object(Member&& member) {
    open('{');
    for (bool first = true; next(first, '}'); first = false) {
      const std::string key = text();
      expect(':');
      member(key);
    }
    close();
  }

  /// Calls item() for each element; it has to consume the value.
  template <typename Item>
  void array(Item&& item) {
    open('[');
    for (bool first = true; next(first, ']'); first = false) item();
    close();
  }

  double number();
  /// A number without a fraction, or a fault.
  long long integer();
  bool boolean();
  std::string text();
  /// Any value.
  void skip();

  /// First character of the next value: `{`, `[`, `"`, a digit, ...; 0 at the end.
  char peek();

  /// Nothing but blanks may be left.
  void finish();

  [[noreturn]] void fail(const std::string& problem) const;

 private:
  void blanks() noexcept;
  void open(char bracket);
  void close() noexcept { --depth_; }
  void expect(char wanted);
  bool next(bool first, char end);
  bool word(std::string_view wanted) noexcept;
  double signed_number(const char* start);
  void escape(std::string& into);
  unsigned code_unit();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string place_;
  int depth_ = 0;
};

}  // namespace siamrt::data
