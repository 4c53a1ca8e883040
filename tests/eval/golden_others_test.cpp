// GOT-10k's and TrackingNet's example results against what their toolkits print.

#include "eval/material.hpp"
#include "eval/results.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace siamrt::eval {
namespace {

namespace fs = std::filesystem;

class Got10kMini : public testing::Test {
 protected:
  static const fs::path& folder() {
    static const fs::path unpacked =
        test::unpack(test::golden_dir() / "got10k_mini.tar.xz") / "got10k_mini";
    return unpacked;
  }

  static const data::Dataset& dataset() {
    static const data::Dataset opened = [] {
      data::OpenOptions options;
      options.root = (folder() / "data").string();
      options.available = true;  // six sequences of 180
      return data::open_dataset("got10k_val", options);
    }();
    return opened;
  }
};

TEST_F(Got10kMini, FiguresEqualTheToolkitsPerformanceFile) {
  const auto all = read_results((folder() / "results/GOT-10k").string(), dataset());
  ASSERT_EQ(all.size(), 2U);
  for (const TrackerResults& results : all) {
    EXPECT_EQ(results.layout, "got10k");
    const Figures found = evaluate(dataset(), results, "got10k");
    const auto json = nlohmann::json::parse(test::read_text(
        folder() / "reports/GOT-10k/detA/performance.json"));  // the first tracker's holds all
    const auto& wanted = json.at(results.tracker).at("overall");
    EXPECT_NEAR(found.overall.figures.at("ao"), wanted.at("ao").get<double>(), 1e-12);
    EXPECT_NEAR(found.overall.figures.at("sr50"), wanted.at("sr").get<double>(), 1e-12);
    EXPECT_NEAR(found.overall.figures.at("speed_fps"), wanted.at("speed_fps").get<double>(), 1e-9);
    const auto curve = wanted.at("succ_curve").get<std::vector<double>>();
    EXPECT_NEAR(found.overall.figures.at("sr75"), curve.at(75), 1e-12);
    for (std::size_t k = 0; k < curve.size(); ++k) {
      EXPECT_NEAR(found.overall.curves.at("success").values.at(k), curve[k], 1e-12) << k;
    }
    for (const SequenceScores& sequence : found.sequences) {
      const auto& own = json.at(results.tracker).at("seq_wise").at(sequence.name);
      EXPECT_NEAR(sequence.scores.figures.at("ao"), own.at("ao").get<double>(), 1e-12)
          << sequence.name;
    }
  }
}

TEST_F(Got10kMini, StochasticTrackerHasThreeRepetitionsWithTimes) {
  const auto all = read_results((folder() / "results/GOT-10k").string(), dataset());
  const TrackerResults& results = test::tracker_of(all, "stochB");
  for (const auto& [name, sequence] : results.sequences) {
    EXPECT_EQ(sequence.boxes.size(), 3U) << name;
    EXPECT_EQ(sequence.seconds.size(), 3U) << name;
  }
}

TEST_F(Got10kMini, UploadArchiveIsReadInPlace) {
  const auto all = read_results((test::golden_dir() / "got10k_mini.tar.xz").string(), dataset());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].tracker, "detA");
  EXPECT_NEAR(evaluate(dataset(), all[0], "got10k").overall.figures.at("ao"), 0.7230698148531148,
              1e-12);
}

TEST(TrackingNet, ExampleOfTheDevelopmentKitGivesWhatItsScriptPrints) {
  SIAMRT_NEEDS_SHARED("golden/eval/trackingnet_dummy.tar.xz");
  const fs::path folder =
      test::unpack(test::shared_dir() / "golden/eval/trackingnet_dummy.tar.xz") /
      "trackingnet_dummy";
  data::Dataset dataset;
  dataset.name = "trackingnet";
  for (const auto& entry : fs::directory_iterator(folder / "truth")) {
    data::Sequence sequence;
    sequence.name = entry.path().stem().string();
    std::istringstream text(test::read_text(entry.path()));
    for (std::string line; std::getline(text, line);) {
      Box box;
      char comma = 0;
      std::istringstream(line) >> box.x >> comma >> box.y >> comma >> box.w >> comma >> box.h;
      sequence.truth.push_back(box);
    }
    dataset.sequences.push_back(sequence);
  }
  ASSERT_EQ(dataset.sequences.size(), 9U);
  const auto all = read_results((folder / "results").string(), dataset);
  ASSERT_EQ(all.size(), 1U);
  const Figures found = evaluate(dataset, all[0], "trackingnet");
  std::map<std::string, std::string> printed;
  for (const auto& row : test::read_csv(folder / "expected.csv"))
    printed[row.at("metric")] = row.at("value");
  test::expect_figure(found.overall.figures, "coverage", printed.at("coverage"), 1e-12, "");
  test::expect_figure(found.overall.figures, "auc", printed.at("success"), 1e-12, "");
  test::expect_figure(found.overall.figures, "prec_auc", printed.at("precision"), 1e-12, "");
  test::expect_figure(found.overall.figures, "nprec_auc", printed.at("normalized_precision"), 1e-12,
                      "");
}

}  // namespace
}  // namespace siamrt::eval
