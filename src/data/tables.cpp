#include "data/tables.hpp"

#include "data/names.hpp"

namespace siamrt::data {

const Listed* find_listed(const List& list, const std::string& name) {
  for (const Listed& item : list) {
    if (name == item.name) return &item;
  }
  const std::string key = canonical(name);
  for (const Listed& item : list) {
    if (key == canonical(item.name)) return &item;
  }
  return nullptr;
}

}  // namespace siamrt::data
