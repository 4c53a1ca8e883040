#include "data/made_download.hpp"

#include "support/shared.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace siamrt::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

MadeDownload::MadeDownload() : root_(temporary_dir()) {}

void MadeDownload::file(const std::string& inner, const std::string& content) const {
  fs::create_directories((root_ / inner).parent_path());
  std::ofstream out(root_ / inner, std::ios::binary);
  out << content;
  if (!out.flush()) throw std::runtime_error("cannot write " + inner);
}

void MadeDownload::images(const std::string& folder, int first, int last, int digits) const {
  for (int number = first; number <= last; ++number)
    file(fmt::format("{}/{:0{}}.jpg", folder, number, digits), picture_bytes(number));
}

void MadeDownload::pack(const std::string& folder, const std::string& archive, bool bare) const {
  const std::unique_ptr<::archive, decltype(&archive_write_free)> writer(archive_write_new(),
                                                                         archive_write_free);
  const bool zip = archive.size() > 4 && archive.substr(archive.size() - 4) == ".zip";
  zip ? archive_write_set_format_zip(writer.get()) : archive_write_set_format_pax(writer.get());
  archive_write_add_filter_none(writer.get());
  if (archive_write_open_filename(writer.get(), path(archive).c_str()) != ARCHIVE_OK)
    throw std::runtime_error("cannot write " + archive);
  const fs::path top = root_ / folder;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string content = content_of(file);
    const fs::path name = bare ? fs::relative(file, top) : top.filename() / fs::relative(file, top);
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_write_header(writer.get(), entry.get());
    archive_write_data(writer.get(), content.data(), content.size());
  }
  archive_write_close(writer.get());
  fs::remove_all(top);
}

std::string picture_bytes(int number) {
  static std::map<int, std::string> made;
  std::string& bytes = made[number % 100];
  if (bytes.empty()) {
    const cv::Mat picture(12, 16, CV_8UC3, cv::Scalar::all(2.0 * (number % 100)));
    std::vector<unsigned char> encoded;
    cv::imencode(".jpg", picture, encoded, {cv::IMWRITE_JPEG_QUALITY, 95});
    bytes.assign(encoded.begin(), encoded.end());
  }
  return bytes;
}

std::string moving_truth(int rows, const std::string& separator, const std::string& line_end,
                         int first) {
  std::string text;
  for (int row = 0; row < rows; ++row) {
    text += fmt::format("{1}{0}5{0}30{0}40", separator, first + row);
    if (row + 1 < rows || line_end != "\n") text += line_end;
  }
  return text;
}

std::string flags(int rows, int value, const std::string& separator) {
  std::string text;
  for (int row = 0; row < rows; ++row)
    text += std::to_string(value) + (row + 1 < rows ? separator : "\n");
  return text;
}

}  // namespace siamrt::test
