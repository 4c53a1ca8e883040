#include "synth/picture.hpp"

#include "synth/exact.hpp"

#include <algorithm>

namespace siamrt::synth {
namespace {

int wrapped(int x, int width) {
  const int rest = x % width;
  return rest < 0 ? rest + width : rest;
}

Light mean(const Light& a, const Light& b, float share) {
  return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share,
          a.a + (b.a - a.a) * share};
}

Light solid(const Colour& c, double cover) {
  return {static_cast<float>(c.r * cover), static_cast<float>(c.g * cover),
          static_cast<float>(c.b * cover), static_cast<float>(cover)};
}

}  // namespace

Colour colour(unsigned rgb) {
  const auto channel = [rgb](int shift) {
    const double v = static_cast<double>(rgb >> shift & 0xffu) / 255;
    return v * v;
  };
  return {channel(16), channel(8), channel(0)};
}

Colour blend(const Colour& a, const Colour& b, double share) {
  return {mix(a.r, b.r, share), mix(a.g, b.g, share), mix(a.b, b.b, share)};
}

Colour operator*(const Colour& a, double gain) { return {a.r * gain, a.g * gain, a.b * gain}; }

Picture::Picture(const Area& area, double density, bool wraps)
    : area_(area),
      density_(density),
      width_(static_cast<int>(std::ceil((area.x1 - area.x0) * density))),
      height_(static_cast<int>(std::ceil((area.y1 - area.y0) * density))),
      wraps_(wraps),
      pixels_(static_cast<size_t>(width_) * height_) {}

void Picture::paint(const Area& area, const Distance& distance, const Shade& shade, double cover,
                    double soft) {
  const double edge = std::max(soft, 1 / density_);
  int x0 = static_cast<int>(std::floor((area.x0 - edge - area_.x0) * density_));
  int x1 = static_cast<int>(std::ceil((area.x1 + edge - area_.x0) * density_));
  const int y0 = std::max(0, static_cast<int>(std::floor((area.y0 - edge - area_.y0) * density_)));
  const int y1 =
      std::min(height_, static_cast<int>(std::ceil((area.y1 + edge - area_.y0) * density_)));
  if (!wraps_) {
    x0 = std::max(0, x0);
    x1 = std::min(width_, x1);
  }
  for (int py = y0; py < y1; ++py) {
    const double y = area_.y0 + (py + 0.5) / density_;
    for (int px = x0; px < x1; ++px) {
      const double x = area_.x0 + (px + 0.5) / density_;
      const double d = distance(x, y);
      const double share = clamp01(0.5 - d / edge) * cover;
      if (share <= 0) continue;
      Light& pixel = at(wraps_ ? wrapped(px, width_) : px, py);
      pixel = over(solid(shade(x, y, d), share), pixel);
    }
  }
}

void Picture::fill(const std::function<Colour(double, double)>& shade) {
  for (int py = 0; py < height_; ++py) {
    for (int px = 0; px < width_; ++px) {
      at(px, py) =
          solid(shade(area_.x0 + (px + 0.5) / density_, area_.y0 + (py + 0.5) / density_), 1);
    }
  }
}

void Picture::blur_rows(int radius) {
  std::vector<Light> row(static_cast<size_t>(width_));
  const auto place = [this](int x) {
    return wraps_ ? wrapped(x, width_) : std::clamp(x, 0, width_ - 1);
  };
  const float share = 1.0F / static_cast<float>(2 * radius + 1);
  for (int y = 0; y < height_; ++y) {
    Light* line = &at(0, y);
    double sum[4] = {0, 0, 0, 0};
    const auto add = [&sum](const Light& l, double sign) {
      sum[0] += sign * static_cast<double>(l.r);
      sum[1] += sign * static_cast<double>(l.g);
      sum[2] += sign * static_cast<double>(l.b);
      sum[3] += sign * static_cast<double>(l.a);
    };
    for (int x = -radius; x <= radius; ++x) add(line[place(x)], 1);
    for (int x = 0; x < width_; ++x) {
      // The running sum may end a hair below 0 where the picture is empty.
      const auto value = [&](int i) { return std::max(0.0F, static_cast<float>(sum[i]) * share); };
      row[static_cast<size_t>(x)] = {value(0), value(1), value(2), value(3)};
      add(line[place(x + radius + 1)], 1);
      add(line[place(x - radius)], -1);
    }
    std::copy(row.begin(), row.end(), line);
  }
}

Picture Picture::transposed() const {
  Picture result(*this);
  std::swap(result.width_, result.height_);
  result.wraps_ = false;
  for (int y = 0; y < height_; ++y) {
    for (int x = 0; x < width_; ++x) result.at(y, x) = at(x, y);
  }
  return result;
}

void Picture::blur(double radius) {
  // Three boxes of half-width r have a variance of r (r + 1); see docs/synth.md.
  const double target = radius * density_;
  const int half = static_cast<int>(std::floor(std::sqrt(target * target + 0.25)));
  if (half < 1) return;
  for (int i = 0; i < 3; ++i) blur_rows(half);
  Picture other = transposed();
  for (int i = 0; i < 3; ++i) other.blur_rows(half);
  const Picture back = other.transposed();
  pixels_ = back.pixels_;
}

Light Picture::sample(float x, float y) const {
  const float fx = x - 0.5F;
  const float fy = y - 0.5F;
  int x0 = floor_of(fx);
  const int y0 = floor_of(fy);
  const float ax = fx - static_cast<float>(x0);
  const float ay = fy - static_cast<float>(y0);
  if (wraps_) {
    // Cheaper than a remainder: a place is seldom more than one period away.
    while (x0 < 0) x0 += width_;
    while (x0 >= width_) x0 -= width_;
    const int x1 = x0 + 1 == width_ ? 0 : x0 + 1;
    const int row0 = std::clamp(y0, 0, height_ - 1);
    const int row1 = std::clamp(y0 + 1, 0, height_ - 1);
    return mean(mean(at(x0, row0), at(x1, row0), ax), mean(at(x0, row1), at(x1, row1), ax), ay);
  }
  const auto value = [this](int px, int py) {
    return px < 0 || py < 0 || px >= width_ || py >= height_ ? Light{} : at(px, py);
  };
  return mean(mean(value(x0, y0), value(x0 + 1, y0), ax),
              mean(value(x0, y0 + 1), value(x0 + 1, y0 + 1), ax), ay);
}

Picture Picture::halved() const {
  Picture result;
  result.area_ = area_;
  result.density_ = density_ / 2;
  result.width_ = (width_ + 1) / 2;
  result.height_ = (height_ + 1) / 2;
  result.pixels_.resize(static_cast<size_t>(result.width_) * result.height_);
  const auto value = [this](int x, int y) {
    return x >= width_ || y >= height_ ? Light{} : at(x, y);
  };
  for (int y = 0; y < result.height_; ++y) {
    for (int x = 0; x < result.width_; ++x) {
      result.at(x, y) =
          mean(mean(value(2 * x, 2 * y), value(2 * x + 1, 2 * y), 0.5F),
               mean(value(2 * x, 2 * y + 1), value(2 * x + 1, 2 * y + 1), 0.5F), 0.5F);
    }
  }
  return result;
}

}  // namespace siamrt::synth
