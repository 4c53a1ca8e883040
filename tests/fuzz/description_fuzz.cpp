// Any bytes as an archive's siamrt/model.yaml: taken, or refused with one line; never a crash, a
// hang or another exception. Seeds: corpus/description.

#include "model/description.hpp"

#include <siamrt/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const siamrt::Description d = siamrt::model::parse_description(text, "fuzz");
    // What was taken must hold what the reader promises.
    d.settings.check();
    for (const auto& entry : d.benchmarks) entry.second.check();
    if (d.grid_for(d.settings.search) < 1 || d.outputs.size() < 2) std::abort();
  } catch (const siamrt::Error& problem) {
    if (problem.kind() != siamrt::Error::Kind::model) std::abort();
    if (std::string(problem.what()).find('\n') != std::string::npos) std::abort();
  }
  return 0;
}
