#pragma once

#include "support/npz.hpp"
#include "support/shared.hpp"
#include "track/crop.hpp"

#include <siamrt/model.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::test {

/// frame(t) of tests/golden/synthetic/README.md: 480 x 360, BGR, a patterned patch that moves by
/// (4, 3) a frame.
Frame made_frame(int t);

/// image(size, phase) of the same page.
Frame made_image(int size, int phase);

/// CRC-32 (zlib's) of an 8-bit image's bytes, row by row.
std::uint32_t crc32(const cv::Mat& image);

/// Frame `index` of the real clip as the golden folders hold it (golden/siamfcpp/frames, 0 .. 10).
Frame clip_frame(int index);

/// All frames of sequences/bag.avi, through OpenCV.
std::vector<Frame> bag_frames();

/// A parsed JSON file.
nlohmann::json read_json(const std::filesystem::path& path);

/// An image out of the bytes of an npz array of shape [.., rows, cols, 3]; `item` counts along the
/// first axis.
cv::Mat image_of(const NpyArray& array, size_t item = 0);

/// Rows of numbers of a CSV file (.xz too) without its heading; cells that are no number become
/// NaN.
std::vector<std::vector<double>> read_csv_numbers(const std::filesystem::path& path);

/// Path of an archive that tests/golden/make_archives made: `filled/NAME.pt` or `real/NAME.pt`.
std::filesystem::path archive(const std::string& name);

}  // namespace siamrt::test

/// Skips a test where an archive could not be made (no real weights).
#define SIAMRT_NEEDS_ARCHIVE(name)                           \
  if (!std::filesystem::exists(siamrt::test::archive(name))) \
  GTEST_SKIP() << siamrt::test::archive(name) << " is absent"
