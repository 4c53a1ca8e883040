#include "media/image_writer.hpp"

#include "core/atomic_file.hpp"
#include "media/quiet_opencv.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <opencv2/imgcodecs.hpp>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace siamrt::media {
namespace {

namespace fs = std::filesystem;

class ImageFolder final : public FrameSink {
 public:
  explicit ImageFolder(const std::string& folder) : folder_(folder) {
    std::error_code code;
    fs::create_directories(folder_, code);
    if (!code) return;
    throw Error(Error::Kind::system,
                fmt::format("{}: cannot make the folder: {}", folder, code.message()));
  }

  void write(const Frame& frame) override {
    const std::string path = (folder_ / fmt::format("{:06}.jpg", written_)).string();
    if (written_ > 0 && frame.size() != size_) {
      throw Error(Error::Kind::input,
                  fmt::format("{}: a frame of {}x{}, those before are {}x{}", path, frame.cols,
                              frame.rows, size_.width, size_.height));
    }
    const QuietOpenCv quiet;
    if (!cv::imencode(".jpg", frame, bytes_, {cv::IMWRITE_JPEG_QUALITY, 95})) {
      throw Error(Error::Kind::system, fmt::format("{}: cannot encode the picture", path));
    }
    core::write_atomically(path, {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()});
    size_ = frame.size();
    ++written_;
  }

  void finish() override {}

 private:
  fs::path folder_;
  std::int64_t written_ = 0;
  cv::Size size_;
  std::vector<unsigned char> bytes_;
};

}  // namespace

std::unique_ptr<FrameSink> open_image_folder(const std::string& folder) {
  return std::make_unique<ImageFolder>(folder);
}

}  // namespace siamrt::media
