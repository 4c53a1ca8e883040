#include "media/sources.hpp"
#include "media/video_decoder.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

namespace siamrt::media {
namespace {

/// Frames of one video or stream. Seeking is exact: it decodes its way from the current frame or,
/// going back, from the first one, because containers' own indexes are off by frames often enough.
class VideoSource final : public FrameSource {
 public:
  VideoSource(std::string url, bool remote) : url_(std::move(url)), remote_(remote) {
    decoder_ = std::make_unique<VideoDecoder>(url_, remote_);
    live_ = decoder_->live();
    require_one();
  }

  Read next(Frame& frame) override;
  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return decoder_->count(); }
  double fps() const noexcept override { return decoder_->fps(); }
  bool seek(std::int64_t index) override;
  Kind kind() const noexcept override { return live_ ? Kind::stream : Kind::video; }
  std::string name() const override { return fmt::format("{}#{}", url_, index_); }

 private:
  void require_one();

  std::string url_;
  bool remote_;
  bool live_ = false;
  std::unique_ptr<VideoDecoder> decoder_;
  std::int64_t index_ = -1;
  std::int64_t lost_at_start_ = 0;  ///< frames before first_frame_ that are still to be reported
  std::optional<Frame> first_frame_;
};

void VideoSource::require_one() {
  Frame frame;
  Read read = decoder_->next(&frame);
  for (; read == Read::unreadable; read = decoder_->next(&frame)) ++lost_at_start_;
  if (read == Read::end) {
    const std::string problem = lost_at_start_ > 0
                                    ? fmt::format("none of its {} frames decodes", lost_at_start_)
                                    : std::string("a video with no frames");
    throw Error(Error::Kind::input, fmt::format("{}: {}", url_, problem));
  }
  first_frame_ = frame;
}

FrameSource::Read VideoSource::next(Frame& frame) {
  if (lost_at_start_ > 0) {
    --lost_at_start_;
    ++index_;
    return Read::unreadable;
  }
  if (first_frame_) {
    frame = *std::exchange(first_frame_, std::nullopt);
    ++index_;
    return Read::frame;
  }
  const Read read = decoder_->next(&frame);
  if (read != Read::end) ++index_;
  return read;
}

bool VideoSource::seek(std::int64_t index) {
  if (live_ || index < 0) return false;
  if (index <= index_) {
    decoder_ = std::make_unique<VideoDecoder>(url_, remote_);
    first_frame_.reset();
    lost_at_start_ = 0;
    index_ = -1;
  }
  for (; index_ + 1 < index; ++index_) {
    if (lost_at_start_ > 0) {
      --lost_at_start_;
    } else if (first_frame_) {
      first_frame_.reset();
    } else if (decoder_->next(nullptr) == Read::end) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::unique_ptr<FrameSource> open_video(const std::string& url, bool remote) {
  return std::make_unique<VideoSource>(url, remote);
}

}  // namespace siamrt::media
