#include "data/opened.hpp"

#include <siamrt/error.hpp>

#include <opencv2/core.hpp>

#include <cmath>

namespace siamrt::test {

data::OpenOptions available(const MadeDownload& download, data::Frames frames) {
  data::OpenOptions options;
  options.root = download.path();
  options.available = true;
  options.frames = frames;
  return options;
}

int picture_number(const data::Sequence& sequence, std::int64_t index) {
  const Frame frame = sequence.frames->read(index);
  return static_cast<int>(std::lround(frame.at<cv::Vec3b>(6, 8)[0] / 2.0));
}

std::string error_of(const std::string& name, const data::OpenOptions& options) {
  try {
    data::open_dataset(name, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::vector<std::string> names(const data::Dataset& dataset) {
  std::vector<std::string> found;
  for (const data::Sequence& sequence : dataset.sequences) found.push_back(sequence.name);
  return found;
}

std::string missing_of(const data::Dataset& dataset, const std::string& name) {
  for (const data::Missing& item : dataset.missing) {
    if (item.sequence == name) return item.what;
  }
  return "not missing";
}

}  // namespace siamrt::test
