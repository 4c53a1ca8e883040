#include "damage.hpp"

#include "pictures.hpp"

extern "C" {
#include <libavformat/avformat.h>
}

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <random>
#include <stdexcept>

#include <jpeglib.h>

namespace siamrt::test {
namespace fs = std::filesystem;

namespace {

std::string big_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// The CRC of PNG, bit by bit as its specification describes it.
std::uint32_t plain_crc(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
  }
  return ~crc;
}

}  // namespace

void break_packet(const fs::path& video, int index, int keep) {
  AVFormatContext* format = nullptr;
  if (avformat_open_input(&format, video.c_str(), nullptr, nullptr) < 0)
    throw std::runtime_error("no video");
  AVPacket* packet = av_packet_alloc();
  std::int64_t position = -1;
  int size = 0;
  for (int i = 0; av_read_frame(format, packet) >= 0; ++i) {
    if (i == index) {
      position = packet->pos;
      size = packet->size;
    }
    av_packet_unref(packet);
  }
  av_packet_free(&packet);
  avformat_close_input(&format);
  if (position < 0) throw std::runtime_error("no such packet");
  std::string bytes = read_bytes(video);
  std::mt19937 random(7);
  const auto start = static_cast<std::size_t>(position);
  for (int i = keep; i < size; ++i)
    bytes[start + static_cast<std::size_t>(i)] = static_cast<char>(random());
  write_bytes(video, bytes);
}

std::string cmyk_jpeg(const cv::Mat& cmyk) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<JDIMENSION>(cmyk.cols);
  jpeg.image_height = static_cast<JDIMENSION>(cmyk.rows);
  jpeg.input_components = 4;
  jpeg.in_color_space = JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  for (int y = 0; y < cmyk.rows; ++y) {
    auto* row = const_cast<unsigned char*>(cmyk.ptr(y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(memory), size);
  std::free(memory);
  return bytes;
}

std::string with_orientation(const std::string& jpeg, int orientation) {
  using namespace std::string_literals;
  const std::string exif = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s +
                           static_cast<char>(orientation) + "\0\0\0\0\0\0"s;
  return jpeg.substr(0, 2) + "\xff\xe1" +
         big_endian(static_cast<std::uint32_t>(exif.size() + 2), 2) + exif + jpeg.substr(2);
}

std::string with_chunk(const std::string& png, const std::string& type, const std::string& data,
                       bool broken_crc) {
  constexpr std::size_t after_header = 8 + 12 + 13;  // signature, then IHDR
  const std::uint32_t crc = plain_crc(type + data) ^ (broken_crc ? 1u : 0u);
  return png.substr(0, after_header) + big_endian(static_cast<std::uint32_t>(data.size()), 4) +
         type + data + big_endian(crc, 4) + png.substr(after_header);
}

void write_zip(const fs::path& zip, const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.rbegin(), files.rend());
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  if (archive_write_open_filename(writer, zip.c_str()) != ARCHIVE_OK)
    throw std::runtime_error("cannot write a zip");
  for (const fs::path& file : files) {
    const std::string bytes = read_bytes(file);
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, fs::relative(file, folder.parent_path()).c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(writer, entry);
    archive_write_data(writer, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_free(writer);
}

}  // namespace siamrt::test
