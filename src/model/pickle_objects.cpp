// The other half of PickleReader: containers and the few constructors that tensors need.

#include "core/shown.hpp"
#include "model/pickle_reader.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <array>

namespace siamrt::model {
namespace {

enum class Global : std::int64_t {
  ordered_dict,
  tensor,     ///< torch._utils._rebuild_tensor and _v2
  parameter,  ///< wraps a tensor
  size,       ///< torch.Size: a tuple
  opaque,     ///< makes something that is read over
  storage,    ///< + element type: a storage's class
};

struct Known {
  std::string_view module;
  std::string_view name;
  Global global;
};

// The list is closed: whatever is not here is refused by name. The last three come from learning
// rates that an optimiser keeps as numpy scalars.
constexpr std::array<Known, 11> known_globals = {{
    {"collections", "OrderedDict", Global::ordered_dict},
    {"torch._utils", "_rebuild_tensor_v2", Global::tensor},
    {"torch._utils", "_rebuild_tensor", Global::tensor},
    {"torch._utils", "_rebuild_parameter", Global::parameter},
    {"torch.nn.parameter", "Parameter", Global::parameter},
    {"torch", "Size", Global::size},
    {"torch", "device", Global::opaque},
    {"numpy.core.multiarray", "scalar", Global::opaque},
    {"numpy._core.multiarray", "scalar", Global::opaque},
    {"numpy", "dtype", Global::opaque},
    {"_codecs", "encode", Global::opaque},
}};

struct KnownStorage {
  std::string_view name;
  Element element;
};

constexpr std::array<KnownStorage, 10> known_storages = {{
    {"HalfStorage", Element::f16},
    {"BFloat16Storage", Element::bf16},
    {"FloatStorage", Element::f32},
    {"DoubleStorage", Element::f64},
    {"CharStorage", Element::i8},
    {"ByteStorage", Element::u8},
    {"ShortStorage", Element::i16},
    {"IntStorage", Element::i32},
    {"LongStorage", Element::i64},
    {"BoolStorage", Element::boolean},
}};

/// As most_values of pickle_reader.cpp: a tensor is the largest thing that a few bytes can ask for.
constexpr std::size_t most_tensors = std::size_t{1} << 18U;

constexpr std::int64_t storage_base = static_cast<std::int64_t>(Global::storage);

}  // namespace

void PickleReader::push_global(std::string_view module, std::string_view name) {
  for (const Known& known : known_globals) {
    if (known.module != module || known.name != name) continue;
    return push({Kind::global, static_cast<std::int64_t>(known.global), known.name});
  }
  for (const KnownStorage& known : known_storages) {
    if (module != "torch" || known.name != name) continue;
    const auto element = static_cast<std::int64_t>(known.element);
    return push({Kind::global, storage_base + element, known.name});
  }
  fail(fmt::format("it holds a {}.{}, which is not part of a checkpoint; nothing was executed",
                   core::shown(module), core::shown(name)));
}

void PickleReader::push_list(std::size_t count) {
  PickleValue made{Kind::list, 0, {}};
  made.items.resize(count);
  for (std::size_t i = count; i > 0; --i) made.items[i - 1] = pop();
  push(std::move(made));
}

void PickleReader::add_items(const std::vector<Id>& items, Kind to) {
  PickleValue& target = top();
  if (target.kind != to) {
    fail(fmt::format("damaged pickle: items for a {}, expected a {}", to_string(target.kind),
                     to_string(to)));
  }
  if (to == Kind::dict && items.size() % 2 != 0)
    fail("damaged pickle: a key of a dict has no value");
  target.items.insert(target.items.end(), items.begin(), items.end());
}

bool PickleReader::container(unsigned char opcode) {
  switch (opcode) {
    case '(':  // MARK
      marks_.push_back(stack_.size());
      return true;
    case '}':  // EMPTY_DICT
      push({Kind::dict, 0, {}});
      return true;
    case ']':  // EMPTY_LIST
    case ')':  // EMPTY_TUPLE
      push({Kind::list, 0, {}});
      return true;
    case 't':  // TUPLE
    case 'l':  // LIST
      push({Kind::list, 0, {}, pop_to_mark()});
      return true;
    case 0x85:  // TUPLE1, 2, 3
    case 0x86:
    case 0x87:
      push_list(opcode - 0x84U);
      return true;
    case 'a':  // APPEND
      add_items({pop()}, Kind::list);
      return true;
    case 'e':  // APPENDS
      add_items(pop_to_mark(), Kind::list);
      return true;
    case 's': {  // SETITEM
      const Id item = pop();
      add_items({pop(), item}, Kind::dict);
      return true;
    }
    case 'u':  // SETITEMS
      add_items(pop_to_mark(), Kind::dict);
      return true;
    case 'R':
      reduce();
      return true;
    case 'b':
      build();
      return true;
    case 'Q':
      persistent();
      return true;
    default:
      return false;
  }
}

void PickleReader::reduce() {
  const std::vector<Id> arguments = [&] {
    const Id id = pop();
    constexpr std::size_t most_arguments = 16;
    if (list_of(id, "the arguments of a call").size() > most_arguments)
      fail("damaged pickle: a call with more than 16 arguments");
    return value(id).items;
  }();
  const PickleValue callee = value(pop());
  if (callee.kind != Kind::global || callee.number >= storage_base)
    fail(fmt::format("damaged pickle: a {} is called", to_string(callee.kind)));
  const auto need = [&](std::size_t least) {
    if (arguments.size() < least)
      fail(fmt::format("damaged pickle: {} with {} arguments", callee.text, arguments.size()));
  };
  switch (static_cast<Global>(callee.number)) {
    case Global::ordered_dict:
      return ordered_dict(arguments);
    case Global::tensor:
      need(4);
      return tensor(arguments);
    case Global::parameter:
      need(1);
      if (value(arguments[0]).kind != Kind::tensor)
        fail("damaged pickle: a parameter without a tensor");
      stack_.push_back(arguments[0]);
      return;
    case Global::size:
      need(1);
      list_of(arguments[0], "a size");
      stack_.push_back(arguments[0]);
      return;
    case Global::opaque:
    case Global::storage:
      return push({Kind::other, 0, {}});
  }
}

void PickleReader::ordered_dict(const std::vector<Id>& arguments) {
  PickleValue made{Kind::dict, 0, {}};
  if (!arguments.empty()) {  // Python 2: a list of pairs
    const std::vector<Id>& list = list_of(arguments[0], "an OrderedDict's content");
    pairs_ += list.size();
    if (pairs_ > at_ - start_) fail("damaged pickle: one list makes many dicts");
    for (const Id id : list) {
      const std::vector<Id>& pair = list_of(id, "an OrderedDict's item");
      if (pair.size() != 2) fail("damaged pickle: an OrderedDict's item is no pair");
      made.items.push_back(pair[0]);
      made.items.push_back(pair[1]);
    }
  }
  push(std::move(made));
}

void PickleReader::tensor(const std::vector<Id>& arguments) {
  PickleTensor made;
  if (pickle_.tensors_.size() >= most_tensors)
    fail(fmt::format("more than {} tensors, not a checkpoint", most_tensors));
  if (value(arguments[0]).kind != Kind::storage) fail("damaged pickle: a tensor without a storage");
  made.storage = static_cast<std::size_t>(value(arguments[0]).number);
  made.offset = integer_of(arguments[1], "a tensor's offset");
  made.sizes = integers_of(arguments[2], "a tensor's size");
  made.strides = integers_of(arguments[3], "a tensor's strides");
  push({Kind::tensor, static_cast<std::int64_t>(pickle_.tensors_.size()), {}});
  pickle_.tensors_.push_back(std::move(made));
}

/// Attributes hung on an object (`_metadata` of a state dict, the byte order of a numpy type): read
/// over.
void PickleReader::build() {
  pop();
  const Kind kind = top().kind;
  if (kind != Kind::dict && kind != Kind::other && kind != Kind::tensor)
    fail(fmt::format("damaged pickle: attributes for a {}", to_string(kind)));
}

/// ('storage', class, key, location, count) or, in the stream format, with a sixth entry: None or
/// (view key, offset, size). The location says where it was in training; it is read over.
void PickleReader::persistent() {
  const std::vector<Id> parts = list_of(pop(), "a persistent id");
  if (parts.size() != 5 && parts.size() != 6)
    fail(fmt::format("damaged pickle: a storage of {} parts, expected 5 or 6", parts.size()));
  if (const std::string_view word = text_of(parts[0], "a persistent id"); word != "storage") {
    fail(fmt::format("it holds a persistent '{}', which is not part of a checkpoint",
                     core::shown(word)));
  }
  const PickleValue& type = value(parts[1]);
  if (type.kind != Kind::global || type.number < storage_base)
    fail("damaged pickle: a storage without a type");
  PickleStorage made;
  made.element = static_cast<Element>(type.number - storage_base);
  made.key = text_of(parts[2], "a storage's key");
  made.count = integer_of(parts[4], "a storage's size");
  if (made.count < 0) fail("damaged pickle: a storage of negative size");
  if (parts.size() == 6 && value(parts[5]).kind != Kind::none) {
    const std::vector<Id>& view = list_of(parts[5], "a storage's view");
    if (view.size() != 3) fail("damaged pickle: a storage's view is not of 3 parts");
    made.view = {text_of(view[0], "a view's key"), integer_of(view[1], "a view's offset"),
                 integer_of(view[2], "a view's size")};
  }
  push({Kind::storage, static_cast<std::int64_t>(pickle_.storages_.size()), {}});
  pickle_.storages_.push_back(made);
}

}  // namespace siamrt::model
