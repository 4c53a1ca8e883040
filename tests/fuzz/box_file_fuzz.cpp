// media::parse_boxes: any text gives boxes or an Error(input) of one line; what is written reads
// back.

#include "media/box_file.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <cstdint>
#include <cstring>

namespace {

bool same(double a, double b) { return a == b || (a != a && b != b); }

void check_written(const std::vector<siamrt::media::BoxLine>& boxes) {
  std::string written;
  for (const auto& line : boxes)
    written += siamrt::media::box_line(line.box, line.score.value_or(0)) + "\n";
  const auto again = siamrt::media::parse_boxes(written, "again");
  SIAMRT_REQUIRE(again.size() == boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const siamrt::Box& a = boxes[i].box;
    const siamrt::Box& b = again[i].box;
    SIAMRT_REQUIRE(same(a.x, b.x) && same(a.y, b.y) && same(a.w, b.w) && same(a.h, b.h));
    SIAMRT_REQUIRE(same(boxes[i].score.value_or(0), again[i].score.value()));
    SIAMRT_REQUIRE(i == 0 || boxes[i].line > boxes[i - 1].line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto boxes = siamrt::media::parse_boxes(text, "boxes.csv");
    SIAMRT_REQUIRE(!boxes.empty());
    check_written(boxes);
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::input);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
    SIAMRT_REQUIRE(std::strncmp(error.what(), "boxes.csv:", 10) == 0);
  }
  return 0;
}
