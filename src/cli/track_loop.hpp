#pragma once

#include "cli/progress.hpp"
#include "cli/track_report.hpp"
#include "cli/track_sinks.hpp"

#include <siamrt/siamrt.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::cli {

/// The loop of `siamrt track`: frames in, marks out, and the report on the way. A frame that cannot
/// be tracked is said once of its kind, counted, and keeps every target's last box.
class TrackLoop {
 public:
  TrackLoop(const Tracker& tracker, FrameSource& source, TrackReport& report,
            const Terminal& terminal)
      : tracker_(tracker), source_(source), report_(report), terminal_(terminal) {}

  /// Searches the whole frame for a target after so many lost frames; 0, the default: never.
  void relocate_after(int lost_frames) { relocate_after_ = lost_frames; }

  /// Starts a track for each box. Throws Error(input) for a box that is no target.
  void start(const Frame& frame, const std::vector<Box>& boxes);

  /// Until the end of the source, `most` frames, ctrl-C or the end of the live view. When a sink
  /// fails the others are completed and its error goes on.
  void run(Sinks& sinks, Progress& progress, std::optional<long long> most);

  /// Throws Error(model) if frames were given to the network but none came back with a finite
  /// number.
  void check_network() const;

 private:
  bool step(Sinks& sinks, Progress& progress);
  void follow(const Frame& frame, Progress& progress);
  void hold();
  void relocate(const Frame& frame, std::vector<Estimate>& estimates);
  void count_times(const std::vector<Estimate>& estimates);
  void say_once(bool& said, Progress& progress, const std::string& line);

  const Tracker& tracker_;
  FrameSource& source_;
  TrackReport& report_;
  const Terminal& terminal_;
  std::vector<Track> tracks_;
  std::vector<Mark> marks_;
  std::vector<int> lost_for_;  ///< consecutive lost frames of each target
  int relocate_after_ = 0;
  Frame shown_;  ///< the last frame that could be read, for sinks while frames are missing
  bool said_unreadable_ = false;
  bool said_other_size_ = false;
  bool said_not_finite_ = false;
};

}  // namespace siamrt::cli
