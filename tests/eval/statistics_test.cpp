#include "eval/bootstrap.hpp"
#include "eval/groups.hpp"
#include "eval/material.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace siamrt::eval {
namespace {

/// Figures of `values.size()` sequences whose figure `auc` is the plain mean of the values.
Figures figures_of(const std::vector<double>& values, const std::string& tracker = "a") {
  Figures figures;
  figures.tracker = tracker;
  figures.dataset = "made";
  figures.profile = "otb-pysot";
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    SequenceScores sequence;
    sequence.name = "s" + std::to_string(i);
    figures.sequences.push_back(sequence);
    figures.shares["auc"].push_back({values[i], 1});
    sum += values[i];
  }
  figures.overall.figures["auc"] = sum / static_cast<double>(values.size());
  return figures;
}

std::vector<double> spread_out(std::size_t count, double offset = 0) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(0.5 + 0.3 * std::sin(static_cast<double>(i) * 1.7) + offset);
  }
  return values;
}

TEST(Bootstrap, IntervalIsThatOfTheNormalApproximationForManySequences) {
  const std::vector<double> values = spread_out(400);
  Figures figures = figures_of(values);
  add_intervals(figures);
  const Spread s = spread(values);
  const double half = 1.96 * s.deviation / std::sqrt(400.0);
  EXPECT_NEAR(figures.intervals.at("auc").low, s.mean - half, 0.1 * half);
  EXPECT_NEAR(figures.intervals.at("auc").high, s.mean + half, 0.1 * half);
}

TEST(Bootstrap, SameSeedGivesTheSameBits) {
  Figures a = figures_of(spread_out(60)), b = a, c = a;
  add_intervals(a);
  add_intervals(b);
  add_intervals(c, {2000, 2});
  EXPECT_EQ(a.intervals.at("auc").low, b.intervals.at("auc").low);
  EXPECT_EQ(a.intervals.at("auc").high, b.intervals.at("auc").high);
  EXPECT_NE(a.intervals.at("auc").low, c.intervals.at("auc").low);
}

TEST(Bootstrap, SequencesWithoutAScoreAreNotDrawn) {
  Figures with = figures_of({0.2, 0.4, 0.6, 0.8, 100});
  with.sequences[4].error = "no results";
  add_intervals(with);
  EXPECT_LE(with.intervals.at("auc").high, 0.8);
}

TEST(Bootstrap, OneSequenceHasNoInterval) {
  Figures one = figures_of({0.5});
  add_intervals(one);
  EXPECT_TRUE(one.intervals.empty());
}

TEST(Difference, PairingSeesASmallSteadyDifferenceThatIntervalsDoNot) {
  Figures a = figures_of(spread_out(100, 0.01), "a");
  Figures b = figures_of(spread_out(100), "b");
  add_intervals(a);
  add_intervals(b);
  EXPECT_LT(a.intervals.at("auc").low, b.intervals.at("auc").high) << "the two intervals overlap";
  const auto all = compare(a, b);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_NEAR(all[0].difference, 0.01, 1e-12);
  EXPECT_TRUE(all[0].is_clear());
  EXPECT_EQ(all[0].sequences, 100U);
}

TEST(Difference, IsTakenOnTheSequencesThatBothHave) {
  Figures a = figures_of({0.1, 0.2, 0.3, 0.9});
  Figures b = figures_of({0.1, 0.2, 0.3});
  const auto all = compare(a, b);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].sequences, 3U);
  EXPECT_EQ(all[0].difference, 0);
  EXPECT_FALSE(all[0].is_clear());
}

TEST(Difference, OfTwoProfilesIsRefused) {
  const Figures a = figures_of({0.1, 0.2});
  Figures b = a;
  b.profile = "otb-matlab";
  EXPECT_THROW(compare(a, b), Error);
}

TEST(Groups, GiveMeanDeviationAndRange) {
  const Figures a = figures_of({0.60}, "s1"), b = figures_of({0.62}, "s2"),
                c = figures_of({0.67}, "s3");
  const Group found = group("seeds", {&a, &b, &c});
  const Spread& s = found.figures.at("auc");
  EXPECT_NEAR(s.mean, 0.63, 1e-12);
  EXPECT_NEAR(s.deviation, std::sqrt((0.0009 + 0.0001 + 0.0016) / 2), 1e-12);
  EXPECT_EQ(s.low, 0.60);
  EXPECT_EQ(s.high, 0.67);
  EXPECT_NEAR(s.range(), 0.07, 1e-12);
  EXPECT_EQ(found.trackers, (std::vector<std::string>{"s1", "s2", "s3"}));
}

TEST(Groups, WithoutMembersAreRefused) { EXPECT_THROW(group("none", {}), Error); }

TEST(Groups, PatternsStandForAnyCharacters) {
  EXPECT_TRUE(fits("seed*", "seed12"));
  EXPECT_TRUE(fits("*_e1", "alexnet_e1"));
  EXPECT_TRUE(fits("a*b*c", "axxbyyc"));
  EXPECT_TRUE(fits("ATOM", "ATOM"));
  EXPECT_FALSE(fits("ATOM", "ATOM2"));
  EXPECT_FALSE(fits("a*b", "abc"));
}

}  // namespace
}  // namespace siamrt::eval
