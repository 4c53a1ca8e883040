#include "data/dataset.hpp"

#include "core/near.hpp"
#include "data/benchmark.hpp"
#include "data/names.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace siamrt::data {

Box Sequence::start_box(bool one_based, std::int64_t index) const {
  if (index < 0 || index >= static_cast<std::int64_t>(truth.size()) ||
      !is_valid(truth[static_cast<std::size_t>(index)])) {
    throw Error(Error::Kind::input, fmt::format("{}: no truth to start from in frame {} of {}",
                                                name, index, truth.size()));
  }
  Box box = truth[static_cast<std::size_t>(index)];
  if (one_based) {
    box.x -= 1;
    box.y -= 1;
  }
  return box;
}

const Sequence* Dataset::find(const std::string& wanted) const {
  for (const Sequence& sequence : sequences) {
    if (sequence.name == wanted) return &sequence;
  }
  const std::string key = canonical(wanted);
  for (const Sequence& sequence : sequences) {
    if (canonical(sequence.name) == key) return &sequence;
  }
  return nullptr;
}

const std::vector<std::string>& dataset_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = benchmark_names();
    all.emplace_back("folder");
    return all;
  }();
  return names;
}

Dataset open_dataset(const std::string& name, const OpenOptions& options) {
  const Benchmark* benchmark = find_benchmark(name);
  if (benchmark == nullptr && name != "folder") {
    const std::string near = core::nearest(name, dataset_names());
    throw Error(Error::Kind::usage,
                fmt::format("data set '{}': unknown{}; known are {}", name,
                            near.empty() ? "" : fmt::format(", did you mean '{}'?", near),
                            fmt::join(dataset_names(), ", ")));
  }
  if (options.root.empty() && options.annotations.empty()) {
    throw Error(Error::Kind::usage,
                fmt::format("data set '{}': give its folder (--data) or an annotation file "
                            "(--annotations)",
                            name));
  }
  return benchmark == nullptr ? open_folder(options) : open_benchmark(*benchmark, options);
}

}  // namespace siamrt::data
