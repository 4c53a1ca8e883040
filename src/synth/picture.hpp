#pragma once

#include <functional>
#include <vector>

namespace siamrt::synth {

/// Light of one pixel: red, green, blue and cover, premultiplied, in linear light. Display values
/// are the square root (a gamma of 2 keeps to exactly rounded arithmetic).
struct Light {
  float r = 0;
  float g = 0;
  float b = 0;
  float a = 0;
};

/// Colour without cover, linear light, 0..1 each.
struct Colour {
  double r = 0;
  double g = 0;
  double b = 0;
};

/// Colour from display values as in a style sheet, 0xRRGGBB.
Colour colour(unsigned rgb);
Colour blend(const Colour& a, const Colour& b, double share);
Colour operator*(const Colour& a, double gain);

/// `over` in front of `under`.
inline Light over(const Light& front, const Light& under) {
  const float rest = 1 - front.a;
  return {front.r + under.r * rest, front.g + under.g * rest, front.b + under.b * rest,
          front.a + under.a * rest};
}

/// Part of the plane in units, for painting.
struct Area {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;
};

/// A picture over a part of the plane. Its left upper corner is at (left, top) units, `density`
/// pixels are one unit.
class Picture {
 public:
  Picture() = default;
  /// `wraps`: the left edge follows the right one.
  Picture(const Area& area, double density, bool wraps);

  int width() const { return width_; }
  int height() const { return height_; }
  double density() const { return density_; }
  double left() const { return area_.x0; }
  double top() const { return area_.y0; }
  /// Units from the left edge to the right one.
  double period() const { return width_ / density_; }

  const Light& at(int x, int y) const { return pixels_[static_cast<size_t>(y) * width_ + x]; }
  Light& at(int x, int y) { return pixels_[static_cast<size_t>(y) * width_ + x]; }

  /// Paints every pixel of `area` whose signed distance (units, negative inside) is below 0, with
  /// an edge that fades over `soft` units (at least one pixel). `shade` gets the place and the
  /// distance; `cover` scales the cover.
  using Distance = std::function<double(double x, double y)>;
  using Shade = std::function<Colour(double x, double y, double distance)>;
  void paint(const Area& area, const Distance& distance, const Shade& shade, double cover = 1,
             double soft = 0);

  /// Paints everything.
  void fill(const std::function<Colour(double x, double y)>& shade);

  /// Three box blurs of `radius` units, which is close to a Gaussian of that deviation.
  void blur(double radius);

  /// Bilinear value at a place in pixels (a pixel's centre is at +0.5); outside: nothing, or
  /// wrapped along x, with the nearest row, if the picture wraps.
  Light sample(float x, float y) const;

  /// Half the size, each pixel the mean of four (odd edges meet emptiness).
  Picture halved() const;

 private:
  void blur_rows(int radius);
  Picture transposed() const;

  Area area_;
  double density_ = 1;
  int width_ = 0;
  int height_ = 0;
  bool wraps_ = false;
  std::vector<Light> pixels_;
};

}  // namespace siamrt::synth
