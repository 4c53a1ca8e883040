#pragma once

// What the window shows, as plain data, and the pure function that makes a picture of it:
// paint(scene, size). Nothing here knows highgui, events or threads.

#include "session/session.hpp"

#include <opencv2/core/types.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace siamrt::ui {

/// The box being drawn.
struct SceneDraft {
  Box box;                   ///< frame pixels
  bool drawn = false;        ///< large enough to be a target
  std::optional<int> again;  ///< the target it is for; nothing: a new one
  int number = 0;            ///< the target's number, 0-based, also of a new one
  bool dragging = false;
};

/// One line of the seek bar: where a target has boxes.
struct SceneLane {
  int number = 0;
  std::vector<session::Span> spans;
  std::vector<std::int64_t> keys;  ///< frames drawn by hand
};

/// One line of the save panel.
struct SceneChoice {
  char key = 0;
  std::string what;   ///< `annotated video`
  std::string where;  ///< file name
};

/// A recording that runs.
struct SceneRecording {
  double seconds = 0;
  std::uint64_t bytes = 0;
};

/// The part of the frame that is looked at.
struct Zoom {
  double factor = 1;          ///< 1: the whole frame; at most most_zoom
  Point middle = {0.5, 0.5};  ///< what is in the middle, as shares of the frame
};
constexpr double most_zoom = 40;

/// Everything that is to be seen at one moment.
struct Scene {
  std::shared_ptr<const session::Shown> shown;  ///< never null
  std::string model;
  Zoom zoom;
  std::optional<SceneDraft> draft;
  std::optional<Point> aim;  ///< where the mouse is, frame pixels, while a box can be drawn
  std::optional<int> selected;
  std::optional<int> pointed;  ///< target under the mouse
  std::vector<SceneLane> lanes;
  std::optional<double> pointed_time;  ///< mouse over the seek bar: share of the clip, 0..1
  std::optional<std::size_t> pointed_button;
  bool overlays = false;
  bool keys = false;                 ///< the panel that `h` opens
  std::vector<SceneChoice> choices;  ///< the panel that `w` opens; empty: closed
  std::string folder;                ///< where the panel saves to
  std::string hint;                  ///< what can be done now
  std::string notice;                ///< what has just happened
  bool alarm = false;                ///< the notice is something that went wrong
  std::optional<double> progress;    ///< of saving, 0..1; below 0: unknown
  std::optional<SceneRecording> recording;
};

/// Where things are in a window of a given size. Pixels of the window.
struct Layout {
  struct Button {
    cv::Rect2d place;
    int key = 0;  ///< a click is this key
  };
  double unit = 1;     ///< all sizes are multiples of this; grows on very large windows
  cv::Rect picture;    ///< where the frame is, or the part of it that is looked at
  double scale = 1;    ///< window pixels a frame pixel
  Point origin;        ///< frame pixels: what is at the picture's top-left corner
  cv::Rect2d bar;      ///< everything below the picture
  cv::Rect2d seek;     ///< the seek bar; empty for live input
  cv::Rect2d choices;  ///< the save panel
  std::vector<Button> buttons;

  Point to_frame(cv::Point2d window) const;
  cv::Point2d to_window(const Point& frame) const;
  cv::Rect2d to_window(const Box& box) const;
};

/// requires: a window of at least 1 x 1. `choices`: number of lines of the save panel.
Layout layout_for(cv::Size window, cv::Size frame, bool live, std::size_t choices,
                  const Zoom& zoom = {});

/// The zoom that shows `ratio` times as much detail, and has the frame's point that is at `from`
/// (window pixels) at `to`, as far as the frame's borders allow.
Zoom zoomed(const Layout& layout, cv::Size frame, const Zoom& zoom, double ratio, cv::Point2d from,
            cv::Point2d to);

/// Size of a window in which a frame looks right on a screen with this much room: not scaled where
/// that is large enough for the bar, at most three times as large where it is small.
cv::Size window_for(cv::Size frame, cv::Size room);

/// The picture of a scene, CV_8UC3 of the window's size.
Frame paint(const Scene& scene, cv::Size window);

}  // namespace siamrt::ui
