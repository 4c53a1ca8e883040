#pragma once

#include "model/pickle.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace siamrt::model {

/// The stack machine that reads one pickle (CPython, Lib/pickletools.py). Used by Pickle alone.
class PickleReader {
 public:
  PickleReader(Pickle& pickle, std::string_view bytes, std::size_t at, const std::string& place)
      : pickle_(pickle), bytes_(bytes), at_(at), start_(at), place_(place) {}

  /// Runs to STOP; gives the value left on the stack.
  std::uint32_t run();

  /// Behind the last byte read.
  std::size_t position() const noexcept { return at_; }

 private:
  using Id = std::uint32_t;
  using Kind = PickleValue::Kind;

  [[noreturn]] void fail(const std::string& problem) const;

  // Bytes.
  std::string_view take(std::uint64_t count);
  std::uint64_t little(int count);
  std::string_view line();

  // Values and stack.
  void push(PickleValue value);
  Id pop();
  PickleValue& top();
  std::vector<Id> pop_to_mark();
  const PickleValue& value(Id id) const { return pickle_.values_[id]; }
  const std::vector<Id>& list_of(Id id, const char* what) const;
  std::int64_t integer_of(Id id, const char* what) const;
  std::string_view text_of(Id id, const char* what) const;
  std::vector<std::int64_t> integers_of(Id id, const char* what) const;

  // Opcodes by kind; each is false for one it does not know.
  bool step(unsigned char opcode);
  bool scalar(unsigned char opcode);
  bool text(unsigned char opcode);
  bool container(unsigned char opcode);
  bool memo(unsigned char opcode);

  void push_long(std::uint64_t count);
  void push_list(std::size_t count);
  void add_items(const std::vector<Id>& items, Kind to);
  void remember(std::uint32_t index);
  void recall(std::uint64_t index);

  // Constructors.
  void push_global(std::string_view module, std::string_view name);
  void reduce();
  void build();
  void persistent();
  void ordered_dict(const std::vector<Id>& arguments);
  void tensor(const std::vector<Id>& arguments);

  Pickle& pickle_;
  std::string_view bytes_;
  std::size_t at_;
  std::size_t start_;
  const std::string& place_;
  std::vector<Id> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint32_t, Id> memo_;
  std::size_t pairs_ = 0;  ///< pairs copied out of lists; bounded by the bytes read
};

}  // namespace siamrt::model
