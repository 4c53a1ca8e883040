#include "synth/noise.hpp"
#include "synth/shapes.hpp"
#include "synth/world.hpp"

#include <array>

namespace siamrt::synth {
namespace {

struct Wings {
  unsigned shell, spot;
};
constexpr std::array<Wings, 5> wing_colours = {{{0xd62718, 0x15110f},
                                                {0xf08c00, 0x1a1410},
                                                {0xf2c811, 0x17130f},
                                                {0x1d1a1c, 0xe03131},
                                                {0xa61e4d, 0xfff0c0}}};

struct Spot {
  double along, across, radius;
};

/// A ladybird seen from above that heads to the right.
Sprite ladybird(const Wings& wings, const std::vector<Spot>& spots, double density,
                std::uint64_t seed) {
  Picture p({-1.0, -0.85, 1.1, 0.85}, density, false);
  const Noise noise(seed);
  const auto dark = [](double, double, double) { return colour(0x17120f); };
  for (const double side : {-1.0, 1.0}) {
    for (const double at : {-0.42, 0.0, 0.36}) {
      const Point knee{at + 0.10 + 0.12 * at, side * 0.70};
      const Point foot{at - 0.04 + 0.35 * at, side * 0.80};
      p.paint(
          {-1, -0.85, 1, 0.85},
          [=](double x, double y) {
            return either(stroke(x, y, {at, side * 0.4}, knee, 0.06, 0.045),
                          stroke(x, y, knee, foot, 0.05, 0.04));
          },
          dark);
    }
    const Point tip{1.04, side * 0.30};
    p.paint(
        {0.6, -0.5, 1.1, 0.5},
        [=](double x, double y) {
          return stroke(x, y, {0.80, side * 0.12}, tip, 0.035, 0.045);
        },
        dark);
  }
  const auto head = [](double x, double y) { return ellipse(x, y, 0.66, 0, 0.24, 0.30); };
  p.paint({0.4, -0.4, 0.95, 0.4}, head, [&](double x, double y, double d) {
    return colour(0x241d1a) * relief(head, x, y, d, 0.2);
  });
  const auto neck = [](double x, double y) { return ellipse(x, y, 0.48, 0, 0.22, 0.44); };
  p.paint({0.2, -0.5, 0.8, 0.5}, neck, [&](double x, double y, double d) {
    const bool cheek = ellipse(x, std::fabs(y), 0.56, 0.28, 0.09, 0.11) < 0;
    return (cheek ? colour(0xf6efe0) : colour(0x1c1614)) * relief(neck, x, y, d, 0.2);
  });
  const auto shell = [](double x, double y) { return ellipse(x, y, -0.14, 0, 0.70, 0.60); };
  p.paint({-0.9, -0.65, 0.6, 0.65}, shell, [&](double x, double y, double d) {
    Colour c = colour(wings.shell) * (0.9 + 0.2 * noise.cloud(x, y, 5, 3));
    for (const Spot& s : spots) {
      const double off = length(x - s.along, std::fabs(y) - s.across) - s.radius +
                         0.03 * (noise.at(x, y, 7) - 0.5);
      c = blend(c, colour(wings.spot), smooth(0.015, -0.015, off));
    }
    c = blend(colour(0x120d0b), c, smooth(0.006, 0.022, std::fabs(y)));
    const double gleam = smooth(0.2, 0.02, length((x - 0.02) / 1.4, y + 0.30));
    return blend(c * relief(shell, x, y, d, 0.45), colour(0xffffff), 0.6 * gleam);
  });
  return Sprite(p);
}

/// The form of a leaf along its midrib: pointed at both ends, widest before the middle.
double leaf_shape(double u, double v, double half_length, double half_width) {
  const double s = clamp01((u / half_length + 1) / 2);
  const double width = half_width * 2.6 * s * (1 - s) * (1.25 - 0.5 * s);
  const double side = std::fabs(v) - width;
  return both(side * 0.75, std::fabs(u) - half_length);
}

struct Leaf {
  Point at;
  double turn, half_length, half_width;
  Colour colour;
};

void paint_leaf(Picture& p, const Noise& noise, const Leaf& leaf, bool shadow) {
  const double c = cosine(leaf.turn);
  const double s = sine(leaf.turn);
  const double r = leaf.half_length * 1.15;
  const Area area{leaf.at.x - r, leaf.at.y - r, leaf.at.x + r, leaf.at.y + r};
  const auto form = [&](double dx, double dy) {
    return [&leaf, c, s, r, dx, dy](double x, double y) {
      const double u = c * (x - leaf.at.x - dx) + s * (y - leaf.at.y - dy);
      const double v = c * (y - leaf.at.y - dy) - s * (x - leaf.at.x - dx);
      return either(
          leaf_shape(u, v, leaf.half_length, leaf.half_width),
          stroke(u, v, {-leaf.half_length * 1.12, 0}, {leaf.half_length, 0}, 0.02 * r, 0.008 * r));
    };
  };
  if (shadow) {
    p.paint(
        area, form(0.07 * r, 0.10 * r), [](double, double, double) { return colour(0x0a0705); },
        0.55, 0.1 * r);
  }
  p.paint(area, form(0, 0), [&](double x, double y, double) {
    const double u = c * (x - leaf.at.x) + s * (y - leaf.at.y);
    const double v = c * (y - leaf.at.y) - s * (x - leaf.at.x);
    const double rib = std::fabs(v);
    const double veins = std::fabs(sine((u - 0.8 * rib) / leaf.half_length * 2.5));
    Colour shade =
        leaf.colour * (0.62 + 0.75 * noise.cloud(x, y, std::floor(3 / leaf.half_length), 4));
    shade = shade * (v > 0 ? 1.0 : 0.8);
    shade = blend(shade * 1.5, shade, smooth(0.02, 0.14, veins));
    return blend(shade * 1.8, shade, smooth(0.01 * r, 0.03 * r, rib));
  });
}

Colour leaf_colour(Random& random) {
  constexpr std::array<unsigned, 9> tones = {0x8a5a2b, 0xb5651d, 0xc98a2d, 0x7a3b1e, 0xd9a441,
                                             0x9c3d1f, 0x6b7a2a, 0x5a4026, 0xa8451f};
  const size_t i = static_cast<size_t>(random.below(static_cast<int>(tones.size())));
  const double share = random.range(0, 0.5);
  const double light = random.range(0.6, 1.1);
  return blend(colour(tones[i]), colour(tones[(i + 3) % tones.size()]), share) * light;
}

void paint_ground(Picture& far, Random& random, const Noise& noise) {
  far.fill([&](double x, double y) {
    return blend(colour(0x241a12), colour(0x5e4a35), noise.cloud(x, y, 12, 4));
  });
  constexpr int things = 620;
  for (int i = 0; i < things; ++i) {
    const Point at{random.range(0, layer_period), random.range(-0.85, 0.85)};
    const double turn = random.uniform();
    const int kind = random.below(12);
    if (kind == 0) {  // twig
      const double l = random.range(0.08, 0.2);
      const Point to{at.x + l * cosine(turn), at.y + l * sine(turn)};
      const auto twig = [=](double x, double y) { return stroke(x, y, at, to, 0.009, 0.005); };
      far.paint({at.x - l, at.y - l, at.x + l, at.y + l}, twig, [&](double x, double y, double d) {
        return blend(colour(0x4a3a2c), colour(0x9b8468), noise.cloud(x, y, 40, 2)) *
               relief(twig, x, y, d, 0.009);
      });
    } else if (kind == 1) {  // pebble
      const double r = random.range(0.012, 0.035);
      const Colour stone = blend(colour(0x6d6a66), colour(0xb9b1a3), random.uniform());
      const auto form = [=](double x, double y) { return ellipse(x, y, at.x, at.y, r, 0.75 * r); };
      far.paint({at.x - r, at.y - r, at.x + r, at.y + r}, form, [&](double x, double y, double d) {
        return stone * relief(form, x, y, d, r) * (0.8 + 0.4 * noise.cloud(x, y, 60, 2));
      });
    } else if (kind == 2) {  // berry, as red and round as a ladybird
      const double r = random.range(0.012, 0.03);
      const auto form = [=](double x, double y) { return circle(x, y, at.x, at.y, r); };
      const Colour skin = blend(colour(0xb01e1e), colour(0xe8590c), random.uniform());
      far.paint({at.x - r, at.y - r, at.x + r, at.y + r}, form, [&](double x, double y, double d) {
        const double gleam =
            smooth(0.5 * r, 0.1 * r, length(x - at.x + 0.3 * r, y - at.y + 0.35 * r));
        return blend(skin * relief(form, x, y, d, r), colour(0xffffff), 0.7 * gleam);
      });
    } else {
      const double half = random.range(0.05, 0.13);
      paint_leaf(far, noise, {at, turn, half, half * random.range(0.35, 0.6), leaf_colour(random)},
                 true);
    }
  }
}

Sprite covering_leaf(Random& random, std::uint64_t seed, double density) {
  Picture p({-1, -0.7, 1, 0.7}, density, false);
  const Noise noise(seed);
  paint_leaf(p, noise, {{0.04, 0}, 0, 0.86, random.range(0.42, 0.6), leaf_colour(random)}, false);
  return Sprite(p);
}

std::vector<Spot> random_spots(Random& random, int count) {
  std::vector<Spot> spots;
  for (int i = 0; i < count; ++i) {
    const double along = mix(0.30, -0.62, (i + 0.5) / count);
    spots.push_back({along + random.range(-0.04, 0.04),
                     (i % 2 == 0 ? 0.20 : 0.38) + random.range(-0.05, 0.05),
                     random.range(0.08, 0.14)});
  }
  return spots;
}

}  // namespace

World paint_forest_floor(Brush& brush) {
  Random& random = brush.random;
  const Noise noise(brush.seed, layer_period);
  World world;
  world.name = "forest";
  world.target_name = "ladybird";
  world.far = Picture(layer_area, brush.density, true);
  world.far_pace = 1;
  paint_ground(world.far, random, noise);

  const auto first = static_cast<size_t>(random.below(static_cast<int>(wing_colours.size())));
  const int count = 3 + random.below(3);
  const std::vector<Spot> spots = random_spots(random, count);
  world.target = ladybird(wing_colours[first], spots, brush.sprite_density, brush.seed);
  for (std::uint64_t i = 0; i < 3; ++i) {
    const size_t other = i == 0 ? first : (first + 1 + static_cast<size_t>(random.below(4))) % 5;
    world.lookalikes.push_back(ladybird(wing_colours[other],
                                        i == 0 ? random_spots(random, 2 + random.below(4)) : spots,
                                        brush.sprite_density, brush.seed + i));
  }
  for (std::uint64_t i = 0; i < 3; ++i) {
    world.pieces.push_back(covering_leaf(random, brush.seed + 41 + i, brush.sprite_density));
  }
  world.manner.pan = 0.003;
  world.manner.tilt = 0.015;
  world.manner.heads_along = true;
  world.manner.mirrors = false;
  return world;
}

}  // namespace siamrt::synth
