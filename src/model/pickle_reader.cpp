#include "model/pickle_reader.hpp"

#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::model {
namespace {

/// Far above any checkpoint's (a ResNet-50 with its optimiser has 30,000), and a hostile file of
/// any size needs no more than a few hundred megabytes.
constexpr std::size_t most_values = std::size_t{1} << 21U;

}  // namespace

void PickleReader::fail(const std::string& problem) const {
  throw Error(Error::Kind::input, fmt::format("{}: {}", place_, problem));
}

std::string_view PickleReader::take(std::uint64_t count) {
  if (count > bytes_.size() - at_) fail("truncated: it ends inside a pickle");
  const std::string_view taken = bytes_.substr(at_, count);
  at_ += count;
  return taken;
}

std::uint64_t PickleReader::little(int count) {
  const std::string_view raw = take(static_cast<std::uint64_t>(count));
  std::uint64_t number = 0;
  for (auto c = raw.rbegin(); c != raw.rend(); ++c)
    number = number << 8U | static_cast<unsigned char>(*c);
  return number;
}

std::string_view PickleReader::line() {
  const std::size_t end = bytes_.find('\n', at_);
  if (end == std::string_view::npos) fail("truncated: it ends inside a pickle");
  const std::string_view text = bytes_.substr(at_, end - at_);
  at_ = end + 1;
  return text;
}

void PickleReader::push(PickleValue value) {
  if (pickle_.values_.size() >= most_values)
    fail(fmt::format("more than {} values in its pickle, not a checkpoint", most_values));
  stack_.push_back(static_cast<Id>(pickle_.values_.size()));
  pickle_.values_.push_back(std::move(value));
}

PickleReader::Id PickleReader::pop() {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) fail("damaged pickle: a value is missing on its stack");
  const Id id = stack_.back();
  stack_.pop_back();
  return id;
}

PickleValue& PickleReader::top() {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) fail("damaged pickle: a value is missing on its stack");
  return pickle_.values_[stack_.back()];
}

std::vector<PickleReader::Id> PickleReader::pop_to_mark() {
  if (marks_.empty()) fail("damaged pickle: a mark is missing on its stack");
  const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  std::vector<Id> items(from, stack_.end());
  stack_.erase(from, stack_.end());
  marks_.pop_back();
  return items;
}

const std::vector<PickleReader::Id>& PickleReader::list_of(Id id, const char* what) const {
  if (value(id).kind != Kind::list) {
    fail(fmt::format("damaged pickle: {} is a {}, expected a tuple", what,
                     to_string(value(id).kind)));
  }
  return value(id).items;
}

std::int64_t PickleReader::integer_of(Id id, const char* what) const {
  if (value(id).kind != Kind::integer) {
    fail(fmt::format("damaged pickle: {} is a {}, expected an int", what,
                     to_string(value(id).kind)));
  }
  return value(id).number;
}

std::string_view PickleReader::text_of(Id id, const char* what) const {
  if (value(id).kind != Kind::text) {
    fail(
        fmt::format("damaged pickle: {} is a {}, expected a str", what, to_string(value(id).kind)));
  }
  return value(id).text;
}

std::vector<std::int64_t> PickleReader::integers_of(Id id, const char* what) const {
  constexpr std::size_t most_dimensions = 16;
  const std::vector<Id>& items = list_of(id, what);
  if (items.size() > most_dimensions)
    fail(fmt::format("damaged pickle: {} has {} numbers", what, items.size()));
  std::vector<std::int64_t> numbers;
  numbers.reserve(items.size());
  for (const Id item : items) numbers.push_back(integer_of(item, what));
  return numbers;
}

std::uint32_t PickleReader::run() {
  constexpr unsigned char stop = '.';
  for (;;) {
    const auto opcode = static_cast<unsigned char>(take(1)[0]);
    if (opcode == stop) return pop();
    if (!step(opcode)) {
      fail(fmt::format("its pickle holds opcode 0x{:02x} at byte {}, which no checkpoint needs",
                       opcode, at_ - 1 - start_));
    }
  }
}

bool PickleReader::step(unsigned char opcode) {
  return scalar(opcode) || text(opcode) || container(opcode) || memo(opcode);
}

void PickleReader::push_long(std::uint64_t count) {
  const std::string_view raw = take(count);
  if (raw.size() > sizeof(std::uint64_t)) return push({Kind::other, 0, {}});
  std::uint64_t number = 0;
  const bool negative = !raw.empty() && (static_cast<unsigned char>(raw.back()) & 0x80U) != 0;
  if (negative) number = ~std::uint64_t{0};
  for (auto c = raw.rbegin(); c != raw.rend(); ++c)
    number = number << 8U | static_cast<unsigned char>(*c);
  push({Kind::integer, static_cast<std::int64_t>(number), {}});
}

bool PickleReader::scalar(unsigned char opcode) {
  switch (opcode) {
    case 0x80:  // PROTO
      if (const std::uint64_t protocol = little(1); protocol > 4)
        fail(fmt::format("pickle protocol {}, expected 2 to 4", protocol));
      return true;
    case 0x95:  // FRAME
      little(8);
      return true;
    case 'N':
      push({Kind::none, 0, {}});
      return true;
    case 0x88:  // NEWTRUE
      push({Kind::boolean, 1, {}});
      return true;
    case 0x89:  // NEWFALSE
      push({Kind::boolean, 0, {}});
      return true;
    case 'J':  // BININT, signed
      push({Kind::integer, static_cast<std::int32_t>(little(4)), {}});
      return true;
    case 'K':  // BININT1
      push({Kind::integer, static_cast<std::int64_t>(little(1)), {}});
      return true;
    case 'M':  // BININT2
      push({Kind::integer, static_cast<std::int64_t>(little(2)), {}});
      return true;
    case 0x8a:  // LONG1
      push_long(little(1));
      return true;
    case 0x8b:  // LONG4
      push_long(little(4));
      return true;
    case 'G':  // BINFLOAT; no float decides anything
      take(8);
      push({Kind::other, 0, {}});
      return true;
    default:
      return false;
  }
}

bool PickleReader::text(unsigned char opcode) {
  const auto push_text = [&](std::uint64_t size) { push({Kind::text, 0, take(size)}); };
  const auto push_bytes = [&](std::uint64_t size) {
    take(size);
    push({Kind::other, 0, {}});
  };
  switch (opcode) {
    case 'X':  // BINUNICODE
    case 'T':  // BINSTRING: what Python 2 wrote for a str
      push_text(little(4));
      return true;
    case 0x8c:  // SHORT_BINUNICODE
    case 'U':   // SHORT_BINSTRING
      push_text(little(1));
      return true;
    case 0x8d:  // BINUNICODE8
      push_text(little(8));
      return true;
    case 'B':  // BINBYTES
      push_bytes(little(4));
      return true;
    case 'C':  // SHORT_BINBYTES
      push_bytes(little(1));
      return true;
    case 0x8e:  // BINBYTES8
      push_bytes(little(8));
      return true;
    case 'c': {  // GLOBAL
      const std::string_view module = line();
      push_global(module, line());
      return true;
    }
    case 0x93: {  // STACK_GLOBAL
      const std::string_view name = text_of(pop(), "a type's name");
      push_global(text_of(pop(), "a type's module"), name);
      return true;
    }
    default:
      return false;
  }
}

bool PickleReader::memo(unsigned char opcode) {
  switch (opcode) {
    case 'q':  // BINPUT
      remember(static_cast<std::uint32_t>(little(1)));
      return true;
    case 'r':  // LONG_BINPUT
      remember(static_cast<std::uint32_t>(little(4)));
      return true;
    case 0x94:  // MEMOIZE
      remember(static_cast<std::uint32_t>(memo_.size()));
      return true;
    case 'h':  // BINGET
      recall(little(1));
      return true;
    case 'j':  // LONG_BINGET
      recall(little(4));
      return true;
    default:
      return false;
  }
}

void PickleReader::remember(std::uint32_t index) {
  top();
  memo_[index] = stack_.back();
}

void PickleReader::recall(std::uint64_t index) {
  const auto found = memo_.find(static_cast<std::uint32_t>(index));
  if (found == memo_.end()) fail("damaged pickle: it refers to a value that it does not hold");
  stack_.push_back(found->second);
}

}  // namespace siamrt::model
