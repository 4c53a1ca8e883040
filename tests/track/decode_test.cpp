#include "track/decode.hpp"

#include "reference/decode.hpp"
#include "track/made_maps.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace siamrt::track {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr Family families[] = {Family::siamfcpp, Family::ocean, Family::lighttrack,
                               Family::nanotrack};

}  // namespace

TEST(Decode, FindsTheBoxThatTheMapsWereMadeFrom) {
  std::mt19937 random(3);
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random);
  };
  Settings settings;
  settings.penalty_k = 0;
  settings.window_influence = 0;
  settings.lr = 1;
  for (const Family family : families) {
    for (int n = 0; n < 200; ++n) {
      const Target last = {uniform(100, 500), uniform(100, 400), uniform(20, 200),
                           uniform(20, 200)};
      const Target truth = {last.x + uniform(-50, 50), last.y + uniform(-50, 50), uniform(15, 250),
                            uniform(15, 250)};
      const View view = {127 / context_side(last, 0.5), 255, 640, 480};
      MadeMaps maps(9);
      put_target(maps, n % maps.cells, 1, view, rules_of(family).corner_extra, truth.x - last.x,
                 truth.y - last.y, truth.w, truth.h);
      const Decoded found = decode_once(family, settings, maps.view(), view, last);
      ASSERT_EQ(found.best, n % maps.cells);
      EXPECT_NEAR(found.target.x, truth.x, 1e-3) << to_string(family);
      EXPECT_NEAR(found.target.y, truth.y, 1e-3);
      EXPECT_NEAR(found.target.w, truth.w, 1e-3);
      EXPECT_NEAR(found.target.h, truth.h, 1e-3);
    }
  }
}

TEST(Decode, EqualsThePlainTwinOnRandomMaps) {
  std::mt19937 random(4);
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random);
  };
  int compared = 0;
  for (int n = 0; n < 400; ++n) {
    const Family family = families[n % 4];
    const int size = 5 + n % 20;
    Settings settings;
    settings.penalty_k = uniform(0, 0.2);
    settings.window_influence = uniform(0, 0.7);
    settings.lr = uniform(0.1, 1);
    settings.ratio = uniform(0.5, 1);
    const Target last = {uniform(0, 640), uniform(0, 480), uniform(10, 300), uniform(10, 300)};
    const View view = {127 / context_side(last, 0.5), 255, 640, 480};
    MadeMaps maps(size);
    if (n % 3 == 0) maps.aligned.resize(maps.score.size());
    if (n % 5 == 0) maps.online.resize(maps.score.size());
    for (float& score : maps.online) score = static_cast<float>(uniform(-0.3, 0.9));
    settings.online_ratio = uniform(0.1, 1);
    for (int k = 0; k < maps.cells; ++k) {
      const double x = uniform(0, 255);
      const double y = uniform(0, 255);
      maps.put(k, static_cast<float>(uniform(0, 1)), x - uniform(1, 90), y - uniform(1, 90),
               x + uniform(1, 90), y + uniform(1, 90));
      if (!maps.aligned.empty())
        maps.aligned[static_cast<size_t>(k)] = static_cast<float>(uniform(0, 1));
    }
    const Decoded fast = decode_once(family, settings, maps.view(), view, last);
    const Decoded plain = reference::decode(family, settings, maps.view(), view,
                                            make_window(settings.window, size), last);
    // float32 ranks differ from double ones by 1e-6; where two cells are closer, either may win.
    ASSERT_NEAR(fast.ranked, plain.ranked, 2e-6) << n;
    if (fast.best != plain.best) continue;
    ++compared;
    EXPECT_NEAR(fast.score, plain.score, 1e-6);
    EXPECT_NEAR(fast.rate, plain.rate, 2e-6);
    EXPECT_NEAR(fast.target.x, plain.target.x, 1e-3);
    EXPECT_NEAR(fast.target.y, plain.target.y, 1e-3);
    EXPECT_NEAR(fast.target.w, plain.target.w, 1e-3);
    EXPECT_NEAR(fast.target.h, plain.target.h, 1e-3);
  }
  EXPECT_GE(compared, 399);
}

TEST(Decode, TakesTheFirstOfEqualCells) {
  for (const Family family : families) {
    Settings settings;
    settings.window = Window::uniform;
    MadeMaps maps(7);
    for (int k = 0; k < maps.cells; ++k) maps.put(k, 0.5F, 100, 100, 150, 150);
    maps.put(10, 0.9F, 100, 100, 150, 150);
    maps.put(31, 0.9F, 100, 100, 150, 150);
    EXPECT_EQ(
        decode_once(family, settings, maps.view(), {1, 255, 640, 480}, {300, 200, 50, 50}).best,
        10);
  }
}

TEST(Decode, PassesOverCellsThatAreNotFinite) {
  for (const Family family : families) {
    for (const float bad : {nan, infinity, -infinity}) {
      MadeMaps maps(5);
      for (int k = 0; k < maps.cells; ++k) maps.put(k, 0.1F, 100, 100, 150, 150);
      maps.put(12, bad, 100, 100, 150, 150);  // the window's middle
      maps.put(11, 0.99F, bad, 100, 150, 150);
      maps.put(7, 0.99F, 100, 100, 150, bad);
      maps.put(13, 0.99F, bad, 100, bad, 150);
      maps.put(17, 0.99F, -infinity, -infinity, infinity, infinity);
      maps.put(6, 0.3F, 100, 100, 150, 150);
      const Decoded found =
          decode_once(family, {}, maps.view(), {1, 255, 640, 480}, {300, 200, 50, 50});
      EXPECT_EQ(found.best, 6) << to_string(family) << ' ' << bad;
      EXPECT_TRUE(std::isfinite(found.target.x + found.target.y + found.target.w + found.target.h));
    }
  }
}

TEST(Decode, KeepsTheLastTargetWhereNoCellIsFinite) {
  for (const Family family : families) {
    const Decoded found =
        decode_once(family, {}, MadeMaps(5).view(), {1, 255, 640, 480}, {300, 200, 50, 60});
    EXPECT_EQ(found.best, -1);
    EXPECT_EQ(found.target.x, 300);
    EXPECT_EQ(found.target.h, 60);
  }
}

TEST(Decode, StaysFiniteForBoxesOfAnySizeAndSign) {
  const double extremes[] = {-3e38, -1e20, -5, 0, 1e-30, 127, 1e20, 3e38};
  for (const Family family : families) {
    for (const double x1 : extremes) {
      for (const double x2 : extremes) {
        for (const double y2 : extremes) {
          MadeMaps maps(1);
          maps.put(0, 0.8F, x1, x2, x2, y2);
          const Decoded found =
              decode_once(family, {}, maps.view(), {1, 255, 640, 480}, {300, 200, 50, 60});
          const Target& t = found.target;
          ASSERT_TRUE(t.x >= 0 && t.x <= 640 && t.y >= 0 && t.y <= 480)
              << x1 << ' ' << x2 << ' ' << y2;
          ASSERT_TRUE(t.w >= 10 && t.w <= 640 && t.h >= 10 && t.h <= 480)
              << x1 << ' ' << x2 << ' ' << y2;
        }
      }
    }
  }
}

TEST(Decode, ClipsTheCentreToTheFrameAndTheSidesFromMinSize) {
  Settings settings;
  settings.lr = 1;
  settings.penalty_k = 0;
  settings.window_influence = 0;
  MadeMaps maps(1);
  const View view = {1, 255, 640, 480};
  put_target(maps, 0, 1, view, 0, -900, 900, 2, 5000);
  const Decoded found =
      decode_once(Family::nanotrack, settings, maps.view(), view, {300, 200, 50, 60});
  EXPECT_EQ(found.target.x, 0);
  EXPECT_EQ(found.target.y, 480);
  EXPECT_EQ(found.target.w, 10);
  EXPECT_EQ(found.target.h, 480);
  EXPECT_LT(found.unclipped.x, 0);
}

TEST(Decode, LeavesTheSideAtMinSizeInAFrameSmallerThanThat) {
  MadeMaps maps(1);
  maps.put(0, 0.5F, 100, 100, 150, 150);
  const Decoded found =
      decode_once(Family::siamfcpp, {}, maps.view(), {1, 255, 6, 4}, {3, 2, 3, 3});
  EXPECT_EQ(found.target.w, 10);
  EXPECT_EQ(found.target.h, 10);
}

TEST(Decode, FusesTheAlignedScoreByRatio) {
  MadeMaps maps(1);
  maps.put(0, 0.5F, 100, 100, 150, 150);
  maps.aligned = {0.9F};
  Settings settings;
  const View view = {1, 255, 640, 480};
  EXPECT_FLOAT_EQ(static_cast<float>(
                      decode_once(Family::ocean, settings, maps.view(), view, {9, 9, 9, 9}).score),
                  0.5F);
  settings.ratio = 0.75;
  EXPECT_FLOAT_EQ(static_cast<float>(
                      decode_once(Family::ocean, settings, maps.view(), view, {9, 9, 9, 9}).score),
                  0.6F);
}

TEST(Decode, MixesAnOnlineScoreThatIsTheSameEverywhereWithoutEffectOnTheChoice) {
  for (const Family family : families) {
    MadeMaps maps(3);
    for (int k = 0; k < maps.cells; ++k) maps.put(k, 0.1F, 100, 100, 150, 150);
    maps.put(5, 0.6F, 100, 100, 150, 150);
    maps.online.assign(9, 0.3F);
    Settings settings;
    settings.window = Window::uniform;
    settings.online_ratio = 0.5;
    const Decoded found =
        decode_once(family, settings, maps.view(), {1, 255, 640, 480}, {300, 200, 50, 50});
    settings.online_ratio = 0;
    const Decoded without =
        decode_once(family, settings, maps.view(), {1, 255, 640, 480}, {300, 200, 50, 50});
    EXPECT_TRUE(std::isfinite(found.ranked));
    EXPECT_EQ(found.rate, without.rate) << "the online score must not change the size's rate";
    EXPECT_EQ(found.score, without.score);
  }
}

TEST(Blend, OfOceanAndLightTrackMovesTheSideByTheSquaredRate) {
  for (const Family family : families) {
    const bool twice = family == Family::ocean || family == Family::lighttrack;
    EXPECT_DOUBLE_EQ(rules_of(family).blend(100, 200, 0.5), twice ? 125 : 150) << to_string(family);
  }
}

TEST(Rectangle, OfSiamFcppIsInSinglePrecisionAsItsStartIs) {
  // float32 numbers from 32 to 128 are multiples of 2^-18, their doubles as good as never.
  const auto is_single = [](double value) { return std::fmod(value * (1 << 18), 1) == 0; };
  const Rules& rules = rules_of(Family::siamfcpp);
  const Target target = rules.start({70.3, 57.7, 41.2, 63.9});
  for (const double value : {target.x, target.y, target.w, target.h}) {
    EXPECT_TRUE(is_single(value)) << value;
  }
  const Box box = rules.rectangle({70.3, 67.7, 41.2, 63.9});
  for (const double value : {box.x, box.y, box.w, box.h}) EXPECT_TRUE(is_single(value)) << value;
  EXPECT_FALSE(is_single(70.3));
}

TEST(Rectangle, UndoesStart) {
  const Box box = {30.25, 40.5, 50.75, 60.125};  // exact in float32
  for (const Family family : {Family::siamfcpp, Family::ocean, Family::lighttrack}) {
    EXPECT_EQ(rules_of(family).rectangle(rules_of(family).start(box)), box) << to_string(family);
  }
  const Box half_off = {
      29.75, 40, 50.75,
      60.125};  // NanoTrack starts at x + (w - 1) / 2 but reports x = centre - w / 2
  EXPECT_EQ(rules_of(Family::nanotrack).rectangle(rules_of(Family::nanotrack).start(box)),
            half_off);
}

TEST(Rectangle, OfOceanAndLightTrackStartsInsideTheFrame) {
  EXPECT_EQ(rules_of(Family::ocean).rectangle({5, 4, 20, 20}), (Box{0, 0, 20, 20}));
  EXPECT_EQ(rules_of(Family::nanotrack).rectangle({5, 4, 20, 20}), (Box{-5, -6, 20, 20}));
  EXPECT_EQ(rules_of(Family::siamfcpp).rectangle({5, 4, 21, 21}), (Box{-5, -6, 21, 21}));
}

}  // namespace siamrt::track
