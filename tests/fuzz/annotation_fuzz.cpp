// Readers of annotations: any text gives rows or an Error(input) of one line that names the file.
// The first byte chooses the reader: JSON, truth text, NFS rows or flags.

#include "data/annotations.hpp"
#include "data/truth_text.hpp"
#include "require.hpp"

#include <siamrt/error.hpp>

#include <cstdint>
#include <cstring>

namespace {

void check(const siamrt::data::Annotation& found) {
  SIAMRT_REQUIRE(!found.truth.empty());
  SIAMRT_REQUIRE(found.polygons.empty() || found.polygons.size() == found.truth.size());
  SIAMRT_REQUIRE(found.rectangles.size() == found.polygons.size());
  SIAMRT_REQUIRE(found.omitted >= 0 &&
                 static_cast<std::size_t>(found.omitted) < found.truth.size());
}

void check(const siamrt::data::TruthRows& rows) {
  SIAMRT_REQUIRE(!rows.boxes.empty());
  SIAMRT_REQUIRE(rows.polygons.empty() || rows.polygons.size() == rows.boxes.size());
  SIAMRT_REQUIRE(rows.rectangles.size() == rows.polygons.size());
}

void read(std::uint8_t reader, std::string_view text) {
  using namespace siamrt::data;
  const std::string place = "truth.txt";
  switch (reader % 4) {
    case 0:
      for (const Annotation& found : parse_annotations(text, place)) check(found);
      return;
    case 1:
      check(parse_truth(text, place));
      return;
    case 2:
      check(parse_vatic(text, place));
      return;
    default:
      SIAMRT_REQUIRE(parse_flags(text, place).size() <= text.size());
      return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    read(data[0], std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  } catch (const siamrt::Error& error) {
    SIAMRT_REQUIRE(error.kind() == siamrt::Error::Kind::input);
    SIAMRT_REQUIRE(std::strpbrk(error.what(), "\r\n") == nullptr);
    SIAMRT_REQUIRE(std::strncmp(error.what(), "truth.txt:", 10) == 0);
  }
  return 0;
}
