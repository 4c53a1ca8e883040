#pragma once

#include "data/dataset.hpp"

#include <functional>

namespace siamrt::data {

/// Which images of a sequence are decoded.
enum class Images {
  none,
  some,  ///< up to twenty, evenly spread, first and last among them
  all,
};

struct InspectOptions {
  Images images = Images::some;
  int threads = 1;
};

/// Smallest coordinates of usable truth, which tell where counting starts.
struct Origin {
  double smallest = 0;       ///< of x and y
  std::int64_t at_zero = 0;  ///< rows with x or y equal to 0
  std::int64_t at_one = 0;   ///< rows with x or y equal to 1, none 0
};

/// What a check of a download found. Counts are facts; `remarks` are worth knowing and `faults`
/// have to be put right, one line each.
struct Inspection {
  std::string dataset;
  std::size_t expected = 0;  ///< sequences of the whole benchmark; 0: any number (folder)
  std::size_t sequences = 0;
  std::vector<Missing> missing;
  std::int64_t rows = 0;
  std::int64_t rows_without_truth = 0;
  std::int64_t images = 0;
  std::int64_t decoded = 0;
  std::vector<std::string>
      ranges;  ///< `David 300-770`: sequences that do not start at image 1 or 0
  std::map<std::string, int> separators;  ///< files by separator
  int windows_files = 0;                  ///< with CR LF
  int files_without_end = 0;              ///< without a newline at the end
  bool one_based = false;                 ///< by the benchmark's definition
  Origin origin;
  std::vector<std::string> remarks;
  std::vector<std::string> faults;
};

/// Checks a data set. Throws Error as open_dataset does for an unknown name or a place that does
/// not exist; everything that is wrong inside becomes a fault.
Inspection inspect(const std::string& name, const OpenOptions& options,
                   const InspectOptions& how = {});

}  // namespace siamrt::data
