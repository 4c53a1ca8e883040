// Published results under every profile against what the original toolkits print for them
// (golden/eval of the shared material). Tolerance 1e-9; pytracking computes in single precision:
// 1e-5 of the figure.

#include "eval/material.hpp"
#include "eval/profile.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace siamrt::eval {
namespace {

using test::CsvRow;

/// One benchmark of the golden tables.
struct Benchmark {
  const char* dataset;
  const char* annotations;
  const char* golden;  ///< beginning of the golden files' names
  std::vector<const char*> archives;
};

std::ostream& operator<<(std::ostream& out, const Benchmark& b) { return out << b.dataset; }

double tolerance(const std::string& profile) {
  return profile.find("pytracking") != std::string::npos ? 1e-5 : 1e-9;
}

class GoldenOnePass : public testing::TestWithParam<Benchmark> {
 protected:
  void SetUp() override {
    SIAMRT_NEEDS_SHARED("golden/eval");
    dataset_ = &test::shared_dataset(GetParam().dataset, GetParam().annotations);
  }

  const TrackerResults* tracker(const std::string& name) const {
    for (const char* archive : GetParam().archives) {
      for (const TrackerResults& results : test::shared_results(archive, *dataset_)) {
        if (results.tracker == name) return &results;
      }
    }
    return nullptr;
  }

  /// Figures of a tracker under a profile, computed once.
  const Figures& figures(const std::string& name, const std::string& profile) {
    static std::map<std::string, Figures> known;
    const std::string key = std::string(GetParam().dataset) + "/" + name + "/" + profile;
    auto found = known.find(key);
    if (found == known.end()) {
      const TrackerResults* results = tracker(name);
      if (results == nullptr) throw std::runtime_error("no results of " + name);
      found = known.emplace(key, evaluate(*dataset_, *results, profile)).first;
    }
    return found->second;
  }

  std::filesystem::path golden(const char* end) const {
    return test::shared_dir() / "golden/eval" / (std::string(GetParam().golden) + end);
  }

  const data::Dataset* dataset_ = nullptr;
};

/// The figures of a row of a golden table.
void expect_row(const std::map<std::string, double>& figures, const CsvRow& row,
                const std::string& where) {
  for (const auto& [column, cell] : row) {
    const bool text = column == "tracker" || column == "profile" || column == "sequence" ||
                      column == "sequences" || column == "frames" || column == "subset";
    if (text || cell.empty()) continue;
    test::expect_figure(figures, column, cell, tolerance(row.at("profile")), where);
  }
}

TEST_P(GoldenOnePass, SummaryEqualsTheToolkits) {
  const std::string name = std::string(GetParam().golden) + "_summary.csv";
  const auto rows = test::read_csv(test::golden_dir() / name);
  ASSERT_FALSE(rows.empty());
  for (const CsvRow& row : rows) {
    const std::string where = row.at("tracker") + " " + row.at("profile");
    const Figures& found = figures(row.at("tracker"), row.at("profile"));
    expect_row(found.overall.figures, row, where);
    const auto scored = std::count_if(found.sequences.begin(), found.sequences.end(),
                                      [](const SequenceScores& s) { return s.error.empty(); });
    EXPECT_EQ(std::to_string(scored), row.at("sequences")) << where;
    EXPECT_EQ(found.partial, scored < static_cast<long>(found.sequences.size())) << where;
  }
}

TEST_P(GoldenOnePass, EverySequenceEqualsTheToolkits) {
  const auto rows = test::read_csv(golden("_per_sequence.csv.xz"));
  ASSERT_FALSE(rows.empty());
  for (const CsvRow& row : rows) {
    const std::string where =
        row.at("tracker") + " " + row.at("profile") + " " + row.at("sequence");
    const Figures& found = figures(row.at("tracker"), row.at("profile"));
    const auto sequence =
        std::find_if(found.sequences.begin(), found.sequences.end(),
                     [&](const SequenceScores& s) { return s.name == row.at("sequence"); });
    ASSERT_NE(sequence, found.sequences.end()) << where;
    ASSERT_EQ(sequence->error, "") << where;
    expect_row(sequence->scores.figures, row, where);
  }
}

TEST_P(GoldenOnePass, CurvesEqualTheToolkits) {
  const auto all = nlohmann::json::parse(test::read_text(golden("_curves.json.xz")));
  const std::map<std::string, std::string> names = {
      {"succ", "success"}, {"prec", "precision"}, {"nprec", "norm_precision"}};
  for (const auto& [tracker_name, profiles] : all.items()) {
    for (const auto& [profile, curves] : profiles.items()) {
      const Figures& found = figures(tracker_name, profile);
      for (const auto& [name, values] : curves.items()) {
        const Curve& curve = found.overall.curves.at(names.at(name));
        ASSERT_EQ(curve.values.size(), values.size());
        ASSERT_EQ(curve.thresholds.size(), values.size());
        for (std::size_t k = 0; k < values.size(); ++k) {
          // pytracking's table of curves is in percent; siamrt's curves are 0..1 under every
          // profile.
          const double whole = profile.find("pytracking") != std::string::npos ? 100 : 1;
          EXPECT_NEAR(curve.values[k], values[k].get<double>() / whole, tolerance(profile))
              << tracker_name << " " << profile << " " << name << " " << k;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Benchmarks, GoldenOnePass,
    testing::Values(Benchmark{"otb2015",
                              "OTB100",
                              "otb100",
                              {"OTB100_results.tar.xz", "SiamFCpp_official_results.tar.xz"}},
                    Benchmark{"dtb70", "DTB70", "dtb70", {"DTB70_results.tar.xz"}},
                    Benchmark{"uav123", "UAV123", "uav123", {"UAV123_AutoTrack_results.tar.xz"}},
                    Benchmark{"lasot", "LaSOT_test", "lasot_test", {"LaSOT_ATOM_results.tar.xz"}}),
    [](const auto& test) { return std::string(test.param.dataset); });

TEST(GoldenAttributes, EverySubsetOfOtb2015EqualsTheToolkits) {
  SIAMRT_NEEDS_SHARED("golden/eval");
  const data::Dataset& dataset = test::shared_dataset("otb2015", "OTB100");
  const auto& trackers = test::shared_results("OTB100_results.tar.xz", dataset);
  std::map<std::string, Figures> known;
  for (const CsvRow& row :
       test::read_csv(test::shared_dir() / "golden/eval/otb100_attributes.csv")) {
    const std::string key = row.at("tracker") + " " + row.at("profile");
    if (known.count(key) == 0) {
      known[key] =
          evaluate(dataset, test::tracker_of(trackers, row.at("tracker")), row.at("profile"));
    }
    const std::string& subset = row.at("subset");
    const Figures& found = known.at(key);
    if (subset != "ALL") {
      ASSERT_EQ(found.attributes.count(subset), 1U) << key << " " << subset;
    }
    const Scores& scores = subset == "ALL" ? found.overall : found.attributes.at(subset);
    expect_row(scores.figures, row, key + " " + subset);
  }
}

TEST(GoldenSweep, EpochsOfATrainingEqualTheirPublishedTable) {
  SIAMRT_NEEDS_SHARED("results/OTB100_sweep_DET_YTB_e1_e10_e40.tar.xz");
  const data::Dataset& dataset = test::shared_dataset("otb2015", "OTB100");
  const auto& trackers = test::shared_results("OTB100_sweep_DET_YTB_e1_e10_e40.tar.xz", dataset);
  ASSERT_EQ(trackers.size(), 3U);
  EXPECT_EQ(trackers[1].tracker, "alexnet_e10") << "natural order";
  int compared = 0;
  for (const CsvRow& row :
       test::read_csv(test::shared_dir() / "golden/eval/sweep_otb2015_epochs.csv")) {
    if (row.at("training_run") != "DET_YTB") continue;
    for (const TrackerResults& results : trackers) {
      if (results.tracker != row.at("checkpoint")) continue;
      const Scores scores = evaluate(dataset, results, "otb-got10k").overall;
      test::expect_figure(scores.figures, "auc", row.at("success_score"), 1e-12, results.tracker);
      test::expect_figure(scores.figures, "prec20", row.at("precision_score"), 1e-12,
                          results.tracker);
      test::expect_figure(scores.figures, "sr50", row.at("success_rate"), 1e-12, results.tracker);
      ++compared;
    }
  }
  EXPECT_EQ(compared, 3);
}

/// Figures as papers and READMEs print them (results/README.md of the shared material).
struct Printed {
  const char* dataset;
  const char* annotations;
  const char* archive;
  const char* tracker;
  const char* profile;
  const char* figure;
  double value;
  double half_digit;
};

TEST(PublishedFigures, HoldInTheDigitsPrinted) {
  SIAMRT_NEEDS_SHARED("results");
  const char* otb = "OTB100_results.tar.xz";
  const char* dtb = "DTB70_results.tar.xz";
  const char* official = "SiamFCpp_official_results.tar.xz";
  const Printed table[] = {
      {"otb2015", "OTB100", otb, "Ocean-online", "otb-pysot", "auc", 0.684, 0.0005},
      {"otb2015", "OTB100", otb, "Ocean-online", "otb-pysot", "prec20", 0.920, 0.0005},
      {"otb2015", "OTB100", otb, "ATOM", "otb-pysot", "auc", 0.667, 0.0005},
      {"otb2015", "OTB100", otb, "ATOM", "otb-pysot", "prec20", 0.879, 0.0005},
      {"otb2015", "OTB100", official, "SiamFC++-AlexNet", "otb-pysot", "auc", 0.680, 0.0005},
      {"otb2015", "OTB100", official, "SiamFC++-AlexNet", "otb-pysot", "prec20", 0.884, 0.0005},
      {"dtb70", "DTB70", dtb, "NanoTrack", "otb-pysot", "auc", 0.532, 0.0005},
      {"dtb70", "DTB70", dtb, "SiamAPN++", "otb-pysot", "auc", 0.594, 0.0005},
      {"lasot", "LaSOT_test", "LaSOT_ATOM_results.tar.xz", "ATOM", "lasot-official", "auc", 0.514,
       0.0005},
      {"lasot", "LaSOT_test", "LaSOT_ATOM_results.tar.xz", "ATOM", "lasot-official", "prec20",
       0.505, 0.0005},
  };
  for (const Printed& row : table) {
    const data::Dataset& dataset = test::shared_dataset(row.dataset, row.annotations);
    const auto& all = test::shared_results(row.archive, dataset);
    const Figures found = evaluate(dataset, test::tracker_of(all, row.tracker), row.profile);
    EXPECT_NEAR(found.overall.figures.at(row.figure), row.value, row.half_digit)
        << row.dataset << " " << row.tracker << " " << row.figure;
  }
}

TEST(PublishedFigures, MeemOnTb50EqualsItsStoredSixteenDigits) {
  SIAMRT_NEEDS_SHARED("results");
  const data::Dataset& dataset = test::shared_dataset("otb2015", "OTB100");
  const auto& all = test::shared_results("OTB100_results.tar.xz", dataset);
  const Figures found = evaluate(dataset, test::tracker_of(all, "MEEM"), "otb-matlab");
  const Scores& tb50 = found.attributes.at("TB50");
  EXPECT_NEAR(tb50.figures.at("auc"), 0.45837670250619766, 1e-15);
  EXPECT_NEAR(tb50.figures.at("prec20"), 0.684156905965368, 1e-15);
}

}  // namespace
}  // namespace siamrt::eval
