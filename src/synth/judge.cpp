#include "synth/exact.hpp"
#include "synth/stage.hpp"

#include <algorithm>

namespace siamrt::synth {

int Visibility::eighths() const {
  if (share < 1.0 / 32) return 0;
  return std::max(1, static_cast<int>(std::floor(share * 8 + 0.5)));
}

Box truth_of(const Stage& stage, const Screen& screen, double t) {
  const Camera::View view = stage.camera.view(t);
  const Pose pose = stage.target.at(t);
  double x0 = 1e9;
  double y0 = 1e9;
  double x1 = -1e9;
  double y1 = -1e9;
  for (const Point& local : stage.world.target.outline()) {
    const Point p = screen.to_pixels(view.apply(pose.to_view(local)));
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  return {x0, y0, x1 - x0, y1 - y0};
}

Visibility visibility_of(const Stage& stage, const Screen& screen, double t) {
  const Camera::View view = stage.camera.view(t);
  const Cast cast = cast_at(stage, t);
  const Box box = truth_of(stage, screen, t);
  Visibility result;
  result.cut_by_frame =
      box.x < 0 || box.y < 0 || box.x + box.w > screen.width || box.y + box.h > screen.height;
  result.out_of_view = !touches(box, screen.width, screen.height);
  // A grid of 64 places along the longer side tells eighths apart.
  const double step = std::max(box.w, box.h) / 64;
  const int columns = static_cast<int>(std::ceil(box.w / step));
  const int rows = static_cast<int>(std::ceil(box.h / step));
  int whole = 0;
  int seen = 0;
  for (int i = 0; i < columns * rows; ++i) {
    const double x = box.x + (i % columns + 0.5) * step;
    const double y = box.y + (static_cast<double>(i / columns) + 0.5) * step;
    if (cover_at(cast.actors[cast.target], view, screen, x, y) < 0.5F) continue;
    ++whole;
    if (x < 0 || y < 0 || x >= screen.width || y >= screen.height) continue;
    float through = 1;
    for (size_t k = cast.target + 1; k < cast.actors.size(); ++k) {
      through *= 1 - cover_at(cast.actors[k], view, screen, x, y);
    }
    if (through >= 0.5F) ++seen;
  }
  result.share = whole == 0 ? 0 : static_cast<double>(seen) / whole;
  return result;
}

}  // namespace siamrt::synth
