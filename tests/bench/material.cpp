#include "bench/material.hpp"

#include <siamrt/error.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace siamrt::test {

Frame MadeFrames::read(std::int64_t index) const {
  ++reads;
  if (index == broken) throw Error(Error::Kind::input, name(index) + ": does not decode");
  const Box& box = boxes_.at(static_cast<std::size_t>(index));
  Frame frame(120, 160, CV_8UC3);
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x) {
      const bool inside = x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
      const auto ground = static_cast<uchar>((x * 7 + y * 13 + x * y) % 90);
      frame.at<cv::Vec3b>(y, x) =
          inside ? cv::Vec3b(40, 200, 240) : cv::Vec3b(ground, ground, ground);
    }
  }
  return frame;
}

std::vector<Box> moving(int frames) {
  std::vector<Box> boxes;
  for (int i = 0; i < frames; ++i) boxes.push_back({40.0 + 2 * i, 30.0 + i, 30, 24});
  return boxes;
}

data::Sequence made_sequence(const std::string& name, const std::vector<Box>& truth) {
  data::Sequence sequence;
  sequence.name = name;
  sequence.truth = truth;
  return sequence;
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace siamrt::test
