#pragma once

#include <siamrt/box.hpp>
#include <siamrt/frame.hpp>

#include <opencv2/core/types.hpp>

#include <memory>
#include <string>

namespace siamrt::ui {

/// Red, green, blue and opacity, 0..1 each.
struct Ink {
  double r = 1;
  double g = 1;
  double b = 1;
  double a = 1;

  Ink faded(double share) const { return {r, g, b, a * share}; }
};

/// The colour of a target (media::target_colour).
Ink target_ink(int number);

/// A picture to draw on with smooth lines and proportional text (cairo, DejaVu Sans). Lengths are
/// pixels of the picture, from its top-left corner; what lies outside is cut off. Needs no display.
class Canvas {
 public:
  enum class Align { left, centre, right };

  /// requires: a size of at least 1 x 1.
  explicit Canvas(cv::Size size);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  cv::Size size() const;

  /// The frame, `scale` times as large, with what is at `origin` (frame pixels; whole ones where it
  /// shrinks) at the top-left corner of `place`, which it fills. By areas where it shrinks, exact
  /// where it keeps its size, as squares where pixels are to be seen (from 4 times on).
  void picture(const Frame& frame, const cv::Rect& place, Point origin, double scale);

  /// CV_8UC4 (blue, green, red, opacity, not premultiplied) laid over `place`.
  void layer(const cv::Mat& bgra, const cv::Rect2d& place);

  void fill(const cv::Rect2d& area, const Ink& ink, double radius = 0);
  void frame(const cv::Rect2d& area, const Ink& ink, double width, double radius = 0,
             double dash = 0);
  void line(cv::Point2d from, cv::Point2d to, const Ink& ink, double width, double dash = 0);
  void disc(cv::Point2d centre, double radius, const Ink& ink);
  void triangle(cv::Point2d a, cv::Point2d b, cv::Point2d c, const Ink& ink);

  /// Text whose middle line is at `at.y`; `size` is the font's height.
  void text(const std::string& words, cv::Point2d at, double size, const Ink& ink,
            Align align = Align::left, bool bold = false);
  double width(const std::string& words, double size, bool bold = false);

  /// Everything drawn from now on stays inside `area`, until the next call; an empty one lifts it.
  void clip(const cv::Rect2d& area);

  /// What was drawn.
  Frame result() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace siamrt::ui
