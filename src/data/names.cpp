#include "data/names.hpp"

#include <cctype>

namespace siamrt::data {

std::string canonical(const std::string& name) {
  std::string key = name;
  for (char& c : key) {
    c = c == '.' || c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const char* prefix : {"nfs-", "tpl-", "uav-"}) {
    if (key.size() > 4 && key.compare(0, 4, prefix) == 0) return key.substr(4);
  }
  // Human4's first truth file is empty: its one target goes by either name.
  if (key == "human4") return "human4-2";
  if (key == "motorroling") return "motorrolling";
  return key;
}

}  // namespace siamrt::data
