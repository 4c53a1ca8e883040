// media::parse_list: any text gives paths or an Error(input) of one line.

#include "media/list_file.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <cstdint>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    std::size_t last = 0;
    const auto entries = siamrt::media::parse_list(text, "list.txt");
    SIAMRT_REQUIRE(!entries.empty());
    for (const siamrt::media::ListEntry& entry : entries) {
      SIAMRT_REQUIRE(!entry.path.empty() && entry.path[0] != '#');
      SIAMRT_REQUIRE(entry.path.find('\n') == std::string::npos &&
                     entry.path.find('\0') == std::string::npos);
      SIAMRT_REQUIRE(entry.line > last && text.find(entry.path) != std::string_view::npos);
      last = entry.line;
    }
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::input);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
    SIAMRT_REQUIRE(std::strncmp(error.what(), "list.txt:", 9) == 0);
  }
  return 0;
}
