#include "synth/noise.hpp"
#include "synth/shapes.hpp"
#include "synth/world.hpp"

#include <array>

namespace siamrt::synth {
namespace {

using Cloths = std::array<unsigned, 4>;
constexpr std::array<Cloths, 6> palettes = {{{0xe03131, 0xffd43b, 0xf8f9fa, 0x1971c2},
                                             {0xf76707, 0xffe8cc, 0x862e9c, 0xfcc419},
                                             {0x1864ab, 0xa5d8ff, 0xf8f9fa, 0xe03131},
                                             {0x2b8a3e, 0xd8f5a2, 0xfcc419, 0xf8f9fa},
                                             {0x5f3dc4, 0xf783ac, 0xffe066, 0xd0bfff},
                                             {0xc2255c, 0xfff0f6, 0x343a40, 0xfaa2c1}}};

/// A hot-air balloon; `style` 0 gores, 1 zigzag, 2 rings.
Sprite balloon(const Cloths& cloths, int style, int gores, double density) {
  Picture p({-0.78, -1.05, 0.78, 1.05}, density, false);
  const auto bag = [](double x, double y) {
    return melt(circle(x, y, 0, -0.30, 0.64), stroke(x, y, {0, 0.1}, {0, 0.46}, 0.42, 0.13), 0.12);
  };
  for (const double side : {-1.0, 1.0}) {
    for (const double at : {0.10, 0.13}) {
      p.paint(
          {-0.2, 0.5, 0.2, 0.9},
          [=](double x, double y) {
            return stroke(x, y, {side * at * 1.1, 0.52}, {side * (at - 0.03), 0.82}, 0.009, 0.009);
          },
          [](double, double, double) { return colour(0x3b2f2a); });
    }
  }
  p.paint({-0.75, -1, 0.75, 0.65}, bag, [&](double x, double y, double d) {
    // Gores meet at the crown: the share of the way from the left rim to the right one, as
    // longitude.
    double rim = 0.64 * std::sqrt(std::max(0.02, 1 - (y + 0.30) * (y + 0.30) / 0.41));
    if (y > -0.05) rim = mix(0.60, 0.14, smooth(-0.05, 0.62, y));
    const double across = std::clamp(x / rim, -0.999, 0.999);
    const double longitude = angle(std::sqrt(1 - across * across), across) * 2;  // -0.5 .. 0.5
    const double lane = longitude * gores;
    const double part = lane - std::floor(lane);
    auto index = static_cast<int>(std::floor(lane)) & 1;
    Colour c = colour(cloths[static_cast<size_t>(index)]);
    const double height = (y + 0.95) / 1.5;
    if (style == 1) {
      const double zig = height * 6 + std::fabs(part - 0.5);
      c = colour(cloths[static_cast<size_t>(static_cast<int>(std::floor(zig)) & 3)]);
    } else if (style == 2) {
      c = colour(cloths[static_cast<size_t>(static_cast<int>(std::floor(height * 7)) & 1)]);
      if (std::fabs(height - 0.45) < 0.09) c = colour(cloths[static_cast<size_t>(2 + index)]);
    } else if (std::fabs(height - 0.52) < 0.05) {
      c = colour(cloths[static_cast<size_t>(3 - index)]);
    }
    const double seam = 0.82 + 0.18 * smooth(0.0, 0.12, std::min(part, 1 - part));
    return c * seam * relief(bag, x, y, d, 0.5);
  });
  const auto basket = [](double x, double y) { return block(x, y, 0, 0.90, 0.125, 0.10, 0.03); };
  p.paint({-0.15, 0.75, 0.15, 1.02}, basket, [&](double x, double y, double d) {
    const double weave = sine(x * 22) * sine(y * 22);
    return blend(colour(0x5a3a1e), colour(0xc08a4e), 0.5 + 0.4 * weave) *
           relief(basket, x, y, d, 0.1);
  });
  return Sprite(p);
}

/// A slim poplar that stands before everything: trunk, then leaf upon leaf.
Sprite poplar(std::uint64_t seed, double density) {
  Picture p({-0.3, -1, 0.3, 1}, density, false);
  Random random(seed);
  const Noise noise(seed);
  const double wide = random.range(0.10, 0.14);
  p.paint(
      {-0.05, -0.7, 0.05, 1},
      [](double x, double y) { return std::fabs(x) - mix(0.012, 0.032, clamp01(y)); },
      [&](double x, double y, double) {
        return blend(colour(0x3a2b20), colour(0x8a7058), noise.cloud(4 * x, y, 6, 3)) * (1 - 8 * x);
      });
  constexpr int leaves = 420;
  for (int i = 0; i < leaves; ++i) {
    const double turn = random.uniform();
    const double out = std::sqrt(random.uniform());
    const Point at{wide * out * cosine(turn), 0.02 + 0.72 * out * sine(turn)};
    const double half = random.range(0.028, 0.05);
    const double tone = random.uniform();
    const double lean = random.uniform();
    const double c = cosine(lean);
    const double s = sine(lean);
    p.paint(
        {at.x - half, at.y - half, at.x + half, at.y + half},
        [=](double x, double y) {
          return ellipse(c * (x - at.x) + s * (y - at.y), c * (y - at.y) - s * (x - at.x), 0, 0,
                         half, half * 0.55);
        },
        [&](double x, double y, double) {
          const double v = c * (y - at.y) - s * (x - at.x);
          const Colour green =
              blend(colour(0x1c4420), colour(0xa3b84a), 0.6 * tone + 0.3 * noise.cloud(x, y, 9, 2));
          return green * ((v > 0 ? 1.0 : 0.75) * (1 - 0.25 * at.x / wide));
        });
  }
  return Sprite(p);
}

void paint_distance(Picture& far, const Noise& noise, double warm) {
  far.fill([&](double x, double y) {
    const Colour top = blend(colour(0x2f7fd1), colour(0x5c6fb8), warm);
    const Colour low = blend(colour(0xcfe8f7), colour(0xffd0a1), warm);
    const Colour air = blend(top, low, smooth(-0.85, 0.2, y));
    const double puff = noise.cloud(x, 2.5 * y, 1.25, 6);
    const double lit = noise.cloud(x - 0.03, 2.5 * (y - 0.03), 1.25, 6);
    const Colour white =
        blend(colour(0xffffff), colour(0xffe3c8), warm) * (0.86 + 1.6 * (puff - lit));
    return blend(air, white, 0.9 * smooth(0.50, 0.66, puff));
  });
  for (int ridge = 0; ridge < 3; ++ridge) {
    const auto peak = [&, ridge](double x, double y) {
      const double sharp =
          1 - std::fabs(2 * noise.cloud(x, 5.0 + 3 * ridge, 0.75 + 0.25 * ridge, 5) - 1);
      return 0.16 + 0.11 * ridge - 0.42 * sharp * sharp - y;
    };
    const Colour haze = blend(colour(0xa9c4dd), colour(0xe6b8a2), warm);
    far.paint(
        {0, -0.6, layer_period, 0.85}, [&](double x, double y) { return 0.7 * peak(x, y); },
        [&](double x, double y, double) {
          const Colour rock = blend(colour(0x4f6d63), colour(0x8c9a7a), noise.cloud(x, y, 8, 4));
          const double snow =
              ridge == 0 ? smooth(-0.02, -0.12, y + 0.1 * noise.cloud(x, y, 8, 3)) : 0;
          return blend(haze, blend(rock, colour(0xffffff), snow), 0.3 + 0.22 * ridge);
        });
  }
  far.blur(0.003);
}

void paint_tree(Picture& mid, Random& random, const Noise& noise, Point foot, double size) {
  const bool fir = random.chance(0.5);
  const double tone = random.uniform();
  const auto green = [=, &noise](double x, double y) {
    return blend(fir ? colour(0x17382a) : colour(0x2c5a22),
                 fir ? colour(0x4d7a4a) : colour(0x9bb04a),
                 0.7 * noise.cloud(x, y, 44, 3) + 0.3 * tone);
  };
  mid.paint(
      {foot.x - 0.01, foot.y - size * 0.4, foot.x + 0.01, foot.y},
      [=](double x, double) { return std::fabs(x - foot.x) - 0.05 * size; },
      [](double, double, double) { return colour(0x4a3626); });
  for (int i = 0; i < (fir ? 4 : 9); ++i) {
    if (fir) {
      const double base = foot.y - size * (0.12 + 0.2 * i);
      const double half = size * (0.30 - 0.06 * i);
      const std::vector<Point> cone = {
          {foot.x - half, base}, {foot.x, base - 0.42 * size}, {foot.x + half, base}};
      mid.paint(
          {foot.x - half, base - 0.45 * size, foot.x + half, base},
          [=](double x, double y) { return polygon(x, y, cone); },
          [=](double x, double y, double) {
            return green(x, y) * (1.05 - 0.5 * smooth(-half, half, x - foot.x));
          });
    } else {
      const Point at{foot.x + size * random.range(-0.24, 0.24),
                     foot.y - size * random.range(0.4, 0.85)};
      const double r = size * random.range(0.14, 0.22);
      const auto blob = [=](double x, double y) { return circle(x, y, at.x, at.y, r); };
      mid.paint({at.x - r, at.y - r, at.x + r, at.y + r}, blob, [=](double x, double y, double d) {
        return green(x, y) * relief(blob, x, y, d, r);
      });
    }
  }
}

void paint_house(Picture& mid, Random& random, Point at, double s) {
  const Colour wall = blend(colour(0xf3ead8), colour(0xd9b48a), random.uniform());
  const Colour tiles = blend(colour(0xb5432e), colour(0x6b3f35), random.uniform());
  mid.paint(
      {at.x - s, at.y - s, at.x + s, at.y},
      [=](double x, double y) { return block(x, y, at.x, at.y - 0.35 * s, 0.8 * s, 0.35 * s, 0); },
      [=](double x, double y, double) {
        const bool pane =
            sine((x - at.x) / s * 1.6) > 0.4 && std::fabs(y - at.y + 0.38 * s) < 0.14 * s;
        return pane ? colour(0x2c3e50) : wall * (x < at.x ? 1.0 : 0.85);
      });
  const std::vector<Point> roof = {{at.x - s, at.y - 0.68 * s},
                                   {at.x - 0.55 * s, at.y - 1.2 * s},
                                   {at.x + 0.55 * s, at.y - 1.2 * s},
                                   {at.x + s, at.y - 0.68 * s}};
  mid.paint(
      {at.x - s, at.y - 1.3 * s, at.x + s, at.y - 0.6 * s},
      [=](double x, double y) { return polygon(x, y, roof); },
      [=](double, double y, double) { return tiles * (0.9 + 0.2 * sine(y / s * 5)); });
}

void paint_country(Picture& mid, Random& random, const Noise& noise) {
  const auto land = [&](double x, double y) {
    return 0.06 + 0.22 * noise.cloud(x, 3, 0.75, 3) - y;
  };
  mid.paint({0, -0.1, layer_period, 0.85}, land, [&](double x, double y, double) {
    // Fields: cells of a warped lattice, each with its own crop and furrows.
    const double depth = 0.35 / (0.12 + std::max(0.0, y + 0.05));
    const double u = x * 3 + 0.7 * noise.cloud(x, y, 2, 3);
    const double v = depth * 3 + 0.6 * noise.cloud(x, y + 4, 2, 3);
    const double crop = noise.at(std::floor(u) * 0.37 + 0.21, std::floor(v) * 0.73 + 0.2, 7);
    Colour c = blend(colour(0x4c7a34), colour(0xd9b64e), smooth(0.25, 0.8, crop));
    c = blend(c, colour(0x8a5a3a), smooth(0.8, 0.95, crop));
    c = c * (0.9 + 0.16 * sine(crop > 0.5 ? u * 9 : v * 9));
    const double hedge = std::min(std::min(u - std::floor(u), std::ceil(u) - u),
                                  std::min(v - std::floor(v), std::ceil(v) - v));
    c = blend(colour(0x27461f), c, smooth(0.02, 0.07, hedge));
    return c * (0.75 + 0.5 * noise.cloud(x, y, 24, 3));
  });
  for (int i = 0; i < 90; ++i) {
    const double far = i / 90.0;
    const Point foot{random.range(0, layer_period), 0.2 + 0.5 * far + random.range(0, 0.08)};
    if (random.chance(0.15)) {
      paint_house(mid, random, foot, 0.025 + 0.035 * far);
    } else {
      paint_tree(mid, random, noise, foot, (0.07 + 0.13 * far) * random.range(0.7, 1.3));
    }
  }
}

}  // namespace

World paint_hills(Brush& brush) {
  Random& random = brush.random;
  const Noise noise(brush.seed, layer_period);
  World world;
  world.name = "hills";
  world.target_name = "balloon";
  world.far = Picture(layer_area, brush.density, true);
  world.far_pace = 0.35;
  paint_distance(world.far, noise, random.uniform());
  world.mid = Picture(layer_area, brush.density, true);
  world.mid_pace = 0.8;
  paint_country(world.mid, random, noise);

  const auto first = static_cast<size_t>(random.below(static_cast<int>(palettes.size())));
  const int style = random.below(3);
  const int gores = 10 + 2 * random.below(3);
  world.target = balloon(palettes[first], style, gores, brush.sprite_density);
  for (int i = 0; i < 3; ++i) {
    const size_t other = i == 0 ? first : (first + 1 + static_cast<size_t>(random.below(5))) % 6;
    world.lookalikes.push_back(
        balloon(palettes[other], i == 0 ? (style + 1) % 3 : style, gores, brush.sprite_density));
  }
  for (std::uint64_t i = 0; i < 2; ++i) {
    world.pieces.push_back(poplar(brush.seed + 31 + i, brush.sprite_density));
  }
  world.tall_pieces = true;
  world.manner.home_y = -0.05;
  world.manner.pan = 0.006;
  world.manner.bend = 0.02;
  world.manner.tilt = 0.03;
  return world;
}

}  // namespace siamrt::synth
