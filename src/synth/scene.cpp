#include "synth/scene.hpp"

#include "synth/exact.hpp"
#include "synth/stage.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::synth {
namespace {

/// Pieces that pass the target, one every `strength.pieces_every` frames, the first well after the
/// start.
std::vector<Piece> place_pieces(Random& random, const Stage& stage, const Strength& strength,
                                int frames) {
  std::vector<Piece> pieces;
  if (strength.pieces_every <= 0) return pieces;
  const double every = strength.pieces_every;
  for (double t = every * random.range(0.8, 1.0); t < frames; t += every * random.range(0.8, 1.2)) {
    const Pose target = stage.target.at(t);
    Piece piece;
    piece.sprite = static_cast<size_t>(random.below(static_cast<int>(stage.world.pieces.size())));
    piece.meets_at = t;
    piece.pose.x = target.x;
    if (stage.world.tall_pieces) {
      piece.pose.size = random.range(0.66, 0.78);
      piece.pose.y = random.range(-0.02, 0.1);
      piece.pose.turn = random.range(-0.012, 0.012);
      piece.pose.stretch = random.sign();
    } else {
      piece.pose.size = target.size * random.range(0.85, 1.25);
      piece.pose.y = target.y + target.size * random.range(-0.35, 0.35);
      piece.pose.turn = random.uniform();
    }
    pieces.push_back(piece);
  }
  return pieces;
}

/// Share of the box of `a` that the box of `b` covers.
double covered(const Box& a, const Box& b) {
  const double w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h / (a.w * a.h) : 0;
}

/// The target shows whole and stands apart from its look-alikes.
bool starts_well(const Stage& stage, const Screen& screen) {
  const Cast cast = cast_at(stage, 0);
  const Actor& target = cast.actors[cast.target];
  const Box box = extent(*target.sprite, target.pose);
  for (size_t i = 0; i <= stage.lookalikes.size(); ++i) {
    const Actor& other = cast.actors[i];
    if (i != cast.target && covered(box, extent(*other.sprite, other.pose)) > 0.05) return false;
  }
  const Visibility first = visibility_of(stage, screen, 0);
  return first.share > 0.99 && !first.cut_by_frame;
}

Lighting make_lighting(Random& random, const Strength& strength) {
  Lighting lighting;
  lighting.swing = Sway(random, 1.0 / 55);
  lighting.drift = Sway(random, 1.0 / 90);
  lighting.swing_depth = strength.light_swing;
  lighting.shadow_depth = strength.shadow;
  lighting.slant = random.range(-0.08, 0.08);
  return lighting;
}

/// Everything that moves, from one seed.
void set_in_motion(Stage& stage, std::uint64_t seed, const SceneOptions& options,
                   const Strength& strength) {
  Random random(seed);
  const double aspect = static_cast<double>(options.width) / options.height;
  const Manner& manner = stage.world.manner;
  stage.target =
      target_path(random, strength, manner, stage.world.target.reach(), aspect, options.frames);
  stage.camera = make_camera(random, strength, stage.target.pan_x);
  stage.lookalikes.clear();
  for (int i = 0; i < strength.lookalikes; ++i) {
    stage.lookalikes.push_back(lookalike_path(random, stage.target, aspect));
  }
  stage.pieces = place_pieces(random, stage, strength, options.frames);
  stage.lighting = make_lighting(random, strength);
}

}  // namespace

struct Scene::Parts {
  SceneOptions options;
  Stage stage;
  Screen screen;
};

void SceneOptions::check() const {
  const auto side = [](const char* name, int value) {
    if (value >= 64 && value <= 4096) return;
    throw Error(Error::Kind::usage, fmt::format("{}: {} pixels, expected 64 to 4096", name, value));
  };
  side("width", width);
  side("height", height);
  if (frames < 2 || frames > 100000) {
    throw Error(Error::Kind::usage, fmt::format("frames: {}, expected 2 to 100000", frames));
  }
  if (world < -1 || world >= world_count) {
    throw Error(Error::Kind::usage,
                fmt::format("world: {}, expected 0 to {}, or -1 for any", world, world_count - 1));
  }
}

Scene::Scene(std::uint64_t seed, const SceneOptions& options) {
  options.check();
  auto parts = std::make_unique<Parts>();
  parts->options = options;
  parts->screen = {options.width, options.height};
  Brush brush{Random(seed), scramble(seed + 0x7061696e74u),
              std::clamp(1.05 * options.height, 96.0, 1200.0),
              std::clamp(0.55 * options.height, 120.0, 500.0)};
  const int drawn = brush.random.below(world_count);
  parts->stage.world = paint_world(options.world < 0 ? drawn : options.world, brush);
  const Strength strength = strength_of(options.preset);
  parts->stage.shutter = strength.shutter;
  parts->stage.noise = strength.noise;
  parts->stage.seed = seed;
  // A clip starts with its target whole and alone; motions are drawn until they give that.
  constexpr std::uint64_t most_draws = 200;
  bool good = false;
  for (std::uint64_t draw = 0; draw < most_draws && !good; ++draw) {
    set_in_motion(parts->stage, scramble(seed ^ scramble(draw)), options, strength);
    good = starts_well(parts->stage, parts->screen);
  }
  if (!good) {
    parts->stage.lookalikes.clear();
    parts->stage.pieces.clear();
  }
  parts_ = std::move(parts);
}

Scene::Scene(Scene&&) noexcept = default;
Scene& Scene::operator=(Scene&&) noexcept = default;
Scene::~Scene() = default;

const SceneOptions& Scene::options() const noexcept { return parts_->options; }
const std::string& Scene::place() const noexcept { return parts_->stage.world.name; }
const std::string& Scene::target() const noexcept { return parts_->stage.world.target_name; }

Frame Scene::render(double t) const {
  return develop(parts_->stage, parts_->screen, expose(parts_->stage, parts_->screen, t), t);
}

Box Scene::truth(double t) const { return truth_of(parts_->stage, parts_->screen, t); }

cv::Mat Scene::mask(double t) const {
  const Screen& screen = parts_->screen;
  const Camera::View view = parts_->stage.camera.view(t);
  const Actor target{&parts_->stage.world.target, parts_->stage.target.at(t)};
  cv::Mat mask(screen.height, screen.width, CV_8UC1);
  for (int y = 0; y < screen.height; ++y) {
    for (int x = 0; x < screen.width; ++x) {
      const double cover = static_cast<double>(cover_at(target, view, screen, x + 0.5, y + 0.5));
      mask.at<unsigned char>(y, x) = static_cast<unsigned char>(std::floor(cover * 255 + 0.5));
    }
  }
  return mask;
}

Visibility Scene::visibility(double t) const {
  return visibility_of(parts_->stage, parts_->screen, t);
}

}  // namespace siamrt::synth
