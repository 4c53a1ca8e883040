#pragma once

#include "session/session.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace siamrt::session {

/// Writes what a session shows, with boxes, trails and labels drawn, while it runs: for a camera or
/// stream, whose frames are gone once shown (annotate.hpp writes a clip, and better). It has a
/// thread of its own and holds one moment at a time, so a slow encoder costs pictures of the video,
/// never the session's time or memory. The video runs at the input's rate: a frame stands as long
/// as it stood, but for no more than `longest_still` where the input stalls or is paused.
class Recorder {
 public:
  struct Options {
    std::string model;  ///< name to write into the picture
    bool overwrite = false;
    std::uint64_t most_bytes = 4'000'000'000;  ///< of the video; it ends by itself there, whole
    std::uint64_t spare_bytes = 500'000'000;   ///< that the disk must keep free; likewise
    std::chrono::milliseconds longest_still{2000};
  };

  struct State {
    bool running = true;
    bool failed = false;
    double seconds = 0;       ///< length of the video
    std::int64_t frames = 0;  ///< that were shown and came to it
    std::int64_t missed = 0;  ///< of the input between those: dropped to stay current, or too fast
    std::uint64_t bytes = 0;
    std::string problem;  ///< why it failed, or why it ended by itself; empty: neither
  };

  /// Begins with the frame shown now. `session` outlives it. Throws as media::FrameSink::open does.
  Recorder(const Session& session, const std::string& path, Options options);
  ~Recorder();  ///< as stop() and wait()
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Asks it to end; the video is there, whole, once state().running is false. Does not wait.
  void stop() { stopping_ = true; }
  void wait();

  const std::string& path() const noexcept { return path_; }
  State state() const;

 private:
  class Film;
  void run();
  std::string reason_to_end() const;

  const Session& session_;
  const std::string path_;
  const Options options_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;  ///< guards state_
  State state_;
  std::unique_ptr<Film> film_;  ///< the thread's alone
  std::thread thread_;
};

}  // namespace siamrt::session
