#pragma once

#include "sweep/checkpoint_list.hpp"

#include <map>
#include <string>
#include <vector>

namespace siamrt::sweep {

/// Size and time of a file as text: changes when the file does. `gone` where there is none.
std::string stamp_of(const std::string& path);

/// Seconds since the file was written; 0 where there is none.
double age_of(const std::string& path);

/// Tells files that training is still writing from those that are whole, by looking again and
/// again.
class Settled {
 public:
  /// Those of `files` that had the same size and time at the last look.
  std::vector<CheckpointFile> look(const std::vector<CheckpointFile>& files);

 private:
  std::map<std::string, std::string> stamps_;
};

}  // namespace siamrt::sweep
