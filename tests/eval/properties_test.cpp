// What must hold for any boxes under every profile.

#include "eval/bootstrap.hpp"
#include "eval/material.hpp"
#include "eval/profile.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace siamrt::eval {
namespace {

/// Boxes inside the image, first row included, so that every profile finds them usable.
std::vector<Box> path(std::mt19937& random, std::size_t frames) {
  std::uniform_real_distribution<double> place(5, 200), side(8, 60);
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < frames; ++i) {
    boxes.push_back({place(random), place(random), side(random), side(random)});
  }
  return boxes;
}

/// Near the truth, now and then far off.
std::vector<Box> followed(std::mt19937& random, const std::vector<Box>& truth) {
  std::normal_distribution<double> off(0, 6);
  std::vector<Box> boxes;
  for (const Box& t : truth) {
    boxes.push_back({t.x + off(random), t.y + off(random), t.w * std::exp(off(random) / 20),
                     t.h * std::exp(off(random) / 20)});
  }
  return boxes;
}

data::Dataset random_dataset(unsigned seed, std::size_t sequences = 5) {
  std::mt19937 random(seed);
  std::vector<std::vector<Box>> truths;
  for (std::size_t i = 0; i < sequences; ++i) truths.push_back(path(random, 20 + 7 * i));
  data::Dataset dataset = test::made_dataset(truths);
  for (data::Sequence& sequence : dataset.sequences) {
    sequence.width = 400;
    sequence.height = 400;
  }
  return dataset;
}

TrackerResults random_results(const data::Dataset& dataset, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<Box>> runs;
  for (const data::Sequence& s : dataset.sequences) runs.push_back(followed(random, s.truth));
  return test::made_results(dataset, runs);
}

std::vector<std::string> one_pass_profiles() {
  std::vector<std::string> names;
  for (const Profile& profile : profiles()) {
    if (profile.kind == Kind::one_pass) names.emplace_back(profile.name);
  }
  return names;
}

class EveryProfile : public testing::TestWithParam<std::string> {
 protected:
  const Profile& rules() const { return find_profile(GetParam()); }
  double whole() const { return rules().figures[0].scale; }
};

TEST_P(EveryProfile, PerfectBoxesGiveAllButTheLastThreshold) {
  data::Dataset dataset = random_dataset(1);
  TrackerResults results = test::made_results(dataset, {});
  for (data::Sequence& s : dataset.sequences) {
    // Whole numbers: others may miss overlap 1 by a bit, to either side where it is not clamped.
    for (Box& b : s.truth) b = {std::round(b.x), std::round(b.y), std::round(b.w), std::round(b.h)};
    results.sequences[s.name].boxes = {s.truth};
  }
  const Figures found = evaluate(dataset, results, GetParam());
  const Curve& curve = found.overall.curves.at("success");
  for (std::size_t k = 0; k + 1 < curve.values.size(); ++k) EXPECT_NEAR(curve.values[k], 1, 1e-6);
  if (GetParam() == "trackingnet") {
    EXPECT_NEAR(found.overall.figures.at("auc"), 100, 2.5 + 1e-9);
  } else {
    EXPECT_EQ(curve.values.back(), 0) << "overlap 1 is not above 1";
  }
  if (found.overall.figures.count("auc") != 0 && GetParam() != "trackingnet") {
    EXPECT_NEAR(found.overall.figures.at("auc"), whole() * 20 / 21, 1e-5);
  }
}

TEST_P(EveryProfile, EmptyBoxesGiveNothingButTheFirstFrame) {
  const data::Dataset dataset = random_dataset(2, 1);
  const std::size_t frames = dataset.sequences[0].truth.size();
  const std::vector<Box> empty(frames, Box{0, 0, 0, 0});
  const Figures found = evaluate(dataset, test::made_results(dataset, {empty}), GetParam());
  const Curve& curve = found.overall.curves.at("success");
  const double first = rules().first == FirstRule::truth ? 1.0 / static_cast<double>(frames) : 0;
  // Repairs carry the zero box of the first row on, not the truth that replaces it later. Under >=
  // an overlap of 0 passes the threshold 0.
  const std::size_t from = rules().success_at_equal ? 1 : 0;
  for (std::size_t k = from; k + 1 < curve.values.size(); ++k) {
    EXPECT_NEAR(curve.values[k], first, 1e-6) << "threshold " << curve.thresholds[k];
  }
}

TEST_P(EveryProfile, CurvesNeverTurnBack) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const data::Dataset dataset = random_dataset(seed);
    const Figures found = evaluate(dataset, random_results(dataset, seed + 100), GetParam());
    for (const auto& [name, curve] : found.overall.curves) {
      for (std::size_t k = 1; k < curve.values.size(); ++k) {
        if (name == "success") {
          EXPECT_LE(curve.values[k], curve.values[k - 1] + 1e-12) << name << k;
        } else {
          EXPECT_GE(curve.values[k], curve.values[k - 1] - 1e-12) << name << k;
        }
        EXPECT_GE(curve.values[k], 0);
        EXPECT_LE(curve.values[k], 1 + 1e-12);
      }
    }
  }
}

TEST_P(EveryProfile, OrderOfSequencesChangesNothing) {
  const data::Dataset dataset = random_dataset(3, 9);
  const TrackerResults results = random_results(dataset, 4);
  data::Dataset shuffled = dataset;
  std::shuffle(shuffled.sequences.begin(), shuffled.sequences.end(), std::mt19937(5));
  const Figures a = evaluate(dataset, results, GetParam());
  const Figures b = evaluate(shuffled, results, GetParam());
  for (const auto& [name, value] : a.overall.figures) {
    EXPECT_NEAR(value, b.overall.figures.at(name), 1e-12 * whole()) << name;
  }
}

TEST_P(EveryProfile, ScalingImageAndBoxesLeavesOverlapsAlone) {
  if (GetParam() == "trackingnet") GTEST_SKIP() << "it rounds boxes to whole pixels";
  const data::Dataset dataset = random_dataset(6);
  const TrackerResults results = random_results(dataset, 7);
  data::Dataset doubled = dataset;
  TrackerResults twice = results;
  const auto scale = [](Box& b) { b = {b.x * 2, b.y * 2, b.w * 2, b.h * 2}; };
  for (data::Sequence& s : doubled.sequences) {
    for (Box& b : s.truth) scale(b);
    s.width *= 2;
    s.height *= 2;
    for (Box& b : twice.sequences[s.name].boxes[0]) scale(b);
  }
  const Figures a = evaluate(dataset, results, GetParam());
  const Figures b = evaluate(doubled, twice, GetParam());
  const auto& before = a.overall.curves.at("success").values;
  const auto& after = b.overall.curves.at("success").values;
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t k = 0; k < before.size(); ++k) EXPECT_NEAR(before[k], after[k], 1e-12) << k;
}

TEST_P(EveryProfile, FiguresLieInsideTheirIntervals) {
  const data::Dataset dataset = random_dataset(8, 12);
  const Figures found = evaluate(dataset, random_results(dataset, 9), GetParam());
  ASSERT_FALSE(found.intervals.empty());
  for (const auto& [name, interval] : found.intervals) {
    EXPECT_LE(interval.low, interval.high) << name;
    EXPECT_LE(interval.low, found.overall.figures.at(name) + 1e-12) << name;
    EXPECT_GE(interval.high, found.overall.figures.at(name) - 1e-12) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, EveryProfile, testing::ValuesIn(one_pass_profiles()),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Profiles, UnknownNameIsRefusedWithTheNearest) {
  try {
    find_profile("otb-matlap");
    FAIL() << "an unknown profile was found";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_STREQ(error.what(), "profile 'otb-matlap': unknown; did you mean 'otb-matlab'?");
  }
}

TEST(Profiles, ThresholdGridsAreThoseOfEachToolkit) {
  const auto matlab = thresholds(find_profile("otb-matlab"), Source::success);
  const auto torch = thresholds(find_profile("otb-pytracking"), Source::success);
  ASSERT_EQ(matlab.size(), 21U);
  EXPECT_EQ(matlab[3], 0.15000000000000002);
  EXPECT_EQ(matlab[12], 0.6000000000000001);
  EXPECT_EQ(matlab[20], 1.0);
  EXPECT_EQ(torch[13], 0.6500000000000001);
  EXPECT_EQ(torch[15], 0.7500000000000001);
  EXPECT_EQ(matlab[13], 0.65);
  EXPECT_EQ(thresholds(find_profile("got10k"), Source::success).size(), 101U);
}

TEST(Profiles, AllOfADataSetBeginsWithItsOwnToolkit) {
  EXPECT_EQ(profiles_for("otb2015"),
            (std::vector<std::string>{"otb-matlab", "otb-pysot", "otb-got10k", "otb-pytracking",
                                      "otb-trackit"}));
  EXPECT_EQ(profiles_for("vot2018"), std::vector<std::string>{"vot-pysot"});
  EXPECT_EQ(profiles_for("lasot")[0], "lasot-official");
  EXPECT_EQ(profiles_for("uav123").size(), 4U);
}

TEST(Profiles, VotNeedsAVotDataSet) {
  const data::Dataset dataset = test::made_dataset({{{1, 1, 5, 5}}});
  EXPECT_THROW(evaluate(dataset, test::made_results(dataset, {{{1, 1, 5, 5}}}), "vot-pysot"),
               Error);
}

TEST(Repetitions, CurvesAreAveraged) {
  const data::Dataset dataset = random_dataset(10, 1);
  TrackerResults three = random_results(dataset, 11);
  std::vector<double> single;
  auto& runs = three.sequences.begin()->second.boxes;
  runs.push_back(random_results(dataset, 12).sequences.begin()->second.boxes[0]);
  runs.push_back(dataset.sequences[0].truth);
  for (const auto& run : runs) {
    single.push_back(evaluate(dataset, test::made_results(dataset, {run}), "otb-got10k")
                         .overall.figures.at("auc"));
  }
  EXPECT_NEAR(evaluate(dataset, three, "otb-got10k").overall.figures.at("auc"),
              (single[0] + single[1] + single[2]) / 3, 1e-12);
}

TEST(Speed, IsTheMeanOfRatesOverFramesWithATime) {
  const data::Dataset dataset = random_dataset(13, 2);
  TrackerResults results = random_results(dataset, 14);
  results.sequences["made0"].seconds = {{0, 0.1, 0.05}};  // 10 and 20 fps
  const Figures found = evaluate(dataset, results, "otb-got10k");
  EXPECT_DOUBLE_EQ(found.overall.figures.at("speed_fps"), 15);
  EXPECT_EQ(found.sequences[1].scores.figures.count("speed_fps"), 0U);
}

TEST(MissingResults, MakeFiguresPartialAndSaySo) {
  const data::Dataset dataset = random_dataset(15, 3);
  TrackerResults results = random_results(dataset, 16);
  results.sequences.erase("made1");
  const Figures found = evaluate(dataset, results, "otb-matlab");
  EXPECT_TRUE(found.partial);
  EXPECT_EQ(found.sequences[1].error, "no results");
  ASSERT_EQ(found.warnings.size(), 1U);
  EXPECT_EQ(found.warnings[0], "made1: left out: no results");
}

}  // namespace
}  // namespace siamrt::eval
