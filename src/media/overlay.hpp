#pragma once

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::media {

/// What is drawn of one target in one frame.
struct Drawn {
  int number = 0;            ///< 0-based; chooses the colour and is shown plus one
  Box box;                   ///< frame pixels; may reach outside
  double score = 1;          ///< 0..1, length of the bar
  bool lost = false;         ///< dashed and paler
  std::optional<Box> truth;  ///< ground truth of this frame, in white
};

/// Draws targets and a text panel into frames; every size follows the frame's. Keeps the trails, so
/// use one object a video. One thread at a time.
class Overlay {
 public:
  struct Options {
    int trail = 30;      ///< last centres that are shown, frames; 0: none
    bool labels = true;  ///< number and score at each box
  };

  Overlay() : Overlay(Options()) {}
  explicit Overlay(const Options& options) : options_(options) {}

  /// Draws into `canvas` (CV_8UC3, BGR); the panel's lines go to the top left, `left\tright` lines
  /// in two columns. A box that is not valid is left out.
  void draw(Frame& canvas, const std::vector<Drawn>& targets,
            const std::vector<std::string>& panel = {});

 private:
  void draw_trail(Frame& canvas, const Drawn& target);

  Options options_;
  std::map<int, std::deque<Point>> trails_;
};

}  // namespace siamrt::media
