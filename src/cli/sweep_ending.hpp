#pragma once

#include "cli/json_output.hpp"
#include "cli/sweep_options.hpp"
#include "sweep/ranking.hpp"

#include <string>
#include <vector>

namespace siamrt::cli {

/// What a sweep or a tuning ends with: tables and plots on disk, the table on the screen, the exit
/// code.
class SweepEnding {
 public:
  /// `replace_json`: a file for --json that exists is an older one of the same sweep.
  SweepEnding(const BenchOptions& options, const Terminal& terminal, bool replace_json);

  /// Writes FOLDER/report and prints the table.
  void write(const std::string& folder, const sweep::Ranking& ranking) const;

  /// Throws where checkpoints failed, an error of the first one's kind.
  static void check_failures(const sweep::Ranking& ranking,
                             const std::vector<sweep::Entry>& entries);

 private:
  const BenchOptions& options_;
  const Terminal& terminal_;
  JsonOutput json_;
};

/// `siamrt sweep --merge`.
int run_merge(const SweepOptions& options, const Terminal& terminal);

}  // namespace siamrt::cli
