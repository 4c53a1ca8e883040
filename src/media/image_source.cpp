#include "media/image_source.hpp"

#include "media/image_reader.hpp"
#include "media/sources.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <utility>

namespace siamrt::media {
namespace {

class ImageFiles final : public ImageSource {
 public:
  ImageFiles(std::vector<std::string> files, const std::string& place) : files_(std::move(files)) {
    require_one(place);
  }

 private:
  std::int64_t size() const noexcept override { return static_cast<std::int64_t>(files_.size()); }
  std::string name_of(std::int64_t index) const override {
    return files_[static_cast<std::size_t>(index)];
  }
  std::optional<Frame> read(std::int64_t index) const override {
    return read_image(name_of(index));
  }

  std::vector<std::string> files_;
};

}  // namespace

void ImageSource::require_one(const std::string& place) {
  for (std::int64_t i = 0; i < size() && !first_frame_; ++i) {
    first_frame_ = read(i);
    first_good_ = i;
  }
  if (first_frame_) return;
  const std::string problem = size() == 1 ? "no picture that decodes"
                                          : fmt::format("none of its {} images decodes", size());
  throw Error(Error::Kind::input, fmt::format("{}: {}", place, problem));
}

FrameSource::Read ImageSource::next(Frame& frame) {
  if (next_ >= size()) return Read::end;
  index_ = next_++;
  if (index_ < first_good_) return Read::unreadable;
  std::optional<Frame> found = index_ == first_good_ && first_frame_
                                   ? std::exchange(first_frame_, std::nullopt)
                                   : read(index_);
  if (!found) return Read::unreadable;
  frame = std::move(*found);
  return Read::frame;
}

bool ImageSource::seek(std::int64_t index) {
  if (index < 0 || index > size()) return false;
  next_ = index;
  return true;
}

std::unique_ptr<FrameSource> open_images(std::vector<std::string> files, const std::string& place) {
  return std::make_unique<ImageFiles>(std::move(files), place);
}

}  // namespace siamrt::media
