#pragma once

#include <siamrt/frame.hpp>
#include <siamrt/tracker.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::session {

/// What the network saw of one target in one frame, for people to look at.
struct Insight {
  Box search;               ///< frame pixels that went into the search crop
  Frame template_picture;   ///< what is being looked for, BGR, a small square
  Box heat_area;            ///< frame pixels that the score map covers, cell borders included
  std::vector<float> heat;  ///< score map, heat_side * heat_side, row by row, 0..1
  int heat_side = 0;
};

/// One target being followed; what is inside is its follower's affair.
class Followed {
 public:
  virtual ~Followed() = default;
};

/// What follows targets from frame to frame: a Tracker (tracker_follower.hpp), or something made in
/// a test. One thread at a time. Errors are those of Tracker and Track.
class Follower {
 public:
  virtual ~Follower() = default;

  /// Takes the target's looks and place from a box.
  virtual std::unique_ptr<Followed> start(const Frame& frame, const Box& box) = 0;

  /// The looks that `seed` was started with, at another place in another frame of the same clip.
  virtual std::unique_ptr<Followed> resume(const Followed& seed, const Frame& frame,
                                           const Box& box) = 0;

  /// All targets of a frame, in one call of the network where they allow.
  virtual std::vector<Estimate> next(const Frame& frame,
                                     const std::vector<Followed*>& followed) = 0;

  /// Looks for the target in the whole frame, in tiles. It is moved there where something scores
  /// above the threshold of "lost", else left alone, and nothing is returned.
  virtual std::optional<Estimate> search_everywhere(const Frame& frame, Followed& followed) = 0;

  /// What the last next() saw; nothing where insights are off.
  virtual std::optional<Insight> insight(const Followed& followed) const = 0;
  virtual void keep_insights(bool on) = 0;

  /// Name of the network, for titles and files.
  virtual std::string name() const = 0;
};

}  // namespace siamrt::session
