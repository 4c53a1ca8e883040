#include "sweep/entry.hpp"

#include "core/digest.hpp"
#include "core/numbers.hpp"

#include <fmt/core.h>

namespace siamrt::sweep {

std::string key_of(const nlohmann::ordered_json& identity) {
  constexpr std::size_t digits = 16;
  return core::sha256(identity.dump()).substr(0, digits);
}

std::string run_folder(const std::string& sweep_folder, const Entry& entry) {
  return fmt::format("{}/runs/{}", sweep_folder, entry.key);
}

Shard Shard::parse(const std::string& text) {
  constexpr long long most = 100000;
  const std::size_t cut = text.find('/');
  if (cut != std::string::npos) {
    const auto number = core::to_integer(text.substr(0, cut));
    const auto count = core::to_integer(text.substr(cut + 1));
    if (number && count && *count >= 1 && *count <= most && *number >= 1 && *number <= *count)
      return {static_cast<int>(*number), static_cast<int>(*count)};
  }
  throw Error(Error::Kind::usage,
              fmt::format("--shard '{}': expected i/n with i from 1 to n, as in 2/4", text));
}

}  // namespace siamrt::sweep
