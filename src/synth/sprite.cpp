#include "synth/sprite.hpp"

#include "synth/exact.hpp"

#include <algorithm>

namespace siamrt::synth {

Point Pose::to_view(const Point& local) const {
  const double u = local.x * stretch;
  const double v = local.y + bend * sine(phase + waves * local.x);
  const double c = cosine(turn);
  const double s = sine(turn);
  return {x + size * (c * u - s * v), y + size * (s * u + c * v)};
}

Point Pose::to_local(const Point& view) const {
  const double c = cosine(turn);
  const double s = sine(turn);
  const double dx = (view.x - x) / size;
  const double dy = (view.y - y) / size;
  const double u = (c * dx + s * dy) / stretch;
  return {u, c * dy - s * dx - bend * sine(phase + waves * u)};
}

Sprite::Sprite(const Picture& picture) {
  levels_.push_back(picture);
  while (levels_.back().width() > 4 && levels_.back().height() > 4) {
    levels_.push_back(levels_.back().halved());
  }
  find_outline();
}

void Sprite::find_outline() {
  const Picture& base = levels_.front();
  const auto place = [&base](double px, double py) {
    return Point{base.left() + px / base.density(), base.top() + py / base.density()};
  };
  const auto cover = [&base](int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < base.width() && y < base.height();
    return inside ? static_cast<double>(base.at(x, y).a) : 0.0;
  };
  double reach = 0;
  for (int y = -1; y < base.height(); ++y) {
    for (int x = -1; x < base.width(); ++x) {
      const double here = cover(x, y);
      if (here > 0) {
        const Point p = place(x + 0.5, y + 0.5);
        reach = std::max(reach, length(p.x, p.y) + 1 / base.density());
      }
      const double right = cover(x + 1, y);
      const double below = cover(x, y + 1);
      if ((here < 0.5) != (right < 0.5)) {
        outline_.push_back(place(x + 0.5 + (0.5 - here) / (right - here), y + 0.5));
      }
      if ((here < 0.5) != (below < 0.5)) {
        outline_.push_back(place(x + 0.5, y + 0.5 + (0.5 - here) / (below - here)));
      }
    }
  }
  reach_ = reach;
}

Light Sprite::sample(double x, double y, double footprint) const {
  double texels = footprint * levels_.front().density();
  size_t level = 0;
  while (texels > 2 && level + 2 < levels_.size()) {
    texels /= 2;
    ++level;
  }
  const auto value = [&](size_t i) {
    const Picture& p = levels_[i];
    return p.sample(static_cast<float>((x - p.left()) * p.density()),
                    static_cast<float>((y - p.top()) * p.density()));
  };
  const Light fine = value(level);
  if (texels <= 1 || level + 1 >= levels_.size()) return fine;
  const Light coarse = value(level + 1);
  const auto share = static_cast<float>(clamp01(texels - 1));
  return {fine.r + (coarse.r - fine.r) * share, fine.g + (coarse.g - fine.g) * share,
          fine.b + (coarse.b - fine.b) * share, fine.a + (coarse.a - fine.a) * share};
}

Box extent(const Sprite& sprite, const Pose& pose) {
  double x0 = 1e9;
  double y0 = 1e9;
  double x1 = -1e9;
  double y1 = -1e9;
  for (const Point& local : sprite.outline()) {
    const Point p = pose.to_view(local);
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  return {x0, y0, x1 - x0, y1 - y0};
}

}  // namespace siamrt::synth
