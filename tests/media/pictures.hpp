#pragma once

#include <opencv2/core.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace siamrt::test {

/// A picture whose every frame differs: a gradient, a disc that moves with `index`, some noise.
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

}  // namespace siamrt::test
