#pragma once

#include <siamrt/error.hpp>
#include <siamrt/frame_source.hpp>

#include <opencv2/core.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace siamrt::test {

/// A picture whose every frame differs: a gradient and a disc that moves with `index`.
cv::Mat picture(int index, int width = 64, int height = 48);

/// Writes `count` pictures as `first`, `first` + 1, ... in `folder` with the printf pattern `name`.
void write_pictures(const std::filesystem::path& folder, const std::string& name, int count,
                    int first = 1);

/// Writes a video by OpenCV; `fourcc` e.g. MJPG.
void write_video(const std::filesystem::path& path, const std::string& fourcc, int count,
                 int width = 64, int height = 48);

std::string read_bytes(const std::filesystem::path& path);
void write_bytes(const std::filesystem::path& path, const std::string& bytes);

/// Largest absolute difference of two pictures of equal size; 256 for unequal sizes or types.
double largest_difference(const cv::Mat& a, const cv::Mat& b);

/// All that a source gives, read to the end.
struct Reading {
  std::vector<FrameSource::Read> reads;
  std::vector<Frame> frames;
  std::vector<std::string> names;
};

Reading read_all(FrameSource& source);
Reading read_all(const std::filesystem::path& input);

/// The message of the error that opening an input gives; it must be one line of the kind `kind`.
std::string error_of_opening(const std::string& input, Error::Kind kind = Error::Kind::input);

/// What a process prints on stderr (file descriptor 2) while it lives.
class StderrCapture {
 public:
  StderrCapture();
  ~StderrCapture();
  std::string text();

 private:
  std::string path_;
  int old_;
};

}  // namespace siamrt::test
