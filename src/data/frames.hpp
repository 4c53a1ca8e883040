#pragma once

#include "data/dataset.hpp"
#include "data/file_tree.hpp"

#include <optional>
#include <string>
#include <vector>

namespace siamrt::data {

/// Images of a sequence: `names` in `folder` of a tree.
struct ImageList {
  std::string folder;
  std::vector<std::string> names;
};

/// Images of the first of `folders` that holds any, natural order.
ImageList find_images(const FileTree& tree, const std::vector<std::string>& folders);

/// The number that ends a name before its extension: `img00017.jpg` gives 17.
std::optional<long long> image_number(const std::string& name);

/// Keeps the images numbered first..last. Returns the numbers that are not there.
std::vector<long long> keep_range(ImageList& images, long long first, long long last);

/// Frames of a list, decoded when asked for by the rules of media/image_reader.hpp.
std::shared_ptr<const FrameStore> make_frames(std::shared_ptr<const FileTree> tree,
                                              ImageList images);

}  // namespace siamrt::data
