#pragma once

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <opencv2/core/types.hpp>

#include <string>
#include <vector>

namespace siamrt::media {

/// Sizes of everything that is drawn, for one frame size.
struct Pen {
  explicit Pen(const cv::Size& frame);

  int line;     ///< width of a stroke, pixels
  int halo;     ///< width of the dark stroke below it
  double text;  ///< height of a capital letter, pixels
  int gap;      ///< space around text, pixels
};

/// Anti-aliased line at sub-pixel ends, in `colour`.
void stroke(Frame& canvas, const Point& from, const Point& to, const cv::Scalar& colour, int width);

/// The same in dashes of `dash` pixels with equal spaces.
void dashed_stroke(Frame& canvas, const Point& from, const Point& to, const cv::Scalar& colour,
                   int width, double dash);

/// The four sides of a box, solid or dashed, over a dark halo that keeps them visible on any
/// background.
void box_outline(Frame& canvas, const Box& box, const cv::Scalar& colour, const Pen& pen,
                 bool dashed);

/// Mixes `colour` into a rectangle; the part outside the canvas is left out. `share`: 0..1.
void tint(Frame& canvas, const cv::Rect& area, const cv::Scalar& colour, double share);

/// Size of a line of text in pixels: width, and height of a capital letter.
cv::Size text_size(const std::string& text, const Pen& pen);

/// Text with its baseline's left end at `at`.
void put_text(Frame& canvas, const std::string& text, const cv::Point& at, const cv::Scalar& colour,
              const Pen& pen);

}  // namespace siamrt::media
