#pragma once

#include <memory>
#include <string>
#include <vector>

namespace siamrt::data {

/// Names directly in a folder, natural order; hidden ones and `__MACOSX` are left out.
struct Listing {
  std::vector<std::string> files;
  std::vector<std::string> folders;
};

/// The files of a download by paths from its top (`Jogging/img/0001.jpg`; "" is the top). An
/// unpacked folder, or a tar or zip file read in place. In a folder, `X.tar` and `X.zip` beside no
/// `X` stand for a folder X, so a loader need not know what was unpacked and what was not.
/// Immutable for its users; safe from many threads.
class FileTree {
 public:
  enum class Kind { nothing, file, folder };

  virtual ~FileTree() = default;
  virtual Kind kind(const std::string& path) const = 0;
  /// Empty where `folder` is none.
  virtual Listing list(const std::string& folder) const = 0;
  /// Whole content. Throws Error(input) if there is no such file or it cannot be read.
  virtual std::string read(const std::string& path) const = 0;
  /// The path as messages say it: from the file system's view, `X.tar:inner` inside an archive.
  virtual std::string place(const std::string& path) const = 0;

  bool has_file(const std::string& path) const { return kind(path) == Kind::file; }
  bool has_folder(const std::string& path) const { return kind(path) == Kind::folder; }
};

/// Opens a folder, a tar or a zip file. Throws Error(input) if `path` is none of these.
std::shared_ptr<const FileTree> open_tree(const std::string& path);

/// `folder/name`, or `name` at the top.
std::string joined(const std::string& folder, const std::string& name);

/// True for names that end in `.tar` or `.zip`.
bool is_archive_name(const std::string& name);

/// True for names that no listing shows.
bool is_hidden_name(const std::string& name);

/// Last component of a path.
std::string base_name(const std::string& path);

}  // namespace siamrt::data
