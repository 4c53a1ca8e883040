#pragma once

#include <siamrt/frame_source.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace siamrt::media {

/// A row of still pictures: what image files and the entries of an archive have in common.
class ImageSource : public FrameSource {
 public:
  Read next(Frame& frame) final;
  std::int64_t index() const noexcept final { return index_; }
  std::optional<std::int64_t> count() const noexcept final { return size(); }
  double fps() const noexcept final { return 25; }
  bool seek(std::int64_t index) final;
  Kind kind() const noexcept final { return Kind::images; }
  std::string name() const final { return index_ < 0 ? std::string() : name_of(index_); }

 protected:
  virtual std::int64_t size() const noexcept = 0;
  virtual std::string name_of(std::int64_t index) const = 0;
  virtual std::optional<Frame> read(std::int64_t index) const = 0;

  /// Looks for the first picture that decodes and keeps it. Throws Error(input), naming `place`, if
  /// there is none. To be called once the pictures are known.
  void require_one(const std::string& place);

 private:
  std::int64_t index_ = -1;
  std::int64_t next_ = 0;
  std::int64_t first_good_ = -1;
  std::optional<Frame> first_frame_;  ///< of first_good_, until it is read
};

}  // namespace siamrt::media
