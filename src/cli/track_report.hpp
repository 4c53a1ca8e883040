#pragma once

#include "cli/stats.hpp"
#include "cli/terminal.hpp"

#include <siamrt/box.hpp>
#include <siamrt/model.hpp>
#include <siamrt/settings.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::cli {

/// What became of one target.
struct TargetTally {
  Box first;
  Box last;
  std::int64_t tracked = 0;     ///< frames with an estimate of the network
  std::int64_t lost = 0;        ///< of these, frames called lost
  std::int64_t not_finite = 0;  ///< frames in which the network gave no finite number
  double score_sum = 0;         ///< over the tracked frames
};

/// What a run of `siamrt track` did: all that the final table and --json say.
struct TrackReport {
  std::string input;
  std::string archive;
  std::string benchmark;
  Settings settings;
  std::int64_t first_frame = 0;
  std::int64_t frames = 0;      ///< frames dealt with, the first included
  std::int64_t unreadable = 0;  ///< frames that did not decode
  std::int64_t other_size = 0;  ///< frames of another size than the first
  bool interrupted = false;
  double seconds = 0;  ///< from the first to the last frame, outputs included
  std::vector<TargetTally> targets;
  Durations read, crop, network, decode, output, whole;  ///< per frame
  std::vector<std::string> written;                      ///< files
};

/// Tables for people.
std::string report_text(const TrackReport& report, const Model& model, const Terminal& terminal);

/// The same for machines, with model digest, settings and version.
nlohmann::ordered_json report_json(const TrackReport& report, const Model& model);

}  // namespace siamrt::cli
