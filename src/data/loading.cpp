#include "data/loading.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

namespace siamrt::data {
namespace {

/// `0310, 0311, ...`: enough to find them, short enough for a line.
std::string some(const std::vector<long long>& numbers) {
  const std::size_t shown = std::min<std::size_t>(numbers.size(), 3);
  const std::vector<long long> first(numbers.begin(),
                                     numbers.begin() + static_cast<std::ptrdiff_t>(shown));
  return fmt::format("{}{}", fmt::join(first, ", "), numbers.size() > shown ? ", ..." : "");
}

std::string frame_problem(const Sequence& sequence, const FileTree& tree, const ImageList& images,
                          const std::vector<long long>& lacking) {
  if (images.names.empty()) {
    return images.folder.empty() ? "no images"
                                 : fmt::format("no images in {}", tree.place(images.folder));
  }
  const std::string folder = tree.place(images.folder);
  if (!lacking.empty()) {
    return fmt::format("{} of {} images are missing in {} (number {})", lacking.size(),
                       lacking.size() + images.names.size(), folder, some(lacking));
  }
  return fmt::format("{} images in {}, but {} rows of truth", images.names.size(), folder,
                     sequence.truth.size());
}

}  // namespace

void not_there(const std::string& what) { throw NotThere(what); }

std::string find_file(const FileTree& tree, const std::vector<std::string>& candidates) {
  for (const std::string& path : candidates) {
    if (tree.has_file(path)) return path;
  }
  const std::string first = candidates.empty() ? "" : candidates.front();
  not_there(fmt::format("no {}", tree.place(first)));
}

void take_truth(Sequence& sequence, TruthRows rows, const std::string& file) {
  sequence.truth = std::move(rows.boxes);
  sequence.polygons = std::move(rows.polygons);
  sequence.rectangles = std::move(rows.rectangles);
  sequence.form = std::move(rows.form);
  sequence.truth_file = file;
}

void attach_frames(Sequence& sequence, const std::shared_ptr<const FileTree>& tree,
                   ImageList images, const std::vector<long long>& lacking, Frames frames) {
  if (frames == Frames::none || tree == nullptr) return;
  const bool whole = lacking.empty() && !images.names.empty();
  if (whole && sequence.truth.size() == 1) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    sequence.truth.resize(images.names.size(), {nan, nan, nan, nan});
  }
  if (whole && images.names.size() == sequence.truth.size()) {
    sequence.frames = make_frames(tree, std::move(images));
  } else if (frames == Frames::required) {
    not_there(frame_problem(sequence, *tree, images, lacking));
  }
}

void find_size(const std::shared_ptr<const FileTree>& tree, const ImageList& images,
               Sequence& sequence) {
  if (sequence.width > 0 || images.names.empty()) return;
  try {
    const Frame frame = make_frames(tree, {images.folder, {images.names.front()}})->read(0);
    sequence.width = frame.cols;
    sequence.height = frame.rows;
  } catch (const Error&) {  // `bench` and `doctor` name it when they come to this image
  }
}

void settle(Dataset& dataset, std::size_t expected, const std::string& place, bool available) {
  dataset.partial = !dataset.missing.empty() || dataset.sequences.size() < expected;
  if (dataset.missing.empty() && !dataset.sequences.empty() && !dataset.partial) return;
  if (available && !dataset.sequences.empty()) return;
  constexpr std::size_t most = 8;
  std::vector<std::string> lines;
  // What is there but does not fit tells more than what is not there at all.
  for (const bool absent : {false, true}) {
    for (const Missing& item : dataset.missing) {
      if (lines.size() < most && (item.what.compare(0, 3, "no ") == 0) == absent)
        lines.push_back(fmt::format("{} ({})", item.sequence, item.what));
    }
  }
  const std::size_t total = std::max(expected, dataset.sequences.size() + dataset.missing.size());
  const std::size_t lacking = total - dataset.sequences.size();
  std::string text =
      fmt::format("{}: {}: {} of {} sequences missing", place, dataset.name, lacking, total);
  if (!lines.empty()) text += fmt::format(": {}", fmt::join(lines, "; "));
  if (lacking > lines.size() && !lines.empty())
    text += fmt::format("; and {} more", lacking - lines.size());
  if (!dataset.sequences.empty()) text += "; --available takes what is there";
  throw Error(Error::Kind::input, text);
}

}  // namespace siamrt::data
