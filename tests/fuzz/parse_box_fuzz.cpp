// core::parse_box: any text gives a box or an Error of one line; a box survives the way through
// text.

#include "core/numbers.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <cstdint>
#include <cstring>

using siamrt::core::to_text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const siamrt::Box box = siamrt::core::parse_box(text);
    const std::string written =
        to_text(box.x) + "," + to_text(box.y) + "," + to_text(box.w) + "," + to_text(box.h);
    const siamrt::Box again = siamrt::core::parse_box(written);
    for (const auto side : {&siamrt::Box::x, &siamrt::Box::y, &siamrt::Box::w, &siamrt::Box::h}) {
      SIAMRT_REQUIRE(again.*side == box.*side ||
                     (box.*side != box.*side && again.*side != again.*side));
    }
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::usage);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
  }
  return 0;
}
