#include "session/truth.hpp"

#include "data/dataset.hpp"

#include <siamrt/error.hpp>

#include <filesystem>

namespace siamrt::session {
namespace {

namespace fs = std::filesystem;

/// A sequence's own folder; a whole benchmark would take long to look through and has no clip.
bool holds_truth(const fs::path& folder) {
  std::error_code unknown;
  for (const auto& entry : fs::directory_iterator(folder, unknown)) {
    if (entry.path().filename().string().rfind("groundtruth", 0) == 0) return true;
  }
  return false;
}

}  // namespace

std::vector<Truth> find_truth(const std::string& input) {
  std::error_code unknown;
  if (!fs::is_directory(input, unknown) || !holds_truth(input)) return {};
  std::vector<Truth> found;
  try {
    data::OpenOptions options;
    options.root = input;
    options.available = true;
    options.frames = data::Frames::none;
    const data::Dataset set = data::open_dataset("folder", options);
    for (const data::Sequence& sequence : set.sequences) {
      Truth truth;
      truth.boxes = sequence.truth;
      for (Box& box : truth.boxes) {
        box.x -= set.one_based ? 1 : 0;
        box.y -= set.one_based ? 1 : 0;
      }
      found.push_back(std::move(truth));
    }
  } catch (const Error&) {  // no truth that could be read: nothing to compare with
  }
  return found;
}

}  // namespace siamrt::session
