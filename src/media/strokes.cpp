#include "media/strokes.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace siamrt::media {
namespace {

constexpr int sub_pixel_bits = 4;  // OpenCV's `shift`: coordinates in sixteenths
constexpr int font = cv::FONT_HERSHEY_DUPLEX;
constexpr double capital_height = 21;  // of this font at scale 1, pixels (as cv::getTextSize gives)

/// In sixteenths of a pixel; far outside values are pulled in, as OpenCV counts in int.
cv::Point fixed(const Point& point) {
  constexpr double far = 1e5;
  const double scale = 1 << sub_pixel_bits;
  return {static_cast<int>(std::lround(std::clamp(point.x, -far, far) * scale)),
          static_cast<int>(std::lround(std::clamp(point.y, -far, far) * scale))};
}

int font_thickness(const Pen& pen) {
  return std::max(1, static_cast<int>(std::lround(pen.text / 12)));
}

}  // namespace

Pen::Pen(const cv::Size& frame) {
  // 1 at 480 lines: there a stroke of two pixels and letters of 9 look right.
  const double scale = std::max(0.5, std::min(frame.width / 640.0, frame.height / 480.0));
  line = std::max(1, static_cast<int>(std::lround(2 * scale)));
  halo = line + std::max(2, static_cast<int>(std::lround(2 * scale)));
  text = std::max(7.0, 9 * scale);
  gap = std::max(3, static_cast<int>(std::lround(4 * scale)));
}

void stroke(Frame& canvas, const Point& from, const Point& to, const cv::Scalar& colour,
            int width) {
  cv::line(canvas, fixed(from), fixed(to), colour, width, cv::LINE_AA, sub_pixel_bits);
}

void dashed_stroke(Frame& canvas, const Point& from, const Point& to, const cv::Scalar& colour,
                   int width, double dash) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  constexpr double longest = 20000;  // a box may reach far outside; no picture is larger
  if (!(length > 0) || length > longest) return stroke(canvas, from, to, colour, width);
  // An odd number of pieces, so that both ends have a dash and corners close.
  const int pieces = std::max(1, static_cast<int>(length / dash) / 2 * 2 + 1);
  const Point step = {(to.x - from.x) / pieces, (to.y - from.y) / pieces};
  for (int i = 0; i < pieces; i += 2) {
    const Point start = {from.x + step.x * i, from.y + step.y * i};
    stroke(canvas, start, {start.x + step.x, start.y + step.y}, colour, width);
  }
}

void box_outline(Frame& canvas, const Box& box, const cv::Scalar& colour, const Pen& pen,
                 bool dashed) {
  const std::array<Point, 4> corners = {{{box.x, box.y},
                                         {box.x + box.w, box.y},
                                         {box.x + box.w, box.y + box.h},
                                         {box.x, box.y + box.h}}};
  const double dash = 4.0 * pen.line;
  const auto sides = [&](const cv::Scalar& ink, int width) {
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const Point& from = corners[i];
      const Point& to = corners[(i + 1) % corners.size()];
      if (dashed) {
        dashed_stroke(canvas, from, to, ink, width, dash);
      } else {
        stroke(canvas, from, to, ink, width);
      }
    }
  };
  sides(cv::Scalar(0, 0, 0), pen.halo);
  sides(colour, pen.line);
}

void tint(Frame& canvas, const cv::Rect& area, const cv::Scalar& colour, double share) {
  const cv::Rect inside = area & cv::Rect({}, canvas.size());
  if (inside.empty()) return;
  cv::Mat part = canvas(inside);
  cv::addWeighted(part, 1 - share, cv::Mat(part.size(), part.type(), colour), share, 0, part);
}

cv::Size text_size(const std::string& text, const Pen& pen) {
  int baseline = 0;
  const double scale = pen.text / capital_height;
  const cv::Size size = cv::getTextSize(text, font, scale, font_thickness(pen), &baseline);
  return {size.width, static_cast<int>(std::lround(pen.text))};
}

void put_text(Frame& canvas, const std::string& text, const cv::Point& at, const cv::Scalar& colour,
              const Pen& pen) {
  cv::putText(canvas, text, at, font, pen.text / capital_height, colour, font_thickness(pen),
              cv::LINE_AA);
}

}  // namespace siamrt::media
