#pragma once

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>
#include <siamrt/model.hpp>

#include <memory>
#include <vector>

namespace siamrt {

/// Seconds that one call spent in each stage; in a batched call the network's time is shared
/// evenly.
struct StageTimes {
  double crop = 0;
  double network = 0;
  double decode = 0;
};

/// Where the target is believed to be in one frame.
struct Estimate {
  Box box;             ///< in the frame given to next(), clipped as the family does
  double score = 0;    ///< 0..1, of the chosen cell, before penalty and window
  bool lost = false;   ///< score under settings.lost_below
  bool finite = true;  ///< false: the network gave no finite cell; the last box was kept
  StageTimes times;
};

/// One target being followed. Movable; one thread at a time.
class Track {
 public:
  Track(Track&&) noexcept;
  Track& operator=(Track&&) noexcept;
  ~Track();

  /// Follows the target into the next frame. Throws Error(input) for an empty frame, one that is
  /// not CV_8UC3, or one of another size than the first; the track is unchanged then.
  Estimate next(const Frame& frame);

  /// Last box, or the start box.
  const Box& box() const noexcept;

  /// Side of the search crop in use, crop pixels (chosen at the start, see Settings::search_big).
  int search_size() const noexcept;

  /// For the library's own rooms (src/track/state.hpp).
  struct State;
  State& state() noexcept { return *state_; }
  const State& state() const noexcept { return *state_; }

 private:
  friend class Tracker;
  explicit Track(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Starts tracks of one model. Immutable; safe from many threads; several tracks may live at once.
class Tracker {
 public:
  /// With the archive's default settings.
  explicit Tracker(Model model);
  /// Throws Error(usage) if the settings are out of range or a search size does not fit the
  /// network's grid.
  Tracker(Model model, const Settings& settings);

  /// Starts on `frame` with the target in `box`.
  /// Throws Error(input) for a frame as in Track::next, and for a box that is not valid, has a side
  /// outside 0.01 .. 1e6 pixels, or lies wholly outside the frame.
  Track start(const Frame& frame, const Box& box) const;

  /// Many targets of one frame, one network call for all of equal search size. Results in the order
  /// of `tracks`; none may be null or occur twice.
  std::vector<Estimate> next(const Frame& frame, const std::vector<Track*>& tracks) const;

  const Model& model() const noexcept { return model_; }
  const Settings& settings() const noexcept { return settings_; }

 private:
  Model model_;
  Settings settings_;
};

}  // namespace siamrt
