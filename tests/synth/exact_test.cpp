#include "synth/exact.hpp"

#include "synth/noise.hpp"
#include "synth/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace siamrt::synth {

TEST(Exact, SineIsTheSineOfTheMathLibraryWithin1e9) {
  for (int i = -2000; i <= 2000; ++i) {
    const double turns = i / 137.0;
    EXPECT_NEAR(sine(turns), std::sin(2 * pi * turns), 1e-9) << turns;
    EXPECT_NEAR(cosine(turns), std::cos(2 * pi * turns), 1e-9) << turns;
  }
}

TEST(Exact, AngleIsTheArcTangentOfTheMathLibraryWithin1e4Turns) {
  for (int i = 0; i < 360; ++i) {
    const double a = 2 * pi * (i - 179.5) / 360;
    EXPECT_NEAR(angle(3 * std::cos(a), 3 * std::sin(a)), a / (2 * pi), 1e-4) << i;
  }
  EXPECT_EQ(angle(0, 0), 0);
}

TEST(Exact, FloorGoesDownOnBothSidesOfZero) {
  EXPECT_EQ(floor_of(2.75), 2);
  EXPECT_EQ(floor_of(-2.25), -3);
  EXPECT_EQ(floor_of(-3.0), -3);
  EXPECT_EQ(floor_of(-0.5F), -1);
  EXPECT_EQ(floor_of(7.0F), 7);
}

TEST(Random, GivesTheSameNumbersOnEveryMachine) {
  // Worked out with a plain Python form of both published algorithms.
  EXPECT_EQ(scramble(0), 0xe220a8397b1dcdafu);
  EXPECT_EQ(scramble(1), 0x910a2dec89025cc1u);
  Random random(1);
  EXPECT_EQ(random.bits(), 0x884fa46695b1825bu);
  EXPECT_EQ(random.bits(), 0xe487e49e27adbc38u);
  EXPECT_EQ(random.uniform(), static_cast<double>(0xe3f789d9afdb61d2u >> 11) * 0x1p-53);
}

TEST(Random, StaysInItsRangesAndFillsThem) {
  Random random(7);
  int counts[4] = {0, 0, 0, 0};
  for (int i = 0; i < 4000; ++i) {
    const double x = random.range(-2, 3);
    EXPECT_TRUE(x >= -2 && x < 3);
    ++counts[random.below(4)];
  }
  for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Noise, RepeatsAfterItsPeriod) {
  const Noise noise(5, 4);
  for (int i = 0; i < 50; ++i) {
    const double x = 0.081 * i;
    EXPECT_NEAR(noise.cloud(x, 0.3, 1.25, 4), noise.cloud(x + 4, 0.3, 1.25, 4), 1e-9) << x;
  }
}

TEST(Noise, IsSmoothAndWithinZeroAndOne) {
  const Noise noise(9);
  double last = noise.cloud(0, 0.7, 2, 4);
  double low = 1;
  double high = 0;
  for (int i = 1; i < 5000; ++i) {
    const double value = noise.cloud(i * 1e-3, 0.7, 2, 4);
    EXPECT_LT(std::fabs(value - last), 0.02);
    low = std::min(low, value);
    high = std::max(high, value);
    last = value;
  }
  EXPECT_GE(low, 0);
  EXPECT_LE(high, 1);
  EXPECT_GT(high - low, 0.3);
}

}  // namespace siamrt::synth
