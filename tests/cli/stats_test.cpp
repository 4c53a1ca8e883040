#include "cli/stats.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace siamrt::cli {
namespace {

TEST(Durations, AreZeroWhereNothingWasAdded) {
  const Durations none;
  EXPECT_EQ(none.count(), 0);
  EXPECT_EQ(none.mean(), 0);
  EXPECT_EQ(none.percentile(0.5), 0);
}

TEST(Durations, GivePercentilesWithinHalfAPercentOfTheSortedOnes) {
  std::mt19937 random(7);
  std::lognormal_distribution<double> seconds(-5, 1);
  Durations durations;
  std::vector<double> sorted;
  for (int i = 0; i < 5000; ++i) {
    sorted.push_back(seconds(random));
    durations.add(sorted.back());
  }
  std::sort(sorted.begin(), sorted.end());
  for (const double share : {0.01, 0.5, 0.9, 0.99}) {
    const double exact = sorted[static_cast<size_t>(share * 5000) - 1];
    EXPECT_NEAR(durations.percentile(share), exact, 0.0051 * exact) << share;
  }
  EXPECT_EQ(durations.largest(), sorted.back());
}

TEST(Durations, NeverGiveAPercentileAboveTheLargest) {
  Durations durations;
  durations.add(0.0123);
  EXPECT_LE(durations.percentile(1), 0.0123);
  EXPECT_NEAR(durations.percentile(0.5), 0.0123, 0.0001);
}

TEST(Durations, KeepWhatLiesOutsideTheBins) {
  Durations durations;
  durations.add(0);
  durations.add(5000);
  EXPECT_EQ(durations.count(), 2);
  EXPECT_EQ(durations.largest(), 5000);
  EXPECT_DOUBLE_EQ(durations.mean(), 2500);
}

}  // namespace
}  // namespace siamrt::cli
