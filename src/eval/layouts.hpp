#pragma once

#include "data/dataset.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::eval {

/// What a result file holds.
enum class Role {
  boxes,
  vot,     ///< supervised run with marks
  times,   ///< seconds a frame
  matlab,  ///< .mat of the OTB tool
};

/// How a file is called: `SEQ.txt`, `SEQ_001.txt`, `SEQ_time.txt`, `SEQ_TRACKER.mat`.
enum class FileForm { plain, run, time, matlab };

/// Where one kind of file lies below a tracker's folder. `{seq}` stands for a sequence's name; a
/// `*` at the start of a folder for anything, that folder then being the tracker's.
struct Pattern {
  Role role;
  std::vector<std::string> folders;
  FileForm form;
};

/// One toolkit's way to lay out results.
struct Layout {
  const char* name;
  const char* made_by;  ///< for people
  std::vector<Pattern> patterns;
  const char* beside = "";  ///< a file that must lie in the tracker's folder
};

/// The table, most telling layouts first.
const std::vector<Layout>& layouts();

/// Names of a data set's sequences as files may spell them.
class SequenceNames {
 public:
  explicit SequenceNames(const data::Dataset& dataset);
  std::optional<std::size_t> find(const std::string& name) const;

 private:
  std::map<std::string, std::size_t> places_;
};

/// A file recognised as a result.
struct Recognised {
  const Layout* layout = nullptr;
  Role role = Role::boxes;
  std::string prefix;  ///< the tracker's folder, "" for the top
  std::size_t sequence = 0;
  int run = 0;  ///< number in the name; 0 where there is none
};

/// The first layout that a path fits (only `forced` where given). `exists` tells whether a path is
/// there.
template <typename Exists>
std::optional<Recognised> recognise(const std::string& path, const SequenceNames& names,
                                    const Layout* forced, Exists&& exists);

/// The same without looking beside the file.
std::optional<Recognised> match(const std::string& path, const SequenceNames& names,
                                const Layout& layout);

template <typename Exists>
std::optional<Recognised> recognise(const std::string& path, const SequenceNames& names,
                                    const Layout* forced, Exists&& exists) {
  for (const Layout& layout : layouts()) {
    if (forced != nullptr && &layout != forced) continue;
    auto found = match(path, names, layout);
    if (!found) continue;
    const std::string beside = layout.beside;
    if (beside.empty() || forced != nullptr ||
        exists(found->prefix.empty() ? beside : found->prefix + "/" + beside)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace siamrt::eval
