#pragma once

// Session room: tracking as people do it, with their hands on it. It offers Session (this header):
// a clip, camera or stream that is played, stepped and sought in, with targets that are drawn,
// followed, corrected and removed while it runs; and what is kept of it (saving.hpp,
// session_file.hpp, annotate.hpp). A window and a web page stand on it; it knows neither.

#include "session/follower.hpp"
#include "session/target.hpp"

#include <siamrt/frame.hpp>

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::session {

/// How a session works. Defaults suit a desk.
struct Options {
  std::size_t most_targets = 64;          ///< more are refused
  std::size_t cache_bytes = 192u << 20u;  ///< decoded frames that are kept in memory
  int relocate_after = 0;  ///< lost frames after which the whole frame is searched; 0: never
  int trail = 30;          ///< last centres of each target in Shown
};

/// One target as it is shown with one frame.
struct ShownTarget {
  int number = 0;             ///< 0-based; chooses the colour (media::target_colour)
  std::optional<Mark> mark;   ///< nothing: not known in this frame
  std::vector<Point> trail;   ///< centres in the last frames, oldest first, this one included
  std::optional<double> iou;  ///< with the truth of this frame, where this target is the nearest
  bool found_again = false;   ///< the whole frame was searched and the target found, just now
  std::optional<Insight> insight;
};

/// Where the time of the last frames goes: medians of the newest 31 frames, seconds a frame.
struct Timing {
  double crop = 0;
  double network = 0;
  double decode = 0;
  double latency = 0;  ///< from the frame's arrival (a file: from when it was due) until shown
  double fps = 0;      ///< frames shown a second while playing: a mean
};

/// All that a view draws: immutable and shared, so that many views may hold it as long as they
/// like.
struct Shown {
  enum class State { paused, playing, tracking_back };

  std::uint64_t serial = 0;  ///< grows with every change
  std::int64_t index = -1;   ///< 0-based; -1: no frame yet
  Frame frame;               ///< empty before the first
  bool readable = true;      ///< false: this frame does not decode, `frame` is an earlier one
  State state = State::paused;
  bool ended = false;  ///< a file: the last frame is shown
  bool live = false;   ///< camera or stream: no seeking
  std::optional<std::int64_t> count;
  double fps = 25;   ///< of the clip
  double speed = 1;  ///< 0: as fast as it goes
  int relocate_after = 0;
  bool insights = false;
  std::vector<ShownTarget> targets;  ///< in order of their numbers
  int next_number = 0;               ///< of a target that would be drawn now
  std::string undo;                  ///< what undo() would undo, for people; empty: nothing
  std::string redo;
  std::vector<Box> truth;  ///< ground truth of this frame, frame pixels
  Timing timing;
  std::int64_t dropped = 0;  ///< live input: frames passed over so far, to stay current
  std::string trouble;       ///< what is wrong with the input, in words for people; empty: nothing
  std::string message;       ///< the last thing that went wrong otherwise; empty: nothing
};

/// A session's targets with what is to be known about the clip: what saving needs.
struct Record {
  std::string input;  ///< as it was opened
  std::string model;
  double fps = 25;
  int width = 0;
  int height = 0;
  std::optional<std::int64_t> count;
  bool live = false;
  std::vector<Target> targets;
};

/// One clip on one table. All members may be called from any thread; none waits for reading,
/// tracking or drawing. What is asked for happens in order, between two frames, on the session's
/// own thread; the future tells when it was done (latest() shows it then), or holds the
/// Error that refused it (which is Shown::message as well). A future need not be kept.
///
/// Boxes stay once they are there: playing through frames that have boxes shows them, playing into
/// frames without goes on tracking from the last box, with the looks of the last key frame.
class Session {
 public:
  /// Opens the input (FrameSource::open) and shows its first frame soon, paused; live input runs at
  /// once. Ground truth is looked for where `input` is a benchmark sequence's folder. Throws as
  /// FrameSource::open does.
  Session(const std::string& input, std::unique_ptr<Follower> follower,
          const Options& options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What is to be shown now; never null.
  std::shared_ptr<const Shown> latest() const;

  /// The same, once its serial is beyond `after`, or null after `patience`.
  std::shared_ptr<const Shown> wait(std::uint64_t after, std::chrono::milliseconds patience) const;

  std::future<void> play();
  std::future<void> pause();
  std::future<void> toggle();  ///< plays or pauses; at the end of a file plays from its start

  /// Moves by some frames and pauses; forwards each is tracked. requires: a file.
  std::future<void> step(int frames);

  /// Shows a frame (clamped to the clip); playing goes on from there. requires: a file.
  std::future<void> seek(std::int64_t frame);

  /// Times the clip's own speed, 1/16 .. 64; 0: as fast as it goes.
  std::future<void> set_speed(double speed);

  /// A new target with its box on frame `frame`, which need not be the newest: from an earlier one
  /// the target is followed to the present. Its number. Refused: a box outside the frame, too many
  /// targets, a frame that is gone.
  std::future<int> add(std::int64_t frame, const Box& box);

  /// Where a target really is in `frame`: a key frame. Later boxes up to the next key frame are
  /// forgotten and tracked anew when playing; earlier ones stay.
  std::future<void> correct(int number, std::int64_t frame, const Box& box);

  std::future<void> remove(int number);

  /// Takes back the last change of targets: one that was drawn, corrected, removed, tracked
  /// backwards, or all that were put in their place by restore(); their boxes, tracked ones too,
  /// are what they were before. redo() does it again. What was undone, in words. Refused where
  /// there is nothing.
  std::future<std::string> undo();
  std::future<std::string> redo();

  /// Tracks backwards from the frame shown, to the last key frame before it or the start,
  /// overwriting tracked boxes: one target, or all that are in the frame. requires: a file.
  std::future<void> track_back(std::optional<int> number = std::nullopt);

  std::future<void> set_relocate_after(int lost_frames);  ///< 0: never
  std::future<void> set_insights(bool on);  ///< search region, template and score map in Shown

  /// Puts saved targets in place of the present ones.
  std::future<void> restore(std::vector<Target> targets);

  /// A copy of everything worth keeping.
  Record record() const;

 private:
  class Desk;
  std::unique_ptr<Desk> desk_;
};

}  // namespace siamrt::session
