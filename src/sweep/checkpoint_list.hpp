#pragma once

#include <string>
#include <vector>

namespace siamrt::sweep {

/// A checkpoint file with its place in training.
struct CheckpointFile {
  std::string path;
  std::string name;  ///< the file's without extension; with its folder where two would be alike
  double epoch =
      0;  ///< the last number in the name; 1, 2, 3 ... where names do not tell them apart
};

/// Files that fit the shell patterns (`snapshots/e*.pth`; plain paths too), each once, in the
/// natural order of their names. A pattern that nothing fits is Error(input) that says where to
/// look, unless `may_be_empty`.
std::vector<CheckpointFile> list_checkpoints(const std::vector<std::string>& patterns,
                                             bool may_be_empty = false);

}  // namespace siamrt::sweep
