#include "ui/canvas.hpp"

#include "media/palette.hpp"

#include <cairo.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::ui {
namespace {

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, Free>;
using Context = std::unique_ptr<cairo_t, Free>;

constexpr double half_turn = 3.14159265358979323846;

/// Cairo wants the colours of a layer multiplied by their opacity.
cv::Mat premultiplied(const cv::Mat& bgra) {
  cv::Mat out = bgra.clone();
  for (int y = 0; y < out.rows; ++y) {
    auto* row = out.ptr<cv::Vec4b>(y);
    for (int x = 0; x < out.cols; ++x) {
      for (int c = 0; c < 3; ++c)
        row[x][c] = static_cast<unsigned char>((row[x][c] * row[x][3] + 127) / 255);
    }
  }
  return out;
}

/// The part of a frame that fills `room` from `origin` on.
Frame seen_part(const Frame& frame, cv::Size room, Point origin, double scale) {
  Frame out;
  if (scale < 1) {
    const cv::Rect all({}, frame.size());
    const cv::Rect part = cv::Rect(static_cast<int>(origin.x), static_cast<int>(origin.y),
                                   static_cast<int>(std::lround(room.width / scale)),
                                   static_cast<int>(std::lround(room.height / scale))) &
                          all;
    cv::resize(frame(part), out, room, 0, 0, cv::INTER_AREA);
    return out;
  }
  const bool whole = frame.size() == room && origin.x == 0 && origin.y == 0;
  if (whole && scale == 1) return frame;
  // Centres of pixels lie at half ones.
  const cv::Matx23d from_frame(scale, 0, (0.5 - origin.x) * scale - 0.5,  //
                               0, scale, (0.5 - origin.y) * scale - 0.5);
  constexpr double pixels_show = 4;
  cv::warpAffine(frame, out, from_frame, room,
                 scale >= pixels_show ? cv::INTER_NEAREST : cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

}  // namespace

Ink target_ink(int number) {
  const cv::Scalar bgr = media::target_colour(number);
  return {bgr[2] / 255, bgr[1] / 255, bgr[0] / 255, 1};
}

struct Canvas::Inside {
  cv::Mat pixels;  ///< CV_8UC4, the memory that cairo draws in
  Surface surface;
  Context context;

  cairo_t* pen() const { return context.get(); }

  void ink(const Ink& ink) const { cairo_set_source_rgba(pen(), ink.r, ink.g, ink.b, ink.a); }

  void path(const cv::Rect2d& area, double radius) const {
    cairo_new_path(pen());
    const double r = std::min({radius, area.width / 2, area.height / 2});
    if (r <= 0) {
      cairo_rectangle(pen(), area.x, area.y, area.width, area.height);
      return;
    }
    const double right = area.x + area.width;
    const double bottom = area.y + area.height;
    cairo_arc(pen(), right - r, area.y + r, r, -half_turn / 2, 0);
    cairo_arc(pen(), right - r, bottom - r, r, 0, half_turn / 2);
    cairo_arc(pen(), area.x + r, bottom - r, r, half_turn / 2, half_turn);
    cairo_arc(pen(), area.x + r, area.y + r, r, half_turn, 1.5 * half_turn);
    cairo_close_path(pen());
  }

  void stroke(const Ink& colour, double width, double dash) const {
    ink(colour);
    cairo_set_line_width(pen(), width);
    cairo_set_dash(pen(), &dash, dash > 0 ? 1 : 0, 0);
    cairo_stroke(pen());
  }

  void font(double size, bool bold) const {
    cairo_select_font_face(pen(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen(), size);
  }
};

Canvas::Canvas(cv::Size size) : inside_(std::make_unique<Inside>()) {
  Inside& in = *inside_;
  in.pixels = cv::Mat(size, CV_8UC4, cv::Scalar(24, 21, 20, 255));
  in.surface.reset(cairo_image_surface_create_for_data(in.pixels.data, CAIRO_FORMAT_RGB24,
                                                       size.width, size.height,
                                                       static_cast<int>(in.pixels.step)));
  in.context.reset(cairo_create(in.surface.get()));
  cairo_set_line_join(in.pen(), CAIRO_LINE_JOIN_ROUND);
}

Canvas::~Canvas() = default;

cv::Size Canvas::size() const { return inside_->pixels.size(); }

void Canvas::picture(const Frame& frame, const cv::Rect& place, Point origin, double scale) {
  const cv::Rect inside = place & cv::Rect({}, size());
  if (frame.empty() || inside != place || place.empty()) return;
  cairo_surface_flush(inside_->surface.get());
  cv::Mat part = inside_->pixels(place);
  cv::cvtColor(seen_part(frame, place.size(), origin, scale), part, cv::COLOR_BGR2BGRA);
  cairo_surface_mark_dirty(inside_->surface.get());
}

void Canvas::layer(const cv::Mat& bgra, const cv::Rect2d& place) {
  if (bgra.empty() || place.width <= 0 || place.height <= 0) return;
  const cv::Mat pixels = premultiplied(bgra);
  const Surface surface(cairo_image_surface_create_for_data(
      pixels.data, CAIRO_FORMAT_ARGB32, pixels.cols, pixels.rows, static_cast<int>(pixels.step)));
  cairo_t* pen = inside_->pen();
  cairo_save(pen);
  cairo_translate(pen, place.x, place.y);
  cairo_scale(pen, place.width / pixels.cols, place.height / pixels.rows);
  cairo_set_source_surface(pen, surface.get(), 0, 0);
  cairo_rectangle(pen, 0, 0, pixels.cols, pixels.rows);
  cairo_fill(pen);
  cairo_restore(pen);
}

void Canvas::fill(const cv::Rect2d& area, const Ink& ink, double radius) {
  inside_->path(area, radius);
  inside_->ink(ink);
  cairo_fill(inside_->pen());
}

void Canvas::frame(const cv::Rect2d& area, const Ink& ink, double width, double radius,
                   double dash) {
  inside_->path(area, radius);
  inside_->stroke(ink, width, dash);
}

void Canvas::line(cv::Point2d from, cv::Point2d to, const Ink& ink, double width, double dash) {
  cairo_new_path(inside_->pen());
  cairo_move_to(inside_->pen(), from.x, from.y);
  cairo_line_to(inside_->pen(), to.x, to.y);
  inside_->stroke(ink, width, dash);
}

void Canvas::disc(cv::Point2d centre, double radius, const Ink& ink) {
  cairo_new_path(inside_->pen());
  cairo_arc(inside_->pen(), centre.x, centre.y, radius, 0, 2 * half_turn);
  inside_->ink(ink);
  cairo_fill(inside_->pen());
}

void Canvas::triangle(cv::Point2d a, cv::Point2d b, cv::Point2d c, const Ink& ink) {
  cairo_new_path(inside_->pen());
  for (const cv::Point2d& corner : {a, b, c}) cairo_line_to(inside_->pen(), corner.x, corner.y);
  cairo_close_path(inside_->pen());
  inside_->ink(ink);
  cairo_fill(inside_->pen());
}

void Canvas::text(const std::string& words, cv::Point2d at, double size, const Ink& ink,
                  Align align, bool bold) {
  double left = at.x;
  if (align != Align::left) left -= width(words, size, bold) * (align == Align::right ? 1 : 0.5);
  inside_->font(size, bold);
  inside_->ink(ink);
  constexpr double middle = 0.36;  // half the height of capitals, as a share of the font's height
  cairo_move_to(inside_->pen(), left, at.y + size * middle);
  cairo_show_text(inside_->pen(), words.c_str());
}

double Canvas::width(const std::string& words, double size, bool bold) {
  inside_->font(size, bold);
  cairo_text_extents_t extents;
  cairo_text_extents(inside_->pen(), words.c_str(), &extents);
  return extents.x_advance;
}

void Canvas::clip(const cv::Rect2d& area) {
  cairo_reset_clip(inside_->pen());
  if (area.width <= 0 || area.height <= 0) return;
  cairo_new_path(inside_->pen());
  cairo_rectangle(inside_->pen(), area.x, area.y, area.width, area.height);
  cairo_clip(inside_->pen());
}

Frame Canvas::result() const {
  cairo_surface_flush(inside_->surface.get());
  Frame out;
  cv::cvtColor(inside_->pixels, out, cv::COLOR_BGRA2BGR);
  return out;
}

}  // namespace siamrt::ui
