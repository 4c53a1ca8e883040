#pragma once

#include <siamrt/box.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace siamrt::session {

/// How a box came to be.
enum class Origin {
  hand,     ///< drawn by the user: a key frame
  tracked,  ///< by the network
  held,     ///< the last box, because the frame could not be tracked
};

/// Where a target is in one frame.
struct Mark {
  Box box;           ///< frame pixels
  double score = 0;  ///< 0..1; 1 for a box drawn by hand, 0 for a held one
  bool lost = false;
  Origin origin = Origin::tracked;
};

/// Consecutive frames of one kind, first and last included.
struct Span {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool lost = false;
};

/// One target with a box for each frame in which it is known. Plain data, copied to be saved.
class Target {
 public:
  explicit Target(int number) : number_(number) {}

  int number() const noexcept { return number_; }  ///< 0-based; shown plus one; never reused
  const std::map<std::int64_t, Mark>& marks() const noexcept { return marks_; }
  const Mark* at(std::int64_t frame) const;
  bool is_key(std::int64_t frame) const;

  /// A box as it is; a key frame that is there already stays.
  void note(std::int64_t frame, const Mark& mark);

  /// A key frame. Tracked boxes behind it, up to the next key frame, came from what has just been
  /// corrected: they are forgotten. Those before it stay.
  void set_by_hand(std::int64_t frame, const Box& box);

  /// Key frames at or before / at or after a frame.
  std::optional<std::int64_t> key_up_to(std::int64_t frame) const;
  std::optional<std::int64_t> key_from(std::int64_t frame) const;

  std::vector<std::int64_t> keys() const;
  std::vector<Span> spans() const;

  /// Forgets all but the newest `most` frames: a camera that runs for weeks must not fill memory.
  void forget_old(std::size_t most);

 private:
  int number_;
  std::map<std::int64_t, Mark> marks_;
};

}  // namespace siamrt::session
