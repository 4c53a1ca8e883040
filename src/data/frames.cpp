#include "data/frames.hpp"

#include "media/image_files.hpp"
#include "media/image_reader.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace siamrt::data {
namespace {

class TreeFrames final : public FrameStore {
 public:
  TreeFrames(std::shared_ptr<const FileTree> tree, ImageList images)
      : tree_(std::move(tree)), images_(std::move(images)) {}

  std::int64_t count() const override { return static_cast<std::int64_t>(images_.names.size()); }

  Frame read(std::int64_t index) const override {
    const std::string path = path_of(index);
    std::optional<Frame> frame = media::decode_image(tree_->read(path));
    if (!frame) {
      throw Error(
          Error::Kind::input,
          fmt::format("{}: no picture that can be read, or a damaged one", tree_->place(path)));
    }
    return std::move(*frame);
  }

  std::string name(std::int64_t index) const override { return tree_->place(path_of(index)); }

 private:
  std::string path_of(std::int64_t index) const {
    if (index < 0 || index >= count()) {
      throw Error(Error::Kind::usage, fmt::format("{}: frame {} of {} asked for",
                                                  tree_->place(images_.folder), index, count()));
    }
    return joined(images_.folder, images_.names[static_cast<std::size_t>(index)]);
  }

  std::shared_ptr<const FileTree> tree_;
  ImageList images_;
};

}  // namespace

ImageList find_images(const FileTree& tree, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    ImageList found{folder, tree.list(folder).files};
    found.names.erase(
        std::remove_if(found.names.begin(), found.names.end(),
                       [](const std::string& name) { return !media::is_image_name(name); }),
        found.names.end());
    if (!found.names.empty()) return found;
  }
  return {};
}

std::optional<long long> image_number(const std::string& name) {
  const std::size_t dot = std::min(name.rfind('.'), name.size());
  std::size_t start = dot;
  while (start > 0 && name[start - 1] >= '0' && name[start - 1] <= '9') --start;
  long long number = 0;
  const auto [rest, code] = std::from_chars(name.data() + start, name.data() + dot, number);
  if (start == dot || code != std::errc() || rest != name.data() + dot) return std::nullopt;
  return number;
}

std::vector<long long> keep_range(ImageList& images, long long first, long long last) {
  std::map<long long, std::string> by_number;
  for (std::string& name : images.names) {
    if (const auto number = image_number(name)) by_number.emplace(*number, std::move(name));
  }
  images.names.clear();
  std::vector<long long> lacking;
  for (long long number = first; number <= last; ++number) {
    const auto found = by_number.find(number);
    if (found == by_number.end()) {
      lacking.push_back(number);
    } else {
      images.names.push_back(std::move(found->second));
    }
  }
  return lacking;
}

std::shared_ptr<const FrameStore> make_frames(std::shared_ptr<const FileTree> tree,
                                              ImageList images) {
  return std::make_shared<TreeFrames>(std::move(tree), std::move(images));
}

}  // namespace siamrt::data
