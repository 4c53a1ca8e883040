#pragma once

#include "session/recorder.hpp"
#include "session/session.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace siamrt::ui {

/// What can be kept of a session.
enum class Saved { video, csv, otb, got10k, coco, mot, session };

/// Writes what is worth keeping into a folder beside the user, on a thread of its own. The folder
/// is a new one, `NAME_tracks`, `NAME_tracks-2`, ...; what this object wrote there before is
/// replaced, nothing else is touched.
class Saver {
 public:
  struct State {
    bool running = false;
    std::optional<double> progress;  ///< of the video, 0..1, while it runs and its end is known
    std::string line;                ///< what is being or was done, or what went wrong
    bool failed = false;
    std::uint64_t serial = 0;  ///< grows with every change
  };

  /// `name` is that of the clip (session::clip_name); the folder will be below `place`, or where
  /// the program runs. Makes nothing yet.
  explicit Saver(const std::string& name, const std::string& place = {});
  ~Saver();  ///< gives up what still runs; an unfinished video leaves nothing behind
  Saver(const Saver&) = delete;
  Saver& operator=(const Saver&) = delete;

  const std::string& folder() const noexcept { return folder_; }

  /// Name of the file (or files, `.../`) in folder().
  std::string where(Saved what) const;

  /// Begins; state() tells the rest. False while something is still being saved.
  bool save(session::Record record, std::vector<Saved> what);

  State state() const;

  /// Starts to record what `session` shows, with boxes, into a new video `NAME_live.mp4`,
  /// `NAME_live-2.mp4`, ... in folder(); for live input, whose frames cannot be read again. It has
  /// to end, by end_recording() or finish(), before the session does. Throws Error as
  /// session::Recorder does. requires: recording() has nothing.
  void start_recording(const session::Session& session, const std::string& model);

  /// Asks the recording to end; recording() has nothing once the video is whole.
  void end_recording();

  /// The recording that runs. One that has ended is told in state().
  std::optional<session::Recorder::State> recording();

  /// Paths of everything written so far, the last time first.
  std::vector<std::string> written() const;

  /// Waits for what still runs; gives it up once `stop` says so. A recording ends, and is whole.
  void finish(const std::function<bool()>& stop);

 private:
  void run(const session::Record& record, const std::vector<Saved>& what);
  void save_one(const session::Record& record, Saved what);
  void save_video(const session::Record& record);
  void make_folder() const;
  void tell(const std::string& line, bool failed, bool running, std::optional<double> progress);

  const std::string name_;
  const std::string folder_;
  std::atomic<bool> giving_up_{false};
  mutable std::mutex mutex_;  ///< guards the two below
  State state_;
  std::vector<std::string> written_;
  std::thread thread_;
  std::unique_ptr<session::Recorder> recorder_;  ///< the caller's thread alone
};

}  // namespace siamrt::ui
