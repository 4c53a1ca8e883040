#pragma once

#include <siamrt/box.hpp>

#include <opencv2/core/types.hpp>

#include <optional>

namespace siamrt::ui {

/// The part of a box that the mouse holds or would hold.
struct Grip {
  enum class Kind { none, edge, inside };
  Kind kind = Kind::none;
  int x = 0;  ///< edge: -1 left, 0 neither, 1 right
  int y = 0;  ///< edge: -1 top, 0 neither, 1 bottom
};

/// The part of `box` near `at`; edges reach `reach` pixels to both sides.
Grip grip_at(const Box& box, const Point& at, double reach);

/// One box being drawn and adjusted by mouse and keys. Everything is in frame pixels; corners stay
/// on whole pixels inside the frame.
class BoxEditor {
 public:
  /// A click without a drag is no box.
  static constexpr double smallest_side = 3;

  explicit BoxEditor(cv::Size frame) : frame_(frame) {}

  /// What is drawn so far; nothing before the first drag.
  const std::optional<Box>& box() const noexcept { return box_; }
  bool is_drawn() const noexcept;
  bool dragging() const noexcept { return held_.has_value(); }

  void set(const Box& box);

  /// Takes hold of the part at `at`, or begins a new box there.
  void press(const Point& at, double reach);
  /// Begins a new box whatever lies there.
  void press_anew(const Point& at);
  void move(const Point& at);
  void release();

  /// By whole pixels; the box stays inside the frame, its sides at least smallest_side.
  void nudge(int dx, int dy);
  void grow(int dw, int dh);

 private:
  struct Held {
    Grip grip;
    Point from;
    Box before;
  };

  cv::Size frame_;
  std::optional<Box> box_;
  std::optional<Held> held_;
};

}  // namespace siamrt::ui
