#pragma once

#include "session/session.hpp"
#include "ui/library.hpp"
#include "ui/recordings.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace siamrt::ui {

/// How far the annotated video is.
struct VideoJob {
  enum class State { none, running, done, failed };
  State state = State::none;
  std::int64_t frames = 0;
  std::string file;     ///< of a finished one
  std::string name;     ///< what to call it
  std::string problem;  ///< of a failed one
};

/// What the page works on: the library of clips, the one on the table, uploads, the video being
/// written. May be called from any thread.
class Studio {
 public:
  struct Options {
    std::string root;                        ///< folder whose clips may be opened; empty: none
    std::uintmax_t most_upload = 1u << 30u;  ///< bytes of one upload; 0: none are taken
    std::uintmax_t most_recording = 2'000'000'000;  ///< bytes of a recording; 0: none is made
    session::Options session;
  };
  using MakeFollower = std::function<std::unique_ptr<session::Follower>()>;

  Studio(MakeFollower make, Options options);
  ~Studio();
  Studio(const Studio&) = delete;
  Studio& operator=(const Studio&) = delete;

  const Library& library() const noexcept { return library_; }
  std::uintmax_t most_upload() const noexcept { return options_.most_upload; }

  /// The session on the table; null before the first clip.
  std::shared_ptr<session::Session> session() const;

  /// What people call the clip on the table.
  std::string title() const;

  /// Puts another clip on the table, by its path in the library. The one before is closed. Throws
  /// Error as Library::clip and FrameSource::open do; then everything stays.
  void open(const std::string& path);

  /// The same of any input that the owner of the machine named.
  void open_trusted(const std::string& input, const std::string& title);

  /// A new file for an upload; its name keeps the extension only. Throws Error(usage) for a name
  /// that is no clip's.
  std::string upload_place(const std::string& name) const;

  /// Puts a whole upload on the table, or removes it and throws Error(input) where it is no video.
  /// Uploads before the last few are removed.
  void open_upload(const std::string& file, const std::string& name);

  /// Starts writing the annotated video of the session as it is. Throws Error(usage) where one is
  /// being written or there is nothing to write.
  void write_video();
  VideoJob video() const;

  /// Starts to record the session on the table. Throws Error(usage) where nothing is open, and as
  /// Recordings::start does. It ends with the session.
  void start_recording();
  Recordings& recordings() noexcept { return recordings_; }
  const Recordings& recordings() const noexcept { return recordings_; }

 private:
  void put(std::shared_ptr<session::Session> session, const std::string& title);

  const MakeFollower make_;
  const Options options_;
  const Library library_;
  std::string folder_;  ///< of our own, for uploads and videos
  Recordings recordings_;

  mutable std::mutex mutex_;  ///< guards the rest
  std::shared_ptr<session::Session> session_;
  std::string title_;
  std::vector<std::string> uploads_;  ///< oldest first
  VideoJob video_;
  std::thread writer_;
  std::atomic<bool> stopping_{false};
  mutable std::atomic<int> next_file_{0};
};

}  // namespace siamrt::ui
