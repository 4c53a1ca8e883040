#include "media/quiet_opencv.hpp"
#include "media/sources.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <opencv2/videoio.hpp>

namespace siamrt::media {
namespace {

class CameraSource final : public FrameSource {
 public:
  explicit CameraSource(int camera) : camera_(camera) {
    const QuietOpenCv quiet;
    capture_.setExceptionMode(false);
    if (!capture_.open(camera, cv::CAP_V4L2) || !capture_.grab()) {
      throw Error(Error::Kind::system,
                  fmt::format("camera {}: no such camera, or it gives no picture", camera));
    }
    grabbed_ = true;
  }

  ~CameraSource() override {
    const QuietOpenCv quiet;  // the driver of an unplugged one refuses even this
    capture_.release();
  }
  CameraSource(const CameraSource&) = delete;
  CameraSource& operator=(const CameraSource&) = delete;

  Read next(Frame& frame) override {
    const QuietOpenCv quiet;
    if (!grabbed_ && !capture_.grab()) return Read::end;
    grabbed_ = false;
    ++index_;
    Frame fresh;  // retrieve() may hand out memory that the next grab overwrites
    if (!capture_.retrieve(fresh) || fresh.type() != CV_8UC3) return Read::unreadable;
    frame = fresh.clone();
    return Read::frame;
  }

  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return std::nullopt; }
  double fps() const noexcept override {
    const double stated = capture_.get(cv::CAP_PROP_FPS);
    return stated > 0 ? stated : 25;
  }
  bool seek(std::int64_t /*index*/) override { return false; }
  Kind kind() const noexcept override { return Kind::camera; }
  std::string name() const override { return fmt::format("camera {}#{}", camera_, index_); }

 private:
  int camera_;
  cv::VideoCapture capture_;
  bool grabbed_ = false;  ///< the first picture, taken to see that there is one, still waits
  std::int64_t index_ = -1;
};

}  // namespace

std::unique_ptr<FrameSource> open_camera(int index) {
  return std::make_unique<CameraSource>(index);
}

}  // namespace siamrt::media
