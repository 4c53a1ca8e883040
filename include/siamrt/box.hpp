#pragma once

namespace siamrt {

/// A position in pixels of the frame, 0-based; x grows right, y grows down.
struct Point {
  double x = 0;
  double y = 0;
};

/// Axis-aligned box in pixels of the frame, 0-based; (x, y) is the top-left corner, w and h are
/// sides (not x2 - x1 + 1). May reach outside the frame.
struct Box {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
};

bool operator==(const Box& a, const Box& b) noexcept;
bool operator!=(const Box& a, const Box& b) noexcept;

/// All four numbers finite, both sides above 0.
bool is_valid(const Box& box) noexcept;

/// True when a part of positive area lies in a frame of `width` x `height` pixels.
bool touches(const Box& box, int width, int height) noexcept;

/// Intersection over union, 0..1; 0 when either box is not valid.
double iou(const Box& a, const Box& b) noexcept;

}  // namespace siamrt
