// The 53 small cases of golden/cases.json: every profile gives the original's figure, or stops
// where the original stops.

#include "eval/material.hpp"
#include "eval/profile.hpp"
#include "eval/vot.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace siamrt::eval {
namespace {

using nlohmann::json;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double number(const json& value) { return value.is_number() ? value.get<double>() : nan; }

std::vector<Box> boxes(const json& rows) {
  std::vector<Box> out;
  for (const json& row : rows) {
    out.push_back({number(row[0]), number(row[1]), number(row[2]), number(row[3])});
  }
  return out;
}

json all_cases(const std::string& kind) {
  json chosen = json::array();
  const json all = json::parse(test::read_text(test::golden_dir() / "cases.json"));
  for (const json& one : all.at("cases")) {
    if (one.at("kind") == kind) chosen.push_back(one);
  }
  return chosen;
}

void expect_near(double found, const json& wanted, double tolerance, const std::string& where) {
  if (!wanted.is_number()) {
    EXPECT_TRUE(std::isnan(found)) << where;
  } else {
    EXPECT_NEAR(found, wanted.get<double>(), tolerance) << where;
  }
}

/// Values of a curve at the places that a golden key names: `precision_at_0_1_5_20_50`.
void expect_curve(const Scores& scores, const std::string& key, const json& values,
                  const std::string& where) {
  const std::map<std::string, std::pair<std::string, std::vector<std::size_t>>> places = {
      {"precision_at_0_1_5_20_50", {"precision", {0, 1, 5, 20, 50}}},
      {"norm_precision_at_0_0.1_0.2_0.5", {"norm_precision", {0, 10, 20, 50}}},
      {"success_curve_at_0_0.25_0.5_0.75_1", {"success", {0, 25, 50, 75, 100}}}};
  std::string name = "success";
  std::vector<std::size_t> at(values.size());
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = i;
  if (places.count(key) != 0) std::tie(name, at) = places.at(key);
  const Curve& curve = scores.curves.at(name);
  for (std::size_t i = 0; i < at.size(); ++i) {
    expect_near(curve.values.at(at[i]), values[i], 1e-6, where + " " + key);
  }
}

/// Golden figures of one case under one profile against those found.
void expect_scores(const Scores& found, const json& wanted, const std::string& where) {
  for (const auto& [key, value] : wanted.items()) {
    if (key == "ious") continue;
    if (key.find("curve") != std::string::npos || key.find("_at_") != std::string::npos) {
      expect_curve(found, key, value, where);
      continue;
    }
    ASSERT_EQ(found.figures.count(key), 1U) << where << " " << key;
    const bool percent = where.find("pytracking") != std::string::npos;
    expect_near(found.figures.at(key), value, percent ? 1e-3 : 1e-12, where + " " + key);
  }
}

/// Figures by sequence of a made data set with one sequence.
SequenceScores score(const data::Dataset& dataset, const TrackerResults& results,
                     const std::string& profile) {
  const Figures figures = evaluate(dataset, results, profile);
  EXPECT_EQ(figures.sequences.size(), 1U);
  EXPECT_EQ(figures.profile, profile);
  return figures.sequences[0];
}

void expect_case(const data::Dataset& dataset, const TrackerResults& results, const json& one) {
  for (const auto& [profile, wanted] : one.at("expected").items()) {
    const std::string where = one.at("id").get<std::string>() + " " + profile;
    const SequenceScores found = score(dataset, results, profile);
    if (wanted.contains("error")) {
      EXPECT_NE(found.error, "") << where << ": the original stops with " << wanted.at("error");
    } else {
      EXPECT_EQ(found.error, "") << where;
      expect_scores(found.scores, wanted, where);
    }
  }
}

TEST(Cases, OnePassFiguresEqualEveryOriginal) {
  const json cases = all_cases("ope");
  ASSERT_EQ(cases.size(), 40U);
  for (const json& one : cases) {
    data::Dataset dataset = test::made_dataset({boxes(one.at("gt"))});
    if (one.contains("absent")) {
      dataset.sequences[0].absent = one.at("absent").get<std::vector<std::uint8_t>>();
    }
    expect_case(dataset, test::made_results(dataset, {boxes(one.at("result"))}), one);
  }
}

TEST(Cases, Got10kFiguresEqualTheOriginal) {
  const json cases = all_cases("got10k");
  ASSERT_EQ(cases.size(), 7U);
  for (const json& one : cases) {
    data::Dataset dataset = test::made_dataset({boxes(one.at("gt"))});
    data::Sequence& sequence = dataset.sequences[0];
    sequence.cover = one.at("cover").get<std::vector<std::uint8_t>>();
    sequence.width = one.at("image_size")[0];
    sequence.height = one.at("image_size")[1];
    const json& result = one.at("result");
    TrackerResults results = test::made_results(dataset, {{}});
    auto& runs = results.sequences.begin()->second.boxes;
    runs.clear();
    if (result[0][0].is_array()) {
      for (const json& run : result) runs.push_back(boxes(run));
    } else {
      runs.push_back(boxes(result));
    }
    expect_case(dataset, results, one);
  }
}

std::vector<double> overlaps_of(const json& wanted, const std::string& key) {
  std::vector<double> out;
  for (const json& value : wanted.at(key)) out.push_back(number(value));
  return out;
}

void expect_overlaps(const std::vector<double>& found, const std::vector<double>& wanted,
                     const std::string& where) {
  ASSERT_EQ(found.size(), wanted.size()) << where;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::isnan(wanted[i])) {
      EXPECT_TRUE(std::isnan(found[i])) << where << " frame " << i;
    } else {
      EXPECT_EQ(found[i], wanted[i]) << where << " frame " << i;
    }
  }
}

TEST(Cases, VotFiguresEqualTheOriginal) {
  const json cases = all_cases("vot");
  ASSERT_EQ(cases.size(), 6U);
  for (const json& one : cases) {
    const std::string where = one.at("id");
    data::Dataset dataset = test::made_dataset({{}});
    dataset.name = "vot2019";
    data::Sequence& sequence = dataset.sequences[0];
    sequence.width = one.at("image_size")[0];
    sequence.height = one.at("image_size")[1];
    for (const json& row : one.at("gt")) {
      sequence.polygons.push_back(
          {{{row[0], row[1]}, {row[2], row[3]}, {row[4], row[5]}, {row[6], row[7]}}});
      sequence.truth.push_back({row[0], row[1], 1, 1});
    }
    std::vector<std::string> lines;
    for (const json& row : one.at("trajectory")) {
      std::string line;
      for (const json& value : row) line += (line.empty() ? "" : ",") + value.dump();
      lines.push_back(line);
    }
    TrackerResults results = test::made_results(dataset, {{}});
    results.sequences.begin()->second.boxes.clear();
    results.sequences.begin()->second.vot = {lines};

    const json& wanted = one.at("expected").at("vot-pysot");
    const Figures found = evaluate(dataset, results, "vot-pysot");
    expect_near(found.overall.figures.at("accuracy"), wanted.at("accuracy"), 1e-12, where);
    expect_near(found.overall.figures.at("lost"), wanted.at("lost"), 0, where);
    expect_near(found.overall.figures.at("robustness"), wanted.at("robustness_pct"), 1e-12, where);
    if (wanted.contains("eao_2019_interval") && wanted.at("eao_2019_interval").is_number()) {
      expect_near(found.overall.figures.at("eao"), wanted.at("eao_2019_interval"), 1e-9, where);
    }
    const std::vector<VotLine> run = parse_vot_lines(lines, where);
    const VotOverlaps overlaps = vot_overlaps(run, sequence);
    expect_overlaps(overlaps.trimmed, overlaps_of(wanted, "overlaps_eao_bound"), where + " eao");
    expect_overlaps(overlaps.whole, overlaps_of(wanted, "overlaps_accuracy_bound"),
                    where + " accuracy");
  }
}

}  // namespace
}  // namespace siamrt::eval
