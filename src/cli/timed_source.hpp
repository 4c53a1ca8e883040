#pragma once

#include "cli/stats.hpp"

#include <siamrt/frame_source.hpp>

#include <memory>
#include <mutex>

namespace siamrt::cli {

/// Time spent reading frames, on whatever thread that happens. Safe from many threads.
class ReadTimes {
 public:
  void add(double seconds);
  Durations get() const;

 private:
  mutable std::mutex mutex_;
  Durations durations_;
};

/// The same source, with the time of each next() that gave a frame put into `times`.
std::unique_ptr<FrameSource> timed(std::unique_ptr<FrameSource> source,
                                   std::shared_ptr<ReadTimes> times);

}  // namespace siamrt::cli
