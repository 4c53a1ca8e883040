// eval's readers of result files: any bytes give rows or an Error(input) of one line. The first
// byte chooses the reader.

#include "eval/mat_file.hpp"
#include "eval/result_text.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <cstdint>
#include <cstring>

namespace {

void read(std::uint8_t kind, const std::string& text) {
  if (kind % 4 == 0) {
    for (const auto& column : siamrt::eval::parse_times(text, "r.txt")) {
      SIAMRT_REQUIRE(!column.empty());
    }
  } else if (kind % 4 == 1) {
    for (const std::string& line : siamrt::eval::parse_result_lines(text)) {
      SIAMRT_REQUIRE(line.find('\n') == std::string::npos);
    }
  } else if (kind % 4 == 2) {
    siamrt::eval::read_mat_boxes(text, "r.txt");
  } else {
    const auto found = siamrt::eval::parse_result_boxes(text, "r.txt");
    SIAMRT_REQUIRE(found.boxes.empty() ==
                   (found.warnings.size() == 1 && found.warnings[0] == "r.txt: no boxes in it"));
    SIAMRT_REQUIRE(found.boxes.size() <= text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    read(data[0], std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::input);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
    SIAMRT_REQUIRE(std::strncmp(error.what(), "r.txt:", 6) == 0);
  }
  return 0;
}
