// PNG and PDF of a drawing, and how wide its texts are, by cairo.

#include "report/drawing.hpp"
#include "report/escape.hpp"

#include <siamrt/error.hpp>

#include <cairo-pdf.h>
#include <cairo.h>

#include <cmath>
#include <memory>

namespace siamrt::report {
namespace {

struct Free {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
using Surface = std::unique_ptr<cairo_surface_t, Free>;
using Context = std::unique_ptr<cairo_t, Free>;

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(Error::Kind::system,
                std::string("plot: cannot be drawn: ") + cairo_status_to_string(status));
  }
}

/// No hinting: widths then grow evenly with the size, and SVG viewers agree with them.
Context context_of(cairo_surface_t* surface) {
  Context context(cairo_create(surface));
  check(cairo_status(context.get()));
  const std::unique_ptr<cairo_font_options_t, Free> options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options(context.get(), options.get());
  cairo_set_line_join(context.get(), CAIRO_LINE_JOIN_ROUND);
  return context;
}

void choose_font(cairo_t* context, double size, bool bold) {
  cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context, size);
}

double advance(cairo_t* context, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(context, text.c_str(), &extents);
  return extents.x_advance;
}

void choose_colour(cairo_t* context, const Colour& colour) {
  cairo_set_source_rgba(context, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0,
                        colour.alpha);
}

class Painter {
 public:
  explicit Painter(cairo_t* context) : context_(context) {}

  void operator()(const Path& path) {
    if (path.points.empty()) return;
    cairo_new_path(context_);
    for (const Point& point : path.points) cairo_line_to(context_, point.x, point.y);
    if (path.closed) cairo_close_path(context_);
    paint(path.pen);
  }

  void operator()(const Boxes& boxes) {
    cairo_new_path(context_);
    for (const Box& box : boxes.boxes) cairo_rectangle(context_, box.x, box.y, box.w, box.h);
    paint(boxes.pen);
  }

  void operator()(const Circle& circle) {
    cairo_new_path(context_);
    cairo_arc(context_, circle.centre.x, circle.centre.y, circle.radius, 0, 2 * std::acos(-1.0));
    cairo_close_path(context_);
    paint(circle.pen);
  }

  void operator()(const Text& text) {
    const std::string words = clean(text.text);
    choose_font(context_, text.size, text.bold);
    choose_colour(context_, text.colour);
    const double width = advance(context_, words);
    const double shift = text.anchor == Anchor::start    ? 0
                         : text.anchor == Anchor::middle ? width / 2
                                                         : width;
    cairo_save(context_);
    cairo_translate(context_, text.at.x, text.at.y);
    if (text.upwards) cairo_rotate(context_, -std::acos(0.0));
    cairo_move_to(context_, -shift, 0);
    cairo_show_text(context_, words.c_str());
    cairo_restore(context_);
  }

  void operator()(const GroupStart&) {}
  void operator()(const GroupEnd&) {}

 private:
  void paint(const Pen& pen) {
    if (pen.fill.alpha > 0) {
      choose_colour(context_, pen.fill);
      cairo_fill_preserve(context_);
    }
    if (pen.line.alpha > 0 && pen.width > 0) {
      choose_colour(context_, pen.line);
      cairo_set_line_width(context_, pen.width);
      cairo_set_dash(context_, pen.dash.data(), static_cast<int>(pen.dash.size()), 0);
      cairo_stroke_preserve(context_);
    }
    cairo_new_path(context_);
  }

  cairo_t* context_;
};

void paint(cairo_t* context, const Drawing& drawing) {
  Painter painter(context);
  for (const Shape& shape : drawing.shapes) std::visit(painter, shape);
  check(cairo_status(context));
}

cairo_status_t append(void* target, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// A context for measuring only.
class Ruler {
 public:
  Ruler()
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)),
        context_(context_of(surface_.get())) {}

  double width(const std::string& text, double size, bool bold) const {
    choose_font(context_.get(), size, bold);
    return advance(context_.get(), text);
  }

 private:
  Surface surface_;
  Context context_;
};

}  // namespace

std::string png_of(const Drawing& drawing, double scale) {
  const Surface surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(std::ceil(drawing.width * scale)),
      static_cast<int>(std::ceil(drawing.height * scale))));
  check(cairo_surface_status(surface.get()));
  const Context context = context_of(surface.get());
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  cairo_scale(context.get(), scale, scale);
  paint(context.get(), drawing);
  std::string bytes;
  check(cairo_surface_write_to_png_stream(surface.get(), append, &bytes));
  return bytes;
}

std::string pdf_of(const Drawing& drawing) {
  constexpr double point = 0.75;  // CSS pixels are 1/96 inch, points 1/72
  std::string bytes;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, drawing.width * point,
                                                              drawing.height * point));
    check(cairo_surface_status(surface.get()));
    // Without this, the file would carry the time at which it was made.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2000-01-01T00:00:00Z");
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   clean(drawing.title).c_str());
    const Context context = context_of(surface.get());
    cairo_scale(context.get(), point, point);
    paint(context.get(), drawing);
    cairo_show_page(context.get());
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
  }
  return bytes;
}

double text_width(std::string_view text, double size, bool bold) {
  return Ruler().width(clean(text), size, bold);
}

std::string shortened(std::string_view text, double size, double most, bool bold) {
  constexpr std::size_t longest = 400;  // bytes; no plot has room for more
  const Ruler ruler;
  std::string words = clean(text.substr(0, longest));
  if (ruler.width(words, size, bold) <= most) return words;
  const std::string ellipsis = "\xE2\x80\xA6";
  while (!words.empty() && ruler.width(words + ellipsis, size, bold) > most) {
    // A character's continuation bytes go with it.
    while (words.size() > 1 && (static_cast<unsigned char>(words.back()) & 0xC0U) == 0x80) {
      words.pop_back();
    }
    words.pop_back();
  }
  return words + ellipsis;
}

}  // namespace siamrt::report
