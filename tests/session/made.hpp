#pragma once

#include "session/follower.hpp"
#include "session/session.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::session {

constexpr int made_width = 160;
constexpr int made_height = 120;

/// Where the made clip's target is: 20 x 16 pixels that move by (2, 1) a frame.
inline Box made_truth(std::int64_t frame) {
  return {20.0 + 2.0 * static_cast<double>(frame), 30.0 + static_cast<double>(frame), 20, 16};
}

/// A frame whose first pixel's blue is its number.
Frame made_frame(int number);

/// A folder of PNG pictures of made frames; `broken` is a file that is no picture.
std::filesystem::path made_clip(int frames, int broken = -1);

/// What a MadeFollower was asked to do.
struct Calls {
  std::vector<std::size_t> batches;  ///< targets in each next()
  int starts = 0;
  int resumes = 0;
  int searches = 0;
};

/// Moves every box by (2, 1) where frame numbers grow, back where they fall; lost in the frames
/// [lost_from, lost_to).
std::unique_ptr<Follower> made_follower(const std::shared_ptr<Calls>& calls, int lost_from = -1,
                                        int lost_to = -1);

/// Waits until `ready(shown)`; fails the test after 20 s.
template <typename Ready>
std::shared_ptr<const Shown> wait_until(const Session& session, Ready ready) {
  std::uint64_t seen = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    const auto shown = session.wait(seen, std::chrono::milliseconds(500));
    if (!shown) continue;
    seen = shown->serial;
    if (ready(*shown)) return shown;
  }
  ADD_FAILURE() << "the session never got there; it is at frame " << session.latest()->index
                << ", message '" << session.latest()->message << "'";
  return session.latest();
}

/// Waits for frame `index`, paused.
inline std::shared_ptr<const Shown> wait_at(const Session& session, std::int64_t index) {
  return wait_until(session, [index](const Shown& shown) {
    return shown.index == index && shown.state == Shown::State::paused;
  });
}

}  // namespace siamrt::session
