#pragma once

#include "session/follower.hpp"
#include "session/target.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::session {

/// Looks of a target on its key frames, as a Follower started them.
using Seeds = std::map<std::int64_t, std::shared_ptr<Followed>>;

/// One thing that was done to targets, as what it takes to undo it: those it touched, as they were.
struct Change {
  struct Before {
    int number = 0;
    std::optional<Target> target;  ///< nothing: there was none
    Seeds seeds;
  };

  std::string what;  ///< for people: `target 2 corrected`
  std::vector<Before> before;
  int next_number = 0;  ///< that a new target would have had

  /// Corrections of one box that follow each other at once (a box pushed by arrow keys) are one
  /// change: what they are about, nothing for all others.
  std::optional<std::pair<int, std::int64_t>> corrected;  ///< target and frame
  std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now();

  std::size_t marks() const;  ///< boxes that are kept
};

/// What can be undone and done again. Keeps the newest changes, of a bounded number of boxes.
class History {
 public:
  static constexpr std::size_t most_changes = 100;
  static constexpr std::size_t most_marks = 500000;  ///< some 60 MB; the newest change always stays

  /// Something was done; what had been undone before cannot be done again any more.
  void did(Change change);

  /// The newest change, taken out; the caller brings the targets back and tells undid() what they
  /// were instead. Nothing: there is none.
  std::optional<Change> take_undo() { return take(undo_); }
  std::optional<Change> take_redo() { return take(redo_); }
  void undid(Change change) { put(redo_, std::move(change)); }
  void redid(Change change) { put(undo_, std::move(change)); }

  /// What would be undone or done again; empty: nothing.
  std::string undo_words() const { return undo_.empty() ? "" : undo_.back().what; }
  std::string redo_words() const { return redo_.empty() ? "" : redo_.back().what; }

 private:
  static std::optional<Change> take(std::deque<Change>& changes);
  static void put(std::deque<Change>& changes, Change change);

  std::deque<Change> undo_;
  std::deque<Change> redo_;
};

}  // namespace siamrt::session
