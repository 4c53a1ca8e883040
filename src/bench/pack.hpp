#pragma once

#include "bench/result_text.hpp"

#include <string>
#include <vector>

namespace siamrt::bench {

/// True for data sets whose figures come from a server: got10k_test and trackingnet.
bool can_pack(const std::string& dataset) noexcept;

/// The upload archive of a complete run: for GOT-10k a zip of folders SEQ with SEQ_001.txt ... and
/// SEQ_time.txt, for TrackingNet one of SEQ.txt. The same bytes for the same files. Throws
/// Error(input) for a file that is missing.
std::string pack_results(const std::string& run_folder, Layout layout,
                         const std::vector<std::string>& sequences, int repetitions);

}  // namespace siamrt::bench
