#include "report/report.hpp"

#include "core/atomic_file.hpp"
#include "report/base64.hpp"
#include "report/made_figures.hpp"
#include "report/section.hpp"
#include "report/section_plots.hpp"
#include "report/strips.hpp"
#include "report/xml.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace siamrt::report {
namespace {

namespace fs = std::filesystem;
using test::made_figures;
using testing::HasSubstr;
using testing::Not;

std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = core::read_file(entry.path());
  }
  return files;
}

std::map<std::string, std::string> report_of(const std::vector<eval::Figures>& figures,
                                             Options options = {}) {
  options.png_scale = 0.25;  // quick; plots_test.cpp looks at PNGs
  const fs::path folder = test::temporary_dir() / "report";
  write_report(figures, folder.string(), options);
  return files_of(folder);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Report, HasPlotsTablesAndOnePage) {
  const auto files = report_of({made_figures("a", 0.6), made_figures("b", 0.5)});
  for (const char* name : {"success", "precision", "ranking", "sequences", "attributes/radar",
                           "attributes/success_OCC", "attributes/precision_SV"}) {
    for (const char* ending : {".svg", ".png", ".pdf"}) {
      EXPECT_EQ(files.count(std::string("otb-pysot/") + name + ending), 1U) << name << ending;
    }
  }
  for (const char* name : {"overall", "attributes", "sequences"}) {
    for (const char* ending : {".md", ".tex", ".csv", ".json"}) {
      EXPECT_EQ(files.count(std::string("otb-pysot/") + name + ending), 1U) << name << ending;
    }
  }
  const auto json = nlohmann::json::parse(files.at("figures.json"));
  EXPECT_EQ(json["a"]["otb-pysot"]["figures"]["auc"], 0.6);
  EXPECT_THAT(files.at("index.html"), HasSubstr("Success plot on OTB2015"));
}

TEST(Report, IsTheSameBytesEveryTime) {
  const std::vector<eval::Figures> figures = {made_figures("a", 0.6), made_figures("b", 0.5)};
  EXPECT_EQ(report_of(figures), report_of(figures));
}

TEST(Report, EveryPlotIsWellFormed) {
  for (const auto& [name, content] : report_of({made_figures("a", 0.6)})) {
    if (fs::path(name).extension() != ".svg") continue;
    EXPECT_NO_THROW(test::parse_xml(content)) << name;
  }
}

TEST(Page, NeedsNoOtherFileAndNoNetwork) {
  const std::string page = report_of({made_figures("a", 0.6)}).at("index.html");
  EXPECT_EQ(count(page, "src="), 0U) << "pictures would be data:, scripts are inside";
  EXPECT_EQ(count(page, "<link"), 0U);
  EXPECT_EQ(count(page, "@import"), 0U);
  EXPECT_EQ(count(page, "url("), 0U);
  // The only addresses are names of XML's kinds.
  EXPECT_EQ(count(page, "http"),
            count(page, "http://www.w3.org/2000/svg") + count(page, "http-equiv"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Page, TakesHostileNamesAsTextOnly) {
  const std::string evil = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\"";
  std::vector<eval::Figures> figures = {made_figures(evil, 0.6), made_figures("b", 0.5)};
  figures[0].sequences[0].name = figures[1].sequences[0].name = evil;
  figures[0].attributes[evil] = figures[0].attributes["OCC"];
  figures[0].warnings = {evil};
  Options options;
  options.title = options.made_by = evil;
  const auto files = report_of(figures, options);
  const std::string& page = files.at("index.html");
  EXPECT_EQ(count(page, "<script"), 1U);
  EXPECT_EQ(count(page, "</script"), 1U);
  EXPECT_EQ(count(page, "<img"), 0U);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  for (const auto& [name, content] : files) {
    if (fs::path(name).extension() == ".svg") {
      EXPECT_NO_THROW(test::parse_xml(content)) << name;
      EXPECT_THAT(content, Not(HasSubstr("<script"))) << name;
    }
    if (fs::path(name).extension() == ".md") {
      EXPECT_THAT(content, Not(HasSubstr("<"))) << name;
    }
  }
}

TEST(Page, SaysWhatIsPartial) {
  std::vector<eval::Figures> figures = {made_figures("whole", 0.6), made_figures("part", 0.5)};
  figures[1].partial = true;
  figures[1].warnings = {"seq-3: no results"};
  const std::string page = report_of(figures).at("index.html");
  EXPECT_THAT(page, HasSubstr("part*"));
  EXPECT_THAT(page, HasSubstr("* partial: some are not scored"));
  EXPECT_THAT(page, HasSubstr("part, otb-pysot: seq-3: no results"));
}

TEST(Page, KeepsMarkUpOfItsTemplateOutOfNames) {
  const std::string page =
      report_of({made_figures("{{script}} {{sections}}", 0.6)}).at("index.html");
  EXPECT_THAT(page, HasSubstr("{{script}} {{sections}}"));
}

TEST(Report, HasASectionForEachProfile) {
  std::vector<eval::Figures> figures = {made_figures("a", 0.6), made_figures("a", 0.5)};
  figures[1].profile = "otb-matlab";
  const auto files = report_of(figures);
  EXPECT_EQ(files.count("otb-pysot/success.svg"), 1U);
  EXPECT_EQ(files.count("otb-matlab/success.svg"), 1U);
}

TEST(Report, RefusesAFolderWithFilesUnlessToldTo) {
  const fs::path folder = test::temporary_dir();
  std::ofstream(folder / "mine.txt") << "precious";
  try {
    write_report({made_figures("a", 0.6)}, folder.string());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_THAT(error.what(), HasSubstr("--overwrite"));
  }
  EXPECT_EQ(files_of(folder).size(), 1U);
  Options options;
  options.overwrite = true;
  write_report({made_figures("a", 0.6)}, folder.string(), options);
  EXPECT_EQ(files_of(folder).at("mine.txt"), "precious");
}

TEST(Report, RefusesNothingAndMixedDataSets) {
  EXPECT_THROW(report_of({}), Error);
  std::vector<eval::Figures> figures = {made_figures("a", 0.6), made_figures("b", 0.5)};
  figures[1].dataset = "lasot";
  EXPECT_THROW(report_of(figures), Error);
}

TEST(Report, OfATrackerWithoutAnyScoreIsStillWritten) {
  eval::Figures figures = made_figures("none", 0.5);
  figures.partial = true;
  figures.overall = {};
  figures.intervals.clear();
  figures.attributes.clear();
  for (eval::SequenceScores& sequence : figures.sequences) {
    sequence.scores = {};
    sequence.error = "no results";
  }
  const auto files = report_of({figures});
  EXPECT_EQ(files.count("index.html"), 1U);
}

TEST(SectionPlots, SortALegendByItsOwnFigureAndKeepColours) {
  std::vector<eval::Figures> figures = {made_figures("first", 0.6), made_figures("second", 0.5)};
  figures[1].overall.figures["prec20"] = 0.99;
  const std::vector<Section> sections = sections_of(figures);
  std::map<std::string, std::string> svg;
  for (const NamedPlot& plot : main_plots(sections[0])) svg[plot.file] = svg_of(plot.drawing);
  EXPECT_LT(svg["success"].find("first [0.600]"), svg["success"].find("second [0.500]"));
  EXPECT_LT(svg["precision"].find("second [0.990]"), svg["precision"].find("first [0.800]"));
}

TEST(SectionPlots, ShowPercentWhereTheToolkitDoes) {
  std::vector<eval::Figures> figures = {made_figures("a", 0.6)};
  figures[0].profile = "otb-pytracking";
  figures[0].overall.figures["auc"] = 60;
  const std::vector<Section> sections = sections_of(figures);
  const std::string svg = svg_of(main_plots(sections[0])[0].drawing);
  EXPECT_THAT(svg, HasSubstr("a [60.0]"));
  EXPECT_THAT(svg, HasSubstr("Success rate [%]"));
}

TEST(SectionPlots, OfVotShowAccuracyAgainstRobustness) {
  eval::Figures figures;
  figures.tracker = "Ocean";
  figures.dataset = "vot2018";
  figures.profile = "vot-pysot";
  figures.overall.figures = {
      {"eao", 0.489}, {"accuracy", 0.59}, {"robustness", 0.117}, {"lost", 25}};
  figures.overall.curves["eao"] = {{1, 100, 356, 500}, {1, 0.6, 0.4, 0.3}};
  const std::vector<eval::Figures> all = {figures};
  const std::vector<Section> sections = sections_of(all);
  std::map<std::string, std::string> svg;
  for (const NamedPlot& plot : main_plots(sections[0])) svg[plot.file] = svg_of(plot.drawing);
  EXPECT_EQ(svg.count("eao_curve"), 1U);
  ASSERT_EQ(svg.count("accuracy_robustness"), 1U);
  EXPECT_THAT(svg["accuracy_robustness"], HasSubstr("Ocean [0.489]"));
  EXPECT_THAT(svg["ranking"], HasSubstr("EAO on VOT2018"));
}

/// A made clip: grey frames of 200 x 100.
class GreyFrames : public data::FrameStore {
 public:
  explicit GreyFrames(std::int64_t count) : count_(count) {}
  std::int64_t count() const override { return count_; }
  Frame read(std::int64_t) const override {
    return Frame(100, 200, CV_8UC3, cv::Scalar(90, 90, 90));
  }
  std::string name(std::int64_t index) const override { return std::to_string(index); }

 private:
  std::int64_t count_;
};

TEST(Strips, ShowTheMomentOfLoss) {
  const std::vector<Box> truth(100, Box{10, 10, 20, 20});
  std::vector<Box> boxes = truth;
  for (std::size_t i = 37; i < 100; ++i) boxes[i].x = 150;
  EXPECT_THAT(telling_frames(truth, boxes), testing::ElementsAre(0, 20, 37, 59, 79, 99));
  EXPECT_THAT(telling_frames(truth, truth), testing::ElementsAre(0, 20, 40, 59, 79, 99));
  EXPECT_THAT(telling_frames({truth[0]}, {}), testing::ElementsAre(0));
}

TEST(Strips, AreOnThePageAndInAFolder) {
  data::Dataset dataset;
  dataset.name = "otb2015";
  for (int i = 1; i <= 4; ++i) {
    data::Sequence sequence;
    sequence.name = "seq-" + std::to_string(i);
    sequence.truth.assign(10, Box{10, 10, 20, 20});
    if (i < 3) sequence.frames = std::make_shared<GreyFrames>(10);
    dataset.sequences.push_back(sequence);
  }
  eval::TrackerResults results;
  results.tracker = "a";
  results.sequences["seq-1"].boxes = {dataset.sequences[0].truth};
  Options options;
  options.dataset = &dataset;
  options.results = [&](const std::string&) { return &results; };
  const auto files = report_of({made_figures("a", 0.6)}, options);
  EXPECT_EQ(files.count("strips/seq-1.jpg"), 1U);
  EXPECT_EQ(files.count("strips/seq-2.jpg"), 1U);
  EXPECT_EQ(files.count("strips/seq-3.jpg"), 0U) << "no frames there";
  const std::string& page = files.at("index.html");
  EXPECT_THAT(page, HasSubstr(base64(files.at("strips/seq-1.jpg"))));
  EXPECT_THAT(page, HasSubstr("<span>frame 10</span>"));
}

TEST(Strips, DrawPolygonsOfSupervisedRunsByTheirExtent) {
  eval::SequenceResult result;
  result.vot = {{"1", "1,2,30,40", "2", "0", "10,10,20,10,20,30,10,30"}};
  const std::vector<Box> boxes = boxes_of(result);
  ASSERT_EQ(boxes.size(), 5U);
  EXPECT_TRUE(std::isnan(boxes[0].x));
  EXPECT_EQ(boxes[1], (Box{1, 2, 30, 40}));
  EXPECT_EQ(boxes[4], (Box{10, 10, 10, 20}));
}

TEST(Base64, IsThatOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xFF\xFE"), "//4=");
}

}  // namespace
}  // namespace siamrt::report
