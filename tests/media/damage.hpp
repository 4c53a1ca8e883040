#pragma once

#include <opencv2/core.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace siamrt::test {

/// Replaces the bytes of video packet `index` (order of the file) from byte `keep` on by noise.
void break_packet(const std::filesystem::path& video, int index, int keep = 4);

/// JPEG bytes of a picture of four channels (inverted CMYK, as Adobe writes it).
std::string cmyk_jpeg(const cv::Mat& cmyk);

/// The JPEG with an EXIF block of this orientation.
std::string with_orientation(const std::string& jpeg, int orientation);

/// The PNG with one more chunk behind its header; the CRC is right unless `broken_crc`.
std::string with_chunk(const std::string& png, const std::string& type, const std::string& data,
                       bool broken_crc = false);

/// Writes a zip file with the files of a folder, their names relative to its parent, in reverse
/// order.
void write_zip(const std::filesystem::path& zip, const std::filesystem::path& folder);

}  // namespace siamrt::test
