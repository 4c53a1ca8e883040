#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::ui {

/// One thing in a folder that may be opened or looked into.
struct Entry {
  enum class Kind { folder, clip };
  std::string name;
  std::string path;  ///< from the library's top, with slashes
  Kind kind = Kind::clip;
  std::uintmax_t bytes = 0;  ///< of a file
  bool sequence = false;     ///< a folder of pictures: a clip that is one
};

/// The clips below one folder, and nothing outside it: `..`, absolute paths and links that lead out
/// are refused, whatever they point to. Immutable.
class Library {
 public:
  /// An empty `root` is a library without anything in it. Throws Error(input) for a folder that is
  /// not there.
  explicit Library(const std::string& root);

  const std::string& root() const noexcept { return root_; }

  /// Folders first, then clips, natural order; hidden ones and others that are no clip are left
  /// out. At most `most` entries. Throws Error(input) for a path that is not a folder below the
  /// top.
  std::vector<Entry> list(const std::string& path, std::size_t most = 2000) const;

  /// The real path of something below the top. Throws Error(input) for anything else; the message
  /// does not tell whether it exists.
  std::string resolve(const std::string& path) const;

  /// The same of something that may be opened as a clip: a video, an archive, or a folder (of
  /// pictures) in which no link leads out.
  std::string clip(const std::string& path) const;

 private:
  std::string root_;  ///< canonical
};

}  // namespace siamrt::ui
