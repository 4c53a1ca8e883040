#include "sweep/search.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <cmath>

namespace siamrt::sweep {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const std::string& text) {
  try {
    Range::parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    return error.what();
  }
  return "not refused";
}

TEST(Range, ReadsBoundsStepsAndChoices) {
  const Range bounds = Range::parse("lr=0.3:0.8");
  EXPECT_EQ(bounds.low, 0.3);
  EXPECT_EQ(bounds.high, 0.8);
  EXPECT_EQ(Range::parse("lr=0.3:0.8:0.1").step, 0.1);
  EXPECT_THAT(Range::parse("search=255,271").values, ElementsAre(255, 271));
}

TEST(Range, RefusesWhatNoTrialCouldUse) {
  EXPECT_THAT(refusal("lr"), HasSubstr("expected KEY="));
  EXPECT_THAT(refusal("penalty=0:1"), HasSubstr("did you mean 'penalty_k'"));
  EXPECT_THAT(refusal("lr=0.8:0.3"), HasSubstr("the lower first"));
  EXPECT_THAT(refusal("lr=0:2"), HasSubstr("lr"));
  EXPECT_THAT(refusal("lr=a:b"), HasSubstr("'a' is no number"));
  EXPECT_THAT(refusal("lr=0.1:0.2:0"), HasSubstr("step"));
  EXPECT_THAT(refusal("window=1,2"), HasSubstr("no number"));
}

TEST(Range, SnapsToItsStepsWithinItsBounds) {
  const Range range = Range::parse("lr=0.3:0.8:0.1");
  EXPECT_EQ(range.snapped(0.46), 0.5);
  EXPECT_EQ(range.snapped(7), 0.8);
  EXPECT_EQ(range.snapped(-7), 0.3);
}

std::vector<Point> all_of(Strategy& strategy, double (*judge)(const Point&), std::size_t most,
                          std::vector<Trial>* told_out = nullptr) {
  std::vector<Trial> told;
  std::vector<Point> points;
  for (;;) {
    const std::vector<Point> next = strategy.next(told, most);
    if (next.empty()) break;
    for (const Point& point : next) {
      points.push_back(point);
      told.push_back({point, judge(point)});
    }
  }
  if (told_out != nullptr) *told_out = told;
  return points;
}

double hill(const Point& p) { return -std::pow(p[0] - 0.62, 2) - 10 * std::pow(p[1] - 0.05, 2); }

const std::vector<Range>& ranges() {
  static const std::vector<Range> both = {Range::parse("lr=0:1"), Range::parse("penalty_k=0:0.3")};
  return both;
}

TEST(Grid, TakesEveryCombinationOnce) {
  const auto grid = make_strategy(
      "grid", {Range::parse("lr=0:1:0.001"), Range::parse("search=255,271")}, 0, 3, 1);
  EXPECT_THAT(all_of(
                  *grid, [](const Point&) { return 0.0; }, 4),
              ElementsAre(ElementsAre(0, 255), ElementsAre(0, 271), ElementsAre(0.5, 255),
                          ElementsAre(0.5, 271), ElementsAre(1, 255), ElementsAre(1, 271)));
}

TEST(Search, ProposesTheSameAgainHoweverManyAtATime) {
  for (const char* name : {"random", "tpe"}) {
    const auto one = make_strategy(name, ranges(), 40, 0, 7);
    const auto two = make_strategy(name, ranges(), 40, 0, 7);
    const auto first = all_of(*one, hill, 16);
    EXPECT_EQ(first.size(), 40U);
    EXPECT_EQ(first, all_of(*two, hill, 16)) << name;
    EXPECT_NE(first, all_of(*make_strategy(name, ranges(), 40, 0, 8), hill, 16)) << name;
  }
}

TEST(Tpe, FindsAHillBetterThanChance) {
  double learnt = 0, chance = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const char* name : {"random", "tpe"}) {
      std::vector<Trial> told;
      all_of(*make_strategy(name, ranges(), 60, 0, seed), hill, 16, &told);
      double best = -1e9;
      for (const Trial& trial : told) best = std::max(best, trial.value);
      (std::string(name) == "tpe" ? learnt : chance) += best;
    }
  }
  EXPECT_GT(learnt, chance / 2) << chance;  // values are below 0: nearer to the top by half
}

TEST(Tpe, BearsTrialsThatFailed) {
  const auto tpe = make_strategy("tpe", ranges(), 30, 0, 1);
  const auto points = all_of(
      *tpe, [](const Point& p) { return p[0] < 0.5 ? std::nan("") : p[0]; }, 16);
  EXPECT_EQ(points.size(), 30U);
  for (const Point& point : points)
    EXPECT_THAT(point, Each(testing::AllOf(testing::Ge(0), testing::Le(1))));
}

TEST(Search, LaysAPointOverSettings) {
  const Settings made = with_point(Settings(), ranges(), {0.25, 0.1});
  EXPECT_EQ(made.lr, 0.25);
  EXPECT_EQ(made.penalty_k, 0.1);
  EXPECT_EQ(text_of(ranges(), {0.25, 0.1}), "lr=0.25 penalty_k=0.1");
  EXPECT_THROW(make_strategy("best", ranges(), 1, 1, 1), Error);
}

}  // namespace
}  // namespace siamrt::sweep
