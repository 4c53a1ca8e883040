#pragma once

#include <filesystem>
#include <string>

namespace siamrt::test {

/// A miniature download in a temporary folder, file by file.
class MadeDownload {
 public:
  MadeDownload();

  const std::filesystem::path& root() const { return root_; }
  std::string path(const std::string& inner = "") const { return (root_ / inner).string(); }

  /// Writes a file, its folders included.
  void file(const std::string& inner, const std::string& content) const;

  /// Pictures of 16 x 12 pixels `FOLDER/NUMBER.jpg` with `digits` digits. Each is grey of
  /// twice its number modulo 100, so that a frame tells which one it is.
  void images(const std::string& folder, int first, int last, int digits) const;

  /// Packs a folder of the download into `archive` (.tar or .zip, by its name; the folder's own
  /// name is the top inside unless `bare`) and removes the folder.
  void pack(const std::string& folder, const std::string& archive, bool bare = false) const;

 private:
  std::filesystem::path root_;
};

/// The encoded picture of images().
std::string picture_bytes(int number);

/// `rows` lines `x,y,w,h` of a target that moves a pixel a frame from (first, 5), 30 x 40 large.
std::string moving_truth(int rows, const std::string& separator = ",",
                         const std::string& line_end = "\n", int first = 10);

/// The same row-long text of one flag a line.
std::string flags(int rows, int value, const std::string& separator = "\n");

}  // namespace siamrt::test
