#include "model/pickle.hpp"

#include "model/pickle_reader.hpp"

#include <array>

namespace siamrt::model {

std::int64_t size_of(Element element) noexcept {
  switch (element) {
    case Element::f64:
    case Element::i64:
      return 8;
    case Element::f32:
    case Element::i32:
      return 4;
    case Element::f16:
    case Element::bf16:
    case Element::i16:
      return 2;
    case Element::i8:
    case Element::u8:
    case Element::boolean:
      return 1;
  }
  return 1;
}

const char* to_string(Element element) noexcept {
  constexpr std::array<const char*, 10> names = {"float16", "bfloat16", "float32", "float64",
                                                 "int8",    "uint8",    "int16",   "int32",
                                                 "int64",   "bool"};
  return names[static_cast<std::size_t>(element)];
}

const char* to_string(PickleValue::Kind kind) noexcept {
  constexpr std::array<const char*, 10> names = {"None", "bool", "int",     "str",    "list",
                                                 "dict", "type", "storage", "tensor", "value"};
  return names[static_cast<std::size_t>(kind)];
}

Pickle::Pickle(std::string_view bytes, std::size_t& at, const std::string& place) {
  PickleReader reader(*this, bytes, at, place);
  root_ = reader.run();
  at = reader.position();
}

const PickleValue* Pickle::find(const PickleValue& dict, std::string_view key) const {
  if (dict.kind != PickleValue::Kind::dict) return nullptr;
  const PickleValue* found = nullptr;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const PickleValue& name = values_[dict.items[i]];
    if (name.kind == PickleValue::Kind::text && name.text == key)
      found = &values_[dict.items[i + 1]];
  }
  return found;
}

}  // namespace siamrt::model
