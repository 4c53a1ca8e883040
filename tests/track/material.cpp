#include "track/material.hpp"

#include "core/numbers.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include <fmt/core.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

namespace siamrt::test {
namespace {

uchar to_byte(double value) { return cv::saturate_cast<uchar>(std::floor(value + 0.5)); }

}  // namespace

Frame made_frame(int t) {
  Frame frame(360, 480, CV_8UC3);
  const int left = 200 + 4 * t;
  const int top = 150 + 3 * t;
  for (int i = 0; i < frame.rows; ++i) {
    for (int j = 0; j < frame.cols; ++j) {
      const bool on_patch = i >= top && i < top + 44 && j >= left && j < left + 60;
      for (int c = 0; c < 3; ++c) {
        const double value =
            on_patch
                ? 60 * std::sin(0.35 * (i - top) + 2 * c) + 60 * std::cos(0.29 * (j - left) + c)
                : 55 * std::sin(0.11 * i + c) + 55 * std::cos(0.07 * j * (c + 1));
        frame.at<cv::Vec3b>(i, j)[c] = to_byte(127.5 + value);
      }
    }
  }
  return frame;
}

Frame made_image(int size, int phase) {
  Frame image(size, size, CV_8UC3);
  const int from = static_cast<int>(0.42 * size);
  const int to = static_cast<int>(0.58 * size);
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      for (int c = 0; c < 3; ++c) {
        const double v = 127.5 + 55 * std::sin(0.11 * (i + phase) + c) +
                         55 * std::cos(0.07 * (j - phase) * (c + 1));
        const bool inner = i >= from && i < to && j >= from && j < to;
        image.at<cv::Vec3b>(i, j)[c] = to_byte(inner ? 255 - v : v);
      }
    }
  }
  return image;
}

std::uint32_t crc32(const cv::Mat& image) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (int y = 0; y < image.rows; ++y) {
    const uchar* row = image.ptr(y);
    for (size_t i = 0; i < static_cast<size_t>(image.cols) * image.elemSize(); ++i) {
      crc ^= row[i];
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

Frame clip_frame(int index) {
  const auto path =
      shared_dir() / "golden" / "siamfcpp" / "frames" / fmt::format("{:06}.png", index);
  Frame frame = cv::imread(path.string(), cv::IMREAD_COLOR);
  if (frame.empty()) throw std::runtime_error(path.string() + ": unreadable");
  return frame;
}

std::vector<Frame> bag_frames() {
  cv::VideoCapture video((shared_dir() / "sequences" / "bag.avi").string());
  std::vector<Frame> frames;
  for (Frame frame; video.read(frame);) frames.push_back(frame.clone());
  return frames;
}

nlohmann::json read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path.string() + ": unreadable");
  return nlohmann::json::parse(file);
}

cv::Mat image_of(const NpyArray& array, size_t item) {
  const size_t axes = array.shape.size();
  const int rows = static_cast<int>(array.shape.at(axes - 3));
  const int cols = static_cast<int>(array.shape.at(axes - 2));
  cv::Mat image(rows, cols, CV_8UC3);
  const size_t bytes = static_cast<size_t>(rows) * static_cast<size_t>(cols) * 3;
  std::copy_n(array.bytes.data() + item * bytes, bytes, image.ptr<char>());
  return image;
}

std::vector<std::vector<double>> read_csv_numbers(const std::filesystem::path& path) {
  std::istringstream text(read_text(path.string()));
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(text, line);  // the heading
  while (std::getline(text, line)) {
    std::vector<double>& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(core::to_double(cell).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
  }
  return rows;
}

std::filesystem::path archive(const std::string& name) {
  return build_dir() / "archives" / (name + ".pt");
}

}  // namespace siamrt::test
