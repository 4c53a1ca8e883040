#pragma once

#include "session/recorder.hpp"
#include "session/session.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace siamrt::ui {

/// The recording of live input that the page starts and ends: one at a time, of bounded size; the
/// last one is kept to be fetched. Any thread.
class Recordings {
 public:
  struct Job {
    enum class State { none, running, done, failed };
    State state = State::none;
    double seconds = 0;
    std::uint64_t bytes = 0;
    std::string file;     ///< of a finished one
    std::string name;     ///< what to call it
    std::string problem;  ///< why it failed or ended by itself; empty: neither
  };

  /// `folder` holds the videos; `most_bytes` is the size at which one ends by itself, 0: none is
  /// made.
  Recordings(std::string folder, std::uint64_t most_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}
  ~Recordings() { end(); }
  Recordings(const Recordings&) = delete;
  Recordings& operator=(const Recordings&) = delete;

  /// Records what `session` shows from now on; the recording before is removed. `title` names the
  /// file. Throws Error(usage) where one runs, none is allowed, or the session is of a file, whose
  /// frames can be read again (session::annotate).
  void start(std::shared_ptr<session::Session> session, const std::string& title);

  /// Asks it to end; job() says when the video is whole. Throws Error(usage) where none runs.
  void stop();

  /// Ends what runs, if anything does, and waits for it.
  void end();

  Job job() const;

 private:
  const std::string folder_;
  const std::uint64_t most_bytes_;
  mutable std::mutex mutex_;                   ///< guards the rest
  std::shared_ptr<session::Session> session_;  ///< outlives the recorder
  std::unique_ptr<session::Recorder> recorder_;
  std::string name_;
  int next_file_ = 0;
};

}  // namespace siamrt::ui
