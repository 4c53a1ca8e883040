#include "synth/noise.hpp"
#include "synth/shapes.hpp"
#include "synth/world.hpp"

#include <array>

namespace siamrt::synth {
namespace {

constexpr double pavement = 0.02;  ///< upper edge of the pavement, view units
constexpr double kerb = 0.10;      ///< where the road begins

/// A rectangle with one colour and a little grain.
void slab(Picture& p, const Noise& noise, const Area& area, const Colour& c, double round = 0) {
  const double cx = (area.x0 + area.x1) / 2;
  const double cy = (area.y0 + area.y1) / 2;
  const double hx = (area.x1 - area.x0) / 2;
  const double hy = (area.y1 - area.y0) / 2;
  p.paint(
      area, [=](double x, double y) { return block(x, y, cx, cy, hx, hy, round); },
      [=, &noise](double x, double y, double) {
        return c * (0.85 + 0.3 * noise.cloud(x, y, 20, 3));
      });
}

struct Coat {
  unsigned paint, roof;
};
constexpr std::array<Coat, 6> coats = {{{0xd7263d, 0xf1f1ee},
                                        {0x1b6ca8, 0x1b6ca8},
                                        {0xf4b41a, 0x2b2b2b},
                                        {0x2e8b57, 0xf3efe0},
                                        {0x6a4c93, 0x6a4c93},
                                        {0xe8e6df, 0x9c2c2c}}};

/// A small car that drives to the right.
Sprite car(const Coat& coat, double density, std::uint64_t seed) {
  Picture p({-1.05, -0.62, 1.05, 0.55}, density, false);
  const Noise noise(seed);
  // A soft shadow on the road, too thin to count as part of the silhouette.
  p.paint(
      {-0.95, 0.38, 0.95, 0.55},
      [](double x, double y) { return ellipse(x, y, 0, 0.44, 0.85, 0.05); },
      [](double, double, double) { return colour(0x000000); }, 0.45, 0.06);
  const std::vector<Point> cabin = {{-0.62, -0.05}, {-0.50, -0.38}, {-0.38, -0.46},
                                    {0.10, -0.46},  {0.26, -0.38},  {0.50, -0.05}};
  const auto cab = [&](double x, double y) { return polygon(x, y, cabin) - 0.04; };
  p.paint({-0.8, -0.6, 0.7, 0.1}, cab, [&](double x, double y, double d) {
    return colour(coat.roof) * relief(cab, x, y, d, 0.1);
  });
  const auto hull = [](double x, double y) {
    return melt(block(x, y, 0, 0.12, 0.93, 0.17, 0.13), block(x, y, -0.1, 0.02, 0.66, 0.12, 0.1),
                0.1);
  };
  p.paint({-1, -0.2, 1, 0.4}, hull, [&](double x, double y, double d) {
    Colour c = colour(coat.paint);
    c = blend(c, colour(0xffffff), 0.35 * smooth(0.03, 0.0, std::fabs(y - 0.035)));
    if (coat.paint != coat.roof)
      c = blend(c, colour(coat.roof), smooth(0.02, 0.01, std::fabs(y - 0.14)));
    return c * relief(hull, x, y, d, 0.16) * (0.95 + 0.1 * noise.cloud(x, y, 8, 2));
  });
  const auto glass = [&p](const std::vector<Point>& corners) {
    p.paint(
        {-0.7, -0.5, 0.6, 0.05}, [=](double x, double y) { return polygon(x, y, corners); },
        [](double x, double y, double) {
          const double gleam = smooth(0.06, 0.02, std::fabs(sine(0.8 * (x + 0.6 * y)) - 0.5));
          return blend(colour(0x1d3440), colour(0xbfe3ee), 0.25 + 0.5 * gleam - 0.4 * y);
        });
  };
  glass({{-0.53, -0.06}, {-0.44, -0.35}, {-0.16, -0.40}, {-0.16, -0.06}});
  glass({{-0.09, -0.06}, {-0.09, -0.40}, {0.12, -0.40}, {0.23, -0.33}, {0.38, -0.06}});
  const auto line = [&p](Point a, Point b) {
    p.paint(
        {-1, -0.5, 1, 0.4}, [=](double x, double y) { return stroke(x, y, a, b, 0.008, 0.008); },
        [](double, double, double) { return colour(0x20242a); }, 0.6);
  };
  line({-0.125, -0.02}, {-0.125, 0.24});
  line({-0.54, 0.0}, {-0.48, 0.22});
  const auto lamp = [&p](double cx, double cy, double rx, double ry, unsigned rgb) {
    p.paint(
        {cx - rx, cy - ry, cx + rx, cy + ry},
        [=](double x, double y) { return ellipse(x, y, cx, cy, rx, ry); },
        [=](double, double, double) { return colour(rgb); });
  };
  lamp(0.86, 0.05, 0.055, 0.06, 0xfff6c8);
  lamp(-0.89, 0.06, 0.03, 0.06, 0xff3b30);
  lamp(0.0, 0.045, 0.05, 0.012, 0xd8d8d8);
  for (const double cx : {-0.54, 0.56}) {
    lamp(cx, 0.26, 0.215, 0.215, 0x15171b);
    p.paint(
        {cx - 0.15, 0.1, cx + 0.15, 0.42},
        [=](double x, double y) { return circle(x, y, cx, 0.26, 0.125); },
        [=](double x, double y, double d) {
          const double spoke = sine(5 * angle(x - cx, y - 0.26));
          return blend(colour(0x59606a), colour(0xe9ecef),
                       d > -0.03 ? 0.9 : smooth(-0.2, 0.4, spoke));
        });
    lamp(cx, 0.26, 0.03, 0.03, 0x2b2f36);
  }
  return Sprite(p);
}

/// A round tree on a thin trunk, or a lamp post.
Sprite roadside(bool tree, std::uint64_t seed, double density) {
  Picture p({-0.4, -1, 0.4, 1}, density, false);
  Random random(seed);
  const Noise noise(seed);
  const double half = tree ? 0.05 : 0.028;
  const auto trunk = [=](double x, double) { return std::fabs(x) - half; };
  p.paint({-0.1, tree ? -0.5 : -0.75, 0.1, 1}, trunk, [&](double x, double y, double) {
    const Colour c = tree ? blend(colour(0x3b2a1e), colour(0x7a5c43), noise.cloud(4 * x, y, 8, 3))
                          : blend(colour(0x23303a), colour(0x5d7180), smooth(0.02, -0.02, x));
    return c * (1.1 - 0.6 * smooth(-half, half, x));
  });
  if (!tree) {
    p.paint(
        {-0.1, -0.8, 0.32, -0.6},
        [](double x, double y) {
          return stroke(x, y, {0, -0.74}, {0.22, -0.77}, 0.022, 0.016);
        },
        [](double, double, double) { return colour(0x33424d); });
    p.paint(
        {0.1, -0.85, 0.34, -0.65},
        [](double x, double y) { return ellipse(x, y, 0.24, -0.745, 0.075, 0.035); },
        [](double, double, double) { return colour(0xfff0bd); });
    return Sprite(p);
  }
  for (int i = 0; i < 60; ++i) {
    const double turn = random.uniform();
    const double out = 0.26 * std::sqrt(random.uniform());
    const Point at{out * cosine(turn), -0.62 + 1.15 * out * sine(turn)};
    const double r = random.range(0.05, 0.1);
    const double tone = random.uniform();
    const auto leaf = [=](double x, double y) { return circle(x, y, at.x, at.y, r); };
    p.paint(
        {at.x - r, at.y - r, at.x + r, at.y + r},
        [&](double x, double y) { return leaf(x, y) + 0.035 * (noise.cloud(x, y, 16, 2) - 0.4); },
        [&](double x, double y, double d) {
          const Colour c = blend(colour(0x1f4a24), colour(0x86a63c),
                                 0.55 * noise.cloud(x, y, 18, 3) + 0.45 * tone);
          return c * relief(leaf, x, y, d, r) * (0.8 - 0.7 * (at.y + 0.62));
        });
  }
  return Sprite(p);
}

void paint_sky(Picture& far, Random& random, const Noise& noise) {
  far.fill([&](double x, double y) {
    const Colour air = blend(colour(0x5aa0dc), colour(0xf3e3cf), smooth(-0.85, 0.1, y));
    return blend(air, colour(0xffffff), 0.85 * smooth(0.5, 0.72, noise.cloud(x, 2.2 * y, 1, 5)));
  });
  for (int i = 0; i < 40; ++i) {
    const double x0 = random.range(0, layer_period);
    const double w = random.range(0.08, 0.2);
    const double y0 = random.range(-0.55, -0.1);
    const Colour c = blend(colour(0x8fa6bd), colour(0xc9b7ae), random.uniform());
    far.paint(
        {x0, y0, x0 + w, 0.85},
        [=](double x, double y) { return both(std::fabs(x - x0 - w / 2) - w / 2, y0 - y); },
        [=](double x, double y, double) {
          const bool lit = sine(x * 26) > 0.3 && sine(y * 20) > 0.2;
          return blend(c, colour(0xeaf2f7), lit ? 0.5 : 0.0);
        });
  }
  far.blur(0.005);
}

void paint_window(Picture& mid, Random& random, const Noise& noise, const Area& a,
                  const Colour& frame) {
  slab(mid, noise, {a.x0 - 0.008, a.y0 - 0.008, a.x1 + 0.008, a.y1 + 0.008}, frame);
  const bool lit = random.chance(0.25);
  const double shade = random.range(0.2, 0.7);
  const double blind = random.chance(0.4) ? random.range(0.2, 0.7) : 0;
  mid.paint(
      a,
      [=](double x, double y) {
        return block(x, y, (a.x0 + a.x1) / 2, (a.y0 + a.y1) / 2, (a.x1 - a.x0) / 2,
                     (a.y1 - a.y0) / 2, 0);
      },
      [=](double x, double y, double) {
        const double down = (y - a.y0) / (a.y1 - a.y0);
        if (down < blind) return colour(0xe8dcc0) * (0.8 + 0.15 * sine(y * 90));
        const Colour inside =
            lit ? colour(0xffd98a) : blend(colour(0x24384a), colour(0x9fc4d8), shade * (1 - down));
        return blend(inside, colour(0xe9f5fb), 0.3 * smooth(0.4, 0.6, sine((x + y) * 9)));
      });
  const double cx = (a.x0 + a.x1) / 2;
  slab(mid, noise, {cx - 0.003, a.y0, cx + 0.003, a.y1}, frame);
  slab(mid, noise, {a.x0 - 0.012, a.y1 + 0.004, a.x1 + 0.012, a.y1 + 0.016}, frame * 0.8);
}

void paint_shop(Picture& mid, Random& random, const Noise& noise, double x0, double x1) {
  const double top = -0.15;
  slab(mid, noise, {x0 + 0.02, top, x1 - 0.02, pavement}, colour(0x2c2622));
  for (double x = x0 + 0.04; x + 0.1 < x1 - 0.02; x += 0.13) {
    paint_window(mid, random, noise, {x, top + 0.05, x + 0.1, pavement - 0.03}, colour(0x574a3f));
  }
  constexpr std::array<unsigned, 5> cloths = {0xc92a2a, 0x1864ab, 0x2b8a3e, 0xe67700, 0x862e9c};
  const Colour cloth = colour(cloths[static_cast<size_t>(random.below(5))]);
  mid.paint(
      {x0, top - 0.04, x1, top + 0.06},
      [=](double x, double y) {
        const double hem = top + 0.035 + 0.010 * std::fabs(sine(x * 13));
        return both(std::fabs(x - (x0 + x1) / 2) - (x1 - x0) / 2 + 0.01,
                    both(top - 0.035 - y, y - hem));
      },
      [=](double x, double y, double) {
        return (sine(x * 13) > 0 ? cloth : colour(0xf8f4ec)) * (0.75 + 3.5 * (top + 0.035 - y));
      });
}

void paint_house(Picture& mid, Random& random, const Noise& noise, double x0, double x1) {
  constexpr std::array<unsigned, 8> walls = {0xc9725b, 0xe3c193, 0x9fb4a8, 0xd9d2c3,
                                             0xa65b4a, 0x8fa0b3, 0xe0a872, 0xb7a6c0};
  const double roof = random.range(-0.80, -0.42);
  const Colour wall = colour(walls[static_cast<size_t>(random.below(8))]);
  const bool brick = random.chance(0.5);
  mid.paint(
      {x0, roof, x1, pavement},
      [=](double x, double y) {
        return both(std::fabs(x - (x0 + x1) / 2) - (x1 - x0) / 2, both(roof - y, y - pavement));
      },
      [=, &noise](double x, double y, double) {
        const double row = std::floor(y * 55);
        const double joint =
            std::min(std::fabs(y * 55 - row), std::fabs(sine(x * 14 + 0.25 * row)));
        const double stone = brick ? 0.82 + 0.18 * smooth(0.02, 0.2, joint) : 1.0;
        return wall * stone * (0.8 + 0.4 * noise.cloud(x, y, 10, 4)) *
               (0.9 + 0.15 * smooth(roof, pavement, y));
      });
  slab(mid, noise, {x0 - 0.01, roof - 0.02, x1 + 0.01, roof + 0.015}, wall * 0.45);
  const double wide = random.range(0.045, 0.07);
  const double gap = wide + random.range(0.05, 0.07);
  const Colour frame = random.chance(0.6) ? colour(0xf4efe4) : colour(0x3a3230);
  const int columns = static_cast<int>(std::floor((x1 - x0 - 0.05) / gap));
  const double left = (x0 + x1) / 2 - (columns * gap - (gap - wide)) / 2;
  for (double y = roof + 0.06; y + 0.1 < -0.19; y += 0.145) {
    for (int i = 0; i < columns; ++i) {
      const double x = left + i * gap;
      paint_window(mid, random, noise, {x, y, x + wide, y + 0.09}, frame);
    }
  }
  paint_shop(mid, random, noise, x0, x1);
}

void paint_road(Picture& mid, const Noise& noise) {
  mid.paint(
      {0, pavement, layer_period, 0.85}, [](double, double y) { return pavement - y; },
      [&](double x, double y, double) {
        const double slabs = std::min(std::fabs(sine(x * 4)), std::fabs(sine((y - pavement) * 16)));
        return colour(0xb9b2a6) *
               (0.7 + 0.15 * smooth(0.02, 0.08, slabs) + 0.3 * noise.cloud(x, y, 24, 3));
      });
  mid.paint(
      {0, kerb, layer_period, 0.85}, [](double, double y) { return kerb - y; },
      [&](double x, double y, double) {
        if (y < kerb + 0.015) return colour(0xd8d3c8);
        Colour c = colour(0x50545a) *
                   (0.65 + 0.5 * noise.cloud(x, y, 48, 2) + 0.35 * noise.cloud(x, y, 2, 3));
        if (std::fabs(y - 0.29) < 0.008 && sine(x * 2) > 0) c = colour(0xe8e6dd);
        if (std::fabs(y - 0.475) < 0.006) c = colour(0xe2b93b);
        return c * (1 - 0.35 * smooth(0.06, 0.0, y - kerb));
      });
}

}  // namespace

World paint_street(Brush& brush) {
  Random& random = brush.random;
  const Noise noise(brush.seed, layer_period);
  World world;
  world.name = "street";
  world.target_name = "car";
  world.far = Picture(layer_area, brush.density, true);
  world.far_pace = 0.25;
  paint_sky(world.far, random, noise);
  world.mid = Picture(layer_area, brush.density, true);
  world.mid_pace = 0.9;
  double x = 0;
  while (x < layer_period - 0.01) {
    // The last house ends where the layer meets its own start.
    double next = x + random.range(0.32, 0.6);
    if (next > layer_period - 0.3) next = layer_period;
    if (random.chance(0.85)) paint_house(world.mid, random, noise, x, next);
    x = next;
  }
  paint_road(world.mid, noise);

  const auto first = static_cast<size_t>(random.below(static_cast<int>(coats.size())));
  world.target = car(coats[first], brush.sprite_density, brush.seed);
  for (std::uint64_t i = 0; i < 3; ++i) {
    const size_t other = i == 0 ? first : (first + 1 + static_cast<size_t>(random.below(5))) % 6;
    Coat coat = coats[other];
    if (i == 0) coat.roof = coat.roof == coat.paint ? 0xf1f1ee : coat.paint;
    world.lookalikes.push_back(car(coat, brush.sprite_density, brush.seed + i));
  }
  world.pieces.push_back(roadside(true, brush.seed + 21, brush.sprite_density));
  world.pieces.push_back(roadside(false, brush.seed + 22, brush.sprite_density));
  world.tall_pieces = true;
  world.manner.home_y = 0.2;
  world.manner.reach_y = 0.9;
  world.manner.pan = 0.009;
  world.manner.tilt = 0.008;
  world.manner.rolls = 0.3;
  return world;
}

}  // namespace siamrt::synth
