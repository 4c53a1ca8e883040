#include "pictures.hpp"

#include "support/shared.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace siamrt::test {
namespace fs = std::filesystem;

cv::Mat picture(int index, int width, int height) {
  cv::Mat image(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.at<cv::Vec3b>(y, x) =
          cv::Vec3b(static_cast<uchar>(x * 255 / width), static_cast<uchar>(y * 255 / height),
                    static_cast<uchar>((x + y + 3 * index) % 256));
    }
  }
  cv::circle(image, {(5 + 3 * index) % width, height / 2}, height / 6, {30, 220, 240}, cv::FILLED);
  return image;
}

void write_pictures(const fs::path& folder, const std::string& name, int count, int first) {
  fs::create_directories(folder);
  for (int i = 0; i < count; ++i) {
    char text[200];
    std::snprintf(text, sizeof text, name.c_str(), first + i);
    if (!cv::imwrite((folder / text).string(), picture(i)))
      throw std::runtime_error("cannot write a picture");
  }
}

void write_video(const fs::path& path, const std::string& fourcc, int count, int width,
                 int height) {
  const int code = cv::VideoWriter::fourcc(fourcc[0], fourcc[1], fourcc[2], fourcc[3]);
  cv::VideoWriter writer(path.string(), cv::CAP_FFMPEG, code, 25, {width, height});
  if (!writer.isOpened()) throw std::runtime_error("no encoder for " + fourcc);
  for (int i = 0; i < count; ++i) writer.write(picture(i, width, height));
}

std::string read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size() || a.type() != b.type()) return 256;
  return cv::norm(a, b, cv::NORM_INF);
}

Reading read_all(FrameSource& source) {
  Reading all;
  Frame frame;
  for (auto read = source.next(frame); read != FrameSource::Read::end; read = source.next(frame)) {
    all.reads.push_back(read);
    if (read == FrameSource::Read::frame) all.frames.push_back(frame.clone());
    all.names.push_back(source.name());
  }
  return all;
}

Reading read_all(const fs::path& input) { return read_all(*FrameSource::open(input.string())); }

std::string error_of_opening(const std::string& input, Error::Kind kind) {
  try {
    FrameSource::open(input);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.what();
  }
  return "no error";
}

StderrCapture::StderrCapture() : path_((temporary_dir() / "stderr").string()), old_(::dup(2)) {
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::fflush(stderr);
  ::dup2(file, 2);
  ::close(file);
}

StderrCapture::~StderrCapture() {
  std::fflush(stderr);
  ::dup2(old_, 2);
  ::close(old_);
}

std::string StderrCapture::text() {
  std::fflush(stderr);
  return read_bytes(path_);
}

}  // namespace siamrt::test
