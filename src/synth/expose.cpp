#include "synth/exact.hpp"
#include "synth/stage.hpp"

#include <algorithm>

namespace siamrt::synth {
namespace {

/// Rectangle of pixels, right and lower end excluded.
struct Window {
  int x0, y0, x1, y1;
};

/// Pixels that an actor can touch.
Window touched(const Actor& actor, const Camera::View& view, const Screen& screen) {
  const Pose& pose = actor.pose;
  const double reach = pose.size * view.zoom * (actor.sprite->reach() + std::fabs(pose.bend)) *
                           std::max(1.0, std::fabs(pose.stretch)) * screen.height +
                       2;
  const Point centre = screen.to_pixels(view.apply({pose.x, pose.y}));
  const auto bound = [](double v, int high) {
    return static_cast<int>(std::clamp(std::floor(v), 0.0, static_cast<double>(high)));
  };
  return {bound(centre.x - reach, screen.width), bound(centre.y - reach, screen.height),
          bound(centre.x + reach + 1, screen.width), bound(centre.y + reach + 1, screen.height)};
}

/// From frame pixels to sprite units, everything that does not change from pixel to pixel worked
/// out.
struct Inverse {
  double ux, uy, u0, vx, vy, v0;
  double bend, phase, waves;
  double footprint;

  Inverse(const Pose& pose, const Camera::View& view, const Screen& screen) {
    const auto straight = [&](double px, double py) {
      Pose flat = pose;
      flat.bend = 0;
      return flat.to_local(view.undo(screen.to_view(px, py)));
    };
    const Point o = straight(0, 0);
    const Point x = straight(1, 0);
    const Point y = straight(0, 1);
    u0 = o.x;
    v0 = o.y;
    ux = x.x - o.x;
    vx = x.y - o.y;
    uy = y.x - o.x;
    vy = y.y - o.y;
    bend = pose.bend;
    phase = pose.phase;
    waves = pose.waves;
    footprint = 1 / (pose.size * view.zoom * screen.height);
  }

  Light light(const Sprite& sprite, double px, double py) const {
    const double u = u0 + ux * px + uy * py;
    double v = v0 + vx * px + vy * py;
    if (bend != 0) v -= bend * sine(phase + waves * u);
    return sprite.sample(u, v, footprint);
  }
};

void draw_actor(std::vector<Light>& light, const Actor& actor, const Camera::View& view,
                const Screen& screen) {
  const Window w = touched(actor, view, screen);
  const Inverse inverse(actor.pose, view, screen);
  for (int y = w.y0; y < w.y1; ++y) {
    for (int x = w.x0; x < w.x1; ++x) {
      const Light front = inverse.light(*actor.sprite, x + 0.5, y + 0.5);
      if (front.a <= 0) continue;
      Light& pixel = light[static_cast<size_t>(y) * screen.width + x];
      pixel = over(front, pixel);
    }
  }
}

/// From frame pixels to a layer's pixels.
struct LayerMap {
  double x0, y0, dx,
      dy;  ///< of pixel (0.5, 0.5); step along x (a step along y is turned by 90 degrees)

  LayerMap(const Picture& layer, double pace, const Stage& stage, const Camera::View& view,
           const Screen& screen, double t) {
    const Point camera = stage.camera.place(t);
    const auto place = [&](double px, double py) {
      const Point q = view.undo(screen.to_view(px, py));
      const double x = q.x + camera.x * pace;
      return Point{x * layer.density(), (q.y + camera.y * pace - layer.top()) * layer.density()};
    };
    const Point o = place(0.5, 0.5);
    const Point x = place(1.5, 0.5);
    dx = x.x - o.x;
    dy = x.y - o.y;
    // Kept near 0, so that float is precise enough however far the camera has gone.
    x0 = o.x - std::floor(o.x / layer.width()) * layer.width();
    y0 = o.y;
  }

  Light light(const Picture& layer, int x, int y) const {
    return layer.sample(static_cast<float>(x0 + dx * x - dy * y),
                        static_cast<float>(y0 + dy * x + dx * y));
  }
};

void draw_layers(std::vector<Light>& light, const Stage& stage, const Camera::View& view,
                 const Screen& screen, double t) {
  const World& world = stage.world;
  const bool two = world.mid.width() > 0;
  const LayerMap far(world.far, world.far_pace, stage, view, screen, t);
  const LayerMap mid(two ? world.mid : world.far, world.mid_pace, stage, view, screen, t);
  for (int y = 0; y < screen.height; ++y) {
    Light* row = &light[static_cast<size_t>(y) * screen.width];
    for (int x = 0; x < screen.width; ++x) {
      const Light front = two ? mid.light(world.mid, x, y) : Light{};
      row[x] = front.a >= 1 ? front : over(front, far.light(world.far, x, y));
    }
  }
}

/// Farthest way in pixels that anything goes from `from` to `to`.
double farthest_way(const Stage& stage, const Screen& screen, double from, double to) {
  const Cast before = cast_at(stage, from);
  const Cast after = cast_at(stage, to);
  const Camera::View view_before = stage.camera.view(from);
  const Camera::View view_after = stage.camera.view(to);
  const Point a = stage.camera.place(from);
  const Point b = stage.camera.place(to);
  const Point corner{0.5 * screen.width / screen.height, 0.5};
  const Point c = view_before.apply(corner);
  const Point d = view_after.apply(corner);
  double way = length(b.x - a.x, b.y - a.y) + length(d.x - c.x, d.y - c.y);
  for (size_t i = 0; i < before.actors.size(); ++i) {
    const Pose& p = before.actors[i].pose;
    const Pose& q = after.actors[i].pose;
    for (const Point local : {Point{0.7, 0.3}, Point{-0.7, 0.3}, Point{0, -0.7}}) {
      const Point e = view_before.apply(p.to_view(local));
      const Point f = view_after.apply(q.to_view(local));
      // Only what is on or near the screen counts.
      if (std::fabs(e.x) < corner.x + 0.3) way = std::max(way, length(f.x - e.x, f.y - e.y));
    }
  }
  return way * screen.height;
}

}  // namespace

Cast cast_at(const Stage& stage, double t) {
  Cast cast;
  const size_t behind = (stage.lookalikes.size() + 1) / 2;
  const auto lookalike = [&](size_t i) {
    cast.actors.push_back(
        {&stage.world.lookalikes[i % stage.world.lookalikes.size()], stage.lookalikes[i].at(t)});
  };
  for (size_t i = 0; i < behind; ++i) lookalike(i);
  cast.target = cast.actors.size();
  cast.actors.push_back({&stage.world.target, stage.target.at(t)});
  for (size_t i = behind; i < stage.lookalikes.size(); ++i) lookalike(i);
  const Point now = stage.camera.place(t);
  for (const Piece& piece : stage.pieces) {
    const Point then = stage.camera.place(piece.meets_at);
    Pose pose = piece.pose;
    pose.x += piece_pace * (then.x - now.x);
    pose.y += piece_pace * (then.y - now.y);
    cast.actors.push_back({&stage.world.pieces[piece.sprite], pose});
  }
  return cast;
}

std::vector<Light> expose(const Stage& stage, const Screen& screen, double t) {
  const size_t count = static_cast<size_t>(screen.width) * screen.height;
  const double open = stage.shutter;
  const double way = farthest_way(stage, screen, t - open / 2, t + open / 2);
  // One moment for each 2 pixels of motion keeps streaks free of steps.
  const int moments = static_cast<int>(std::clamp(std::ceil(way / 2), 1.0, 20.0));
  std::vector<Light> sum(count);
  std::vector<Light> light(count);
  const float share = 1.0F / static_cast<float>(moments);
  for (int m = 0; m < moments; ++m) {
    const double at = t + open * ((m + 0.5) / moments - 0.5);
    const Camera::View view = stage.camera.view(at);
    draw_layers(light, stage, view, screen, at);
    for (const Actor& actor : cast_at(stage, at).actors) draw_actor(light, actor, view, screen);
    for (size_t i = 0; i < count; ++i) {
      sum[i].r += light[i].r * share;
      sum[i].g += light[i].g * share;
      sum[i].b += light[i].b * share;
    }
  }
  return sum;
}

float cover_at(const Actor& actor, const Camera::View& view, const Screen& screen, double px,
               double py) {
  return Inverse(actor.pose, view, screen).light(*actor.sprite, px, py).a;
}

}  // namespace siamrt::synth
