#include "synth/noise.hpp"
#include "synth/shapes.hpp"
#include "synth/world.hpp"

#include <array>

namespace siamrt::synth {
namespace {

struct Livery {
  unsigned back, belly, band, fin;
};

constexpr std::array<Livery, 6> liveries = {{
    {0xf2711c, 0xffb347, 0xfff4e0, 0xd9480f},
    {0xf5c518, 0xfff1a8, 0x20334d, 0xe09f00},
    {0x3b6fe0, 0x8fc1ff, 0xffe14d, 0x22409c},
    {0xd6336c, 0xffa8c5, 0xfff0f6, 0x9c1c4b},
    {0x7048e8, 0xc9b8ff, 0xffd43b, 0x4a2bb0},
    {0x2f9e6e, 0xb5f0c8, 0xfff3bf, 0x1b6b49},
}};

/// A fish that looks to the right: body -0.5..0.75, tail to -0.95.
Sprite fish(const Livery& livery, int bands, std::uint64_t seed, double density) {
  Picture p({-1.05, -0.75, 1.05, 0.75}, density, false);
  const Noise noise(seed);
  const Colour back = colour(livery.back);
  const Colour belly = colour(livery.belly);
  const Colour band = colour(livery.band);
  const Colour fin = colour(livery.fin);
  const auto fin_shade = [&](double x, double y, double) {
    const double rays = 0.75 + 0.25 * sine(9 * angle(x - 0.1, y) * 3 + noise.at(x, y, 3));
    return blend(fin, back, 0.5 * noise.cloud(x, y, 4, 2)) * rays;
  };
  const std::vector<Point> tail = {{-0.42, -0.06}, {-0.70, -0.28}, {-0.95, -0.44},
                                   {-0.86, -0.18}, {-0.80, 0},     {-0.86, 0.18},
                                   {-0.95, 0.44},  {-0.70, 0.28},  {-0.42, 0.06}};
  const std::vector<Point> top = {{0.38, -0.28},  {0.22, -0.52},  {-0.02, -0.60},
                                  {-0.26, -0.46}, {-0.40, -0.36}, {-0.34, -0.12}};
  const std::vector<Point> low = {
      {0.16, 0.28}, {0.02, 0.52}, {-0.12, 0.58}, {-0.20, 0.40}, {-0.30, 0.12}};
  for (const auto& corners : {tail, top, low}) {
    p.paint(
        {-1, -0.7, 0.6, 0.7}, [&](double x, double y) { return polygon(x, y, corners) - 0.03; },
        fin_shade);
  }
  const auto body = [](double x, double y) {
    const double taper = 1 - 0.55 * smooth(0.1, -0.75, x);
    return melt(ellipse(x, y / taper, 0.14, 0, 0.60, 0.37), ellipse(x, y, -0.4, 0, 0.16, 0.09),
                0.12);
  };
  p.paint({-0.6, -0.45, 0.8, 0.45}, body, [&](double x, double y, double d) {
    Colour c = blend(back, belly, smooth(-0.12, 0.28, y + 0.12 * (noise.cloud(x, y, 4, 3) - 0.5)));
    const double scales = sine(x * 11 + 0.5 * std::floor(y * 16)) * sine(y * 16);
    c = c * (1 + 0.10 * scales);
    for (int i = 0; i < bands; ++i) {
      const double at = 0.44 - 0.74 * i / std::max(1, bands - 1);
      const double wobble = 0.05 * sine(y * 1.3 + 0.3 * i) + 0.03 * (noise.at(x, y, 6) - 0.5);
      const double off = std::fabs(x - at - wobble);
      c = blend(c, colour(0x10141c), smooth(0.105, 0.085, off));
      c = blend(c, band, smooth(0.075, 0.06, off));
    }
    return c * relief(body, x, y, d, 0.3);
  });
  const std::vector<Point> side = {{0.20, 0.06}, {0.00, 0.00}, {-0.12, 0.12}, {0.02, 0.24}};
  p.paint(
      {-0.3, -0.2, 0.4, 0.4}, [&](double x, double y) { return polygon(x, y, side) - 0.03; },
      fin_shade, 0.9);
  p.paint(
      {0.6, -0.1, 0.8, 0.2},
      [](double x, double y) {
        return stroke(x, y, {0.60, 0.1}, {0.70, 0.06}, 0.012, 0.008);
      },
      [](double, double, double) { return colour(0x2b1a14); });
  const auto disc = [&p](double cx, double cy, double r, unsigned rgb) {
    p.paint(
        {cx - r, cy - r, cx + r, cy + r},
        [=](double x, double y) { return circle(x, y, cx, cy, r); },
        [=](double, double, double) { return colour(rgb); });
  };
  disc(0.54, -0.09, 0.085, 0xfdfdf5);
  disc(0.555, -0.09, 0.055, 0x0b0d12);
  disc(0.575, -0.112, 0.018, 0xffffff);
  return Sprite(p);
}

/// A strand of kelp that stands upright, leaves at both sides.
Sprite kelp(std::uint64_t seed, double density) {
  Picture p({-0.32, -1, 0.32, 1}, density, false);
  Random random(seed);
  const Noise noise(seed);
  const double phase = random.uniform();
  const auto stem = [=](double y) { return 0.07 * sine(phase + 0.7 * y); };
  const auto green = [&](double x, double y, double light) {
    return blend(colour(0x1d4d2b), colour(0x9aa83a), noise.cloud(x, y, 5, 3) * light);
  };
  for (int i = 0; i < 15; ++i) {
    const double y0 = 0.92 - 0.125 * i;
    const double side = i % 2 == 0 ? 1 : -1;
    const Point a{stem(y0), y0};
    const Point b{stem(y0) + side * random.range(0.15, 0.24), y0 - random.range(0.10, 0.2)};
    p.paint(
        {-0.32, b.y - 0.1, 0.32, a.y + 0.1},
        [=](double x, double y) {
          const Point m{(a.x + b.x) / 2, (a.y + b.y) / 2 - 0.02};
          return melt(stroke(x, y, a, m, 0.012, 0.055), stroke(x, y, m, b, 0.055, 0.008), 0.02);
        },
        [&](double x, double y, double d) {
          const double vein = smooth(0.0, 0.012, stroke(x, y, a, b, 0, 0));
          return green(x, y, 1) * (0.55 + 0.6 * clamp01(-d / 0.05)) * (0.75 + 0.25 * vein);
        });
  }
  p.paint(
      {-0.3, -1, 0.3, 1}, [=](double x, double y) { return std::fabs(x - stem(y)) - 0.022; },
      [&](double x, double y, double) { return green(x, y, 0.7); });
  return Sprite(p);
}

void paint_water(Picture& far, const Noise& noise) {
  far.fill([&](double x, double y) {
    const double depth = smooth(-0.8, 0.7, y + 0.1 * (noise.cloud(x, y, 1, 3) - 0.5));
    Colour c = blend(colour(0x7fd8dc), colour(0x0d4a78), depth);
    const double ray = noise.cloud(x + 0.45 * y, 0.15 * y, 3, 3);
    return c * (1 + 0.9 * smooth(0.5, 0.85, ray) * (1 - depth));
  });
  for (int ridge = 0; ridge < 3; ++ridge) {
    const auto rock = [&, ridge](double x, double y) {
      return 0.42 + 0.12 * ridge - 0.85 * noise.cloud(x, 3.0 * ridge + 0.3 * y, 1, 4) - y + 0.12;
    };
    far.paint(
        {0, -0.85, layer_period, 0.85}, [&](double x, double y) { return rock(x, y) * 0.7; },
        [&](double x, double y, double) {
          const Colour stone = blend(colour(0x17587f), colour(0x2a7f94), noise.cloud(x, y, 6, 4));
          return blend(colour(0x2e86a8), stone, 0.45 + 0.25 * ridge);
        });
  }
  far.blur(0.006);
}

/// Stacks of rock that rise from the floor, and schools of small fish: what a target is lost in.
void paint_stacks(Picture& mid, Random& random, const Noise& noise) {
  for (int i = 0; i < 7; ++i) {
    const Point at{layer_period * (i + random.range(0.1, 0.9)) / 7, random.range(0.1, 0.3)};
    const double wide = random.range(0.10, 0.22);
    const double tall = random.range(0.25, 0.55);
    const auto rock = [=, &noise](double x, double y) {
      return ellipse(x, y, at.x, at.y, wide, tall) + 0.10 * (noise.cloud(x, y, 6, 4) - 0.45);
    };
    mid.paint({at.x - wide - 0.06, at.y - tall - 0.06, at.x + wide + 0.06, 0.85}, rock,
              [&](double x, double y, double d) {
                const Colour stone =
                    blend(colour(0x2c4a5e), colour(0x6f8f8a), noise.cloud(x, y, 12, 4));
                const Colour moss = blend(colour(0xa05a86), colour(0x5d8f55), noise.at(x, y, 3));
                return blend(stone, moss, 0.7 * smooth(0.45, 0.65, noise.cloud(x, y + 2, 9, 3))) *
                       relief(rock, x, y, d, 0.12);
              });
  }
}

void paint_school(Picture& mid, Random& random) {
  const Point middle{random.range(0, layer_period), random.range(-0.4, 0.0)};
  const Colour scale = blend(colour(0xd7e9ef), colour(0xf4b860), random.uniform());
  const double way = random.sign();
  for (int i = 0; i < 22; ++i) {
    const Point at{middle.x + random.range(-0.28, 0.28), middle.y + random.range(-0.12, 0.12)};
    const double r = random.range(0.012, 0.024);
    mid.paint(
        {at.x - 2 * r, at.y - r, at.x + 2 * r, at.y + r},
        [=](double x, double y) {
          return either(ellipse(x, y, at.x, at.y, r, 0.42 * r),
                        stroke(x, y, {at.x - way * 0.8 * r, at.y}, {at.x - way * 1.5 * r, at.y},
                               0.05 * r, 0.4 * r));
        },
        [=](double, double y, double) {
          return blend(scale, colour(0x35647d), smooth(0.3 * r, -0.4 * r, y - at.y));
        });
  }
}

void paint_branch(Picture& mid, Random& random, Point from, double heading, double size, int depth,
                  const Colour& c) {
  const Point to{from.x + size * sine(heading), from.y - size * cosine(heading)};
  const double r = size * 0.13;
  const double x0 = std::min(from.x, to.x) - r;
  const double y0 = std::min(from.y, to.y) - r;
  mid.paint(
      {x0, y0, std::max(from.x, to.x) + r, std::max(from.y, to.y) + r},
      [=](double x, double y) { return stroke(x, y, from, to, r, r * 0.75); },
      [=](double, double, double d) { return c * (0.5 + 0.75 * clamp01(-d / r)); });
  if (depth == 0) return;
  for (int i = 0; i < 2 + (depth > 1 ? 1 : 0); ++i) {
    const double spread = random.range(0.03, 0.12) * (i % 2 == 0 ? 1 : -1);
    paint_branch(mid, random, to, heading + spread, size * random.range(0.65, 0.85), depth - 1, c);
  }
}

void paint_brain(Picture& mid, const Noise& noise, Point at, double r, const Colour& c) {
  const auto lump = [=](double x, double y) { return ellipse(x, y, at.x, at.y, r, r * 0.75); };
  mid.paint({at.x - r, at.y - r, at.x + r, at.y + r}, lump,
            [=, &noise](double x, double y, double d) {
              const double worm = std::fabs(noise.cloud(x, y, 24, 2) - 0.5);
              return c * (relief(lump, x, y, d, r * 0.8) * (0.45 + 0.7 * smooth(0.0, 0.1, worm)));
            });
}

void paint_tubes(Picture& mid, Random& random, Point at, double r, const Colour& c) {
  for (int i = 0; i < 14; ++i) {
    const double lean = random.range(-0.9, 0.9) * r;
    const Point top{at.x + lean, at.y - r * random.range(0.6, 1.3)};
    const Point foot{at.x + 0.4 * lean, at.y + 0.3 * r};
    mid.paint(
        {at.x - 1.2 * r, top.y - 0.1 * r, at.x + 1.2 * r, at.y + 0.5 * r},
        [=](double x, double y) { return stroke(x, y, foot, top, r * 0.09, r * 0.07); },
        [=](double x, double y, double d) {
          const double tip = smooth(0.22 * r, 0.05 * r, length(x - top.x, y - top.y));
          return blend(c * (0.45 + 0.8 * clamp01(-d / (0.09 * r))), colour(0xffe9f0), 0.7 * tip);
        });
  }
}

void paint_floor(Picture& mid, Random& random, const Noise& noise) {
  const auto ground = [&](double x, double y) { return 0.14 + 0.34 * noise.cloud(x, 9, 1, 3) - y; };
  mid.paint({0, 0, layer_period, 0.85}, ground, [&](double x, double y, double d) {
    const double ripple = sine(14 * y + 3 * noise.cloud(x, y, 2, 3));
    const double grain = noise.cloud(x, y, 40, 3);
    return blend(colour(0xb99b6b), colour(0xe9d8a6), 0.35 + 0.2 * ripple + 0.5 * (grain - 0.5)) *
           mix(0.5, 0.95, smooth(0, -0.35, d));
  });
  constexpr std::array<unsigned, 8> paints = {0xe8590c, 0xd6336c, 0xae3ec9, 0xf2a33a,
                                              0xc0504d, 0x5f9e54, 0xe06a8a, 0xf7c948};
  constexpr int growths = 84;
  for (int i = 0; i < growths; ++i) {
    const double near = static_cast<double>(i) / growths;
    const double x = random.range(0, layer_period);
    const double top = 0.14 + 0.34 * noise.cloud(x, 9, 1, 3);
    const Point at{x, top + 0.02 + near * (0.62 - top)};
    const double r = random.range(0.05, 0.11) * (0.8 + 0.7 * near);
    const unsigned paint = paints[static_cast<size_t>(random.below(8))];
    const Colour c = blend(colour(paint), colour(0x2a7f94), random.range(0.0, 0.35));
    const int kind = random.below(3);
    if (kind == 0) paint_branch(mid, random, at, random.range(-0.05, 0.05), r * 0.75, 3, c);
    if (kind == 1) paint_brain(mid, noise, at, r, c);
    if (kind == 2) paint_tubes(mid, random, at, r, c);
  }
}

}  // namespace

World paint_reef(Brush& brush) {
  Random& random = brush.random;
  const Noise noise(brush.seed, layer_period);
  World world;
  world.name = "reef";
  world.target_name = "fish";
  world.far = Picture(layer_area, brush.density, true);
  world.far_pace = 0.4;
  paint_water(world.far, noise);
  world.mid = Picture(layer_area, brush.density, true);
  world.mid_pace = 0.85;
  for (int i = 0; i < 5; ++i) paint_school(world.mid, random);
  paint_stacks(world.mid, random, noise);
  paint_floor(world.mid, random, noise);

  const auto first = static_cast<size_t>(random.below(static_cast<int>(liveries.size())));
  const int bands = 2 + random.below(3);
  world.target = fish(liveries[first], bands, brush.seed, brush.sprite_density);
  for (int i = 0; i < 3; ++i) {
    // One of the same livery with another number of bands, two of others.
    const size_t other = i == 0 ? first : (first + 1 + static_cast<size_t>(random.below(5))) % 6;
    world.lookalikes.push_back(fish(liveries[other], i == 0 ? (bands == 2 ? 3 : 2) : bands,
                                    brush.seed + 1 + static_cast<std::uint64_t>(i),
                                    brush.sprite_density));
  }
  for (std::uint64_t i = 0; i < 2; ++i) {
    world.pieces.push_back(kelp(brush.seed + 11 + i, brush.sprite_density));
  }
  world.tall_pieces = true;
  world.manner.home_y = -0.04;
  world.manner.reach_y = 0.85;
  world.manner.pan = 0.007;
  world.manner.bend = 0.10;
  world.manner.tilt = 0.05;
  return world;
}

}  // namespace siamrt::synth
