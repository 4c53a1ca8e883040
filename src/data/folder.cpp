#include "data/benchmark.hpp"
#include "data/got10k_files.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace siamrt::data {
namespace {

/// A folder that holds a sequence: one target for each truth file.
struct Found {
  std::string folder;
  std::string name;
  std::vector<std::string> truth;  ///< names of its truth files
};

bool is_rect_file(const std::string& name) {
  const std::string start = "groundtruth_rect";
  return name.compare(0, start.size(), start) == 0 && name.size() > 4 &&
         name.compare(name.size() - 4, 4, ".txt") == 0;
}

std::vector<std::string> truth_files(const Listing& listing) {
  std::vector<std::string> found;
  for (const std::string& name : listing.files) {
    if (is_rect_file(name)) found.push_back(name);
  }
  const bool plain = std::find(listing.files.begin(), listing.files.end(), "groundtruth.txt") !=
                     listing.files.end();
  if (found.empty() && plain) found.emplace_back("groundtruth.txt");
  return found;
}

void search(const FileTree& tree, const std::string& folder, const std::string& name, int depth,
            std::vector<Found>& found) {
  const Listing listing = tree.list(folder);
  std::vector<std::string> truth = truth_files(listing);
  if (!truth.empty()) {
    found.push_back({folder, name, std::move(truth)});
    return;
  }
  if (depth == 0) return;
  for (const std::string& inner : listing.folders)
    search(tree, joined(folder, inner), inner, depth - 1, found);
}

/// Order of GOT-10k's list.txt where the top has one, else as found (natural order).
void sort_by_list(const FileTree& tree, std::vector<Found>& found, std::vector<Missing>& missing) {
  if (!tree.has_file("list.txt")) return;
  std::map<std::string, Found> by_name;
  for (Found& item : found) by_name.emplace(item.name, std::move(item));
  found.clear();
  for (const std::string& name : lines_of(tree.read("list.txt"))) {
    const auto item = by_name.find(name);
    if (item == by_name.end()) {
      missing.push_back(
          {name, fmt::format("listed in {}, no such folder with truth", tree.place("list.txt"))});
    } else {
      found.push_back(item->second);
      by_name.erase(item);
    }
  }
}

const std::vector<std::string>& image_folders() {
  static const std::vector<std::string> names = {"img", "imgs", "images", "color", "frames", ""};
  return names;
}

/// `groundtruth_rect.2.txt` gives 2: the second target of a clip.
std::string target_of(const std::string& truth_file) {
  const std::size_t start = std::string("groundtruth_rect").size();
  std::string middle = truth_file.substr(start, truth_file.size() - start - 4);
  middle.erase(0, std::min(middle.find_first_not_of("._-"), middle.size()));
  return middle;
}

/// Cuts the images to the benchmark's range where the clip is OTB's and only that fits: its folders
/// hold more images than rows (David from 300, Diving to 215, ...).
std::vector<long long> cut_to_range(const Sequence& sequence, ImageList& images) {
  if (images.names.size() <= sequence.truth.size()) return {};
  const Listed* listed = find_listed(otb_list(), sequence.name);
  if (listed == nullptr) return {};
  const auto rows = static_cast<std::size_t>(listed->rows());
  return rows == sequence.truth.size() ? keep_range(images, listed->first, listed->last)
                                       : std::vector<long long>{};
}

struct Loaded {
  Sequence sequence;
  bool one_based = false;
};

std::optional<Loaded> load(const std::shared_ptr<const FileTree>& tree, const Found& found,
                           const std::string& truth, Frames frames) {
  const std::string path = joined(found.folder, truth);
  const std::string text = tree->read(path);
  if (found.truth.size() > 1 && text.find_first_not_of(" \t\r\n") == std::string::npos)
    return std::nullopt;  // Human4: the first of two files is empty
  Loaded loaded;
  Sequence& sequence = loaded.sequence;
  sequence.name = found.name;
  if (found.truth.size() > 1) sequence.name += "-" + target_of(truth);
  take_truth(sequence, parse_truth(text, tree->place(path)), tree->place(path));
  std::vector<std::string> folders;
  for (const std::string& inner : image_folders()) folders.push_back(joined(found.folder, inner));
  ImageList images = find_images(*tree, folders);
  // OTB and LaSOT keep images in img and count from 1; GOT-10k beside the truth, VOT in color, from
  // 0.
  const bool plain = truth == "groundtruth.txt";
  const std::string inner = base_name(images.folder);
  loaded.one_based = !plain || (inner == "img" && images.folder != found.folder);
  if (plain && !loaded.one_based) read_got10k_labels(*tree, found.folder, sequence);
  if (!loaded.one_based) find_size(tree, images, sequence);
  if (images.folder.empty() && images.names.empty()) images.folder = joined(found.folder, "img");
  const std::vector<long long> lacking = cut_to_range(sequence, images);
  attach_frames(sequence, tree, std::move(images), lacking, frames);
  return loaded;
}

List no_list(const FileTree* /*tree*/, const std::string& /*base*/) { return {}; }

Places annotated_places(const Listed& listed, const std::string& base) {
  Places places;
  const std::string folder = joined(base, listed.in());
  for (const std::string& inner : image_folders()) places.images.push_back(joined(folder, inner));
  return places;
}

/// Everything that an annotation file holds. Boxes count from 1 as in OTB's kind of file, polygons
/// from 0 as in VOT's.
Dataset open_annotated(const OpenOptions& options) {
  Benchmark any;
  any.name = "folder";
  any.one_based = true;
  any.list = no_list;
  any.places = annotated_places;
  any.parse = parse_truth;
  Dataset dataset = open_benchmark(any, options);
  for (const Sequence& sequence : dataset.sequences) {
    if (!sequence.polygons.empty()) dataset.one_based = false;
  }
  return dataset;
}

}  // namespace

Dataset open_folder(const OpenOptions& options) {
  if (!options.annotations.empty()) return open_annotated(options);
  const auto tree = open_tree(options.root);
  Dataset dataset;
  dataset.name = "folder";
  std::vector<Found> found;
  search(*tree, "", base_name(options.root), 3, found);
  sort_by_list(*tree, found, dataset.missing);
  std::map<bool, std::string> origins;
  std::set<std::string> names;
  for (const Found& item : found) {
    for (const std::string& truth : item.truth) {
      try {
        auto loaded = load(tree, item, truth, options.frames);
        if (!loaded) continue;
        if (!names.insert(loaded->sequence.name).second) {
          throw Error(Error::Kind::input,
                      fmt::format("{}: two sequences named {}", tree->place(item.folder),
                                  loaded->sequence.name));
        }
        origins.emplace(loaded->one_based, loaded->sequence.name);
        dataset.one_based = loaded->one_based;
        dataset.sequences.push_back(std::move(loaded->sequence));
      } catch (const NotThere& problem) {
        dataset.missing.push_back({item.name, problem.what()});
      }
    }
  }
  if (found.empty() && dataset.missing.empty()) {
    throw Error(Error::Kind::input,
                fmt::format("{}: no sequence in it; expected folders or .tar/.zip files with "
                            "groundtruth_rect.txt and img/ (OTB) or groundtruth.txt (GOT-10k)",
                            options.root));
  }
  if (origins.size() > 1) {
    throw Error(Error::Kind::input,
                fmt::format("{}: {} is in OTB's layout (counted from 1), {} in GOT-10k's (from 0); "
                            "put them in two folders",
                            options.root, origins[true], origins[false]));
  }
  settle(dataset, 0, options.root, options.available);
  return dataset;
}

}  // namespace siamrt::data
