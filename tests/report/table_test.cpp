#include "report/table.hpp"

#include "report/made_figures.hpp"
#include "report/section.hpp"
#include "report/section_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace siamrt::report {
namespace {

using test::made_figures;
using testing::HasSubstr;
using testing::Not;

Table small_table() {
  Table table;
  table.caption = "50% of a_b";
  table.columns = {{"Name", "name", false, 0}, {"AUC", "auc", true, 1}, {"Lost", "lost", true, -1}};
  const auto row = [](const std::string& name, double auc, double lost) {
    Cell first, second, third;
    first.text = name;
    second.text = std::to_string(auc).substr(0, 5);
    second.value = auc;
    third.text = std::to_string(static_cast<int>(lost));
    third.value = lost;
    return std::vector<Cell>{first, second, third};
  };
  table.rows = {row("a|b", 0.67234, 5), row("c_d", 0.6719, 3), row("e,\"f\"", 0.1 + 0.2, 9)};
  table.rows[0][1].interval = eval::Interval{0.6, 0.7};
  table.rows[0][1].interval_text = "[0.6, 0.7]";
  mark_best(table);
  return table;
}

TEST(BestOfAColumn, FollowsWhatIsBetter) {
  const Table table = small_table();
  EXPECT_EQ(table.rows[0][1].place, 1);
  EXPECT_EQ(table.rows[1][1].place, 2);
  EXPECT_EQ(table.rows[2][1].place, 0);
  EXPECT_EQ(table.rows[1][2].place, 1) << "fewest lost";
  EXPECT_EQ(table.rows[0][2].place, 2);
}

TEST(BestOfAColumn, IsSharedByEqualPrint) {
  Table table = small_table();
  table.rows.push_back(table.rows[2]);
  table.rows[3][1].value = 0.2;
  table.rows[3][1].text = "0.200";
  table.rows[1][1].text = table.rows[0][1].text;
  mark_best(table);
  EXPECT_EQ(table.rows[0][1].place, 1);
  EXPECT_EQ(table.rows[1][1].place, 1);
  EXPECT_EQ(table.rows[2][1].place, 2);
}

TEST(BestOfAColumn, IsNotWhatMostHave) {
  Table table = small_table();
  for (auto& row : table.rows) row[1].place = 0;
  table.rows[1][1].text = table.rows[0][1].text;
  mark_best(table);
  for (const auto& row : table.rows) EXPECT_EQ(row[1].place, 0);
}

TEST(Markdown, HasOneLineForEachRowAndEscapesBars) {
  EXPECT_EQ(markdown_of(small_table()),
            "| Name | AUC | Lost |\n"
            "| --- | ---: | ---: |\n"
            "| a\\|b | **0.672** \\[0.6, 0.7\\] | *5* |\n"
            "| c\\_d | *0.671* | **3** |\n"
            "| e,\"f\" | 0.300 | 9 |\n");
}

TEST(Latex, IsABooktabsTableWithEscapedNames) {
  const std::string text = latex_of(small_table());
  EXPECT_THAT(text, HasSubstr("\\caption{50\\% of a\\_b}"));
  EXPECT_THAT(text,
              HasSubstr("\\begin{tabular}{lrr}\n    \\toprule\n    Name & AUC & Lost \\\\\n"));
  EXPECT_THAT(text, HasSubstr("a\\textbar{}b & \\textbf{0.672} {\\scriptsize [0.6, 0.7]} & "
                              "\\underline{5} \\\\\n"));
  EXPECT_THAT(text, HasSubstr("\\bottomrule"));
}

TEST(Csv, HasFullPrecisionAndIntervalsAsColumns) {
  EXPECT_EQ(csv_of(small_table()),
            "name,auc,auc_low,auc_high,lost\n"
            "a|b,0.67234,0.6,0.7,5\n"
            "c_d,0.6719,,,3\n"
            "\"e,\"\"f\"\"\",0.30000000000000004,,,9\n");
}

TEST(Json, ParsesBackToTheSameNumbers) {
  const auto json = nlohmann::json::parse(json_of(small_table()).dump());
  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[2]["name"], "e,\"f\"");
  EXPECT_EQ(json[2]["auc"], 0.1 + 0.2);
  EXPECT_EQ(json[0]["auc_interval"][1], 0.7);
}

TEST(OverallTable, IsRankedAndComparesWithTheBest) {
  const std::vector<eval::Figures> all = {made_figures("worse", 0.5), made_figures("better", 0.6)};
  const std::vector<Section> sections = sections_of(all);
  const Table table = overall_table(sections.at(0));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0][0].text, "better");
  EXPECT_EQ(table.rows[0].back().text, "best");
  EXPECT_EQ(table.rows[1].back().text, "worse");
  EXPECT_THAT(csv_of(table), HasSubstr("tracker,sequences,auc,auc_low,auc_high,sr50,prec20,"));
}

TEST(OverallTable, MarksPartialTrackers) {
  std::vector<eval::Figures> all = {made_figures("whole", 0.6), made_figures("part", 0.5)};
  all[1].partial = true;
  all[1].sequences[2].error = "no results";
  all[1].sequences[2].scores = {};
  const std::vector<Section> sections = sections_of(all);
  const Table table = overall_table(sections[0]);
  EXPECT_EQ(table.rows[1][0].text, "part*");
  EXPECT_EQ(table.rows[1][1].text, "3");
  EXPECT_THAT(table.caption, HasSubstr("partial"));
  EXPECT_THAT(sections[0].line(), HasSubstr("partial"));
}

TEST(SequenceTable, HasTheWorstSequenceFirst) {
  std::vector<eval::Figures> all = {made_figures("one", 0.6)};
  all[0].sequences[3].scores.figures["auc"] = 0.01;
  const Table table = sequence_table(sections_of(all)[0]);
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0][0].text, "seq-4");
  EXPECT_EQ(table.rows[1][0].text, "seq-1");
}

TEST(SequenceTable, HasUnscoredSequencesAtTheEnd) {
  std::vector<eval::Figures> all = {made_figures("one", 0.6)};
  all[0].sequences[0].scores = {};
  all[0].sequences[0].error = "no results";
  const Table table = sequence_table(sections_of(all)[0]);
  EXPECT_EQ(table.rows[3][0].text, "seq-1");
  EXPECT_EQ(table.rows[3][2].text, "-");
}

TEST(AttributeTable, CountsSequencesWhereTheDataSetSaysSo) {
  const std::vector<eval::Figures> all = {made_figures("one", 0.6), made_figures("two", 0.5)};
  data::Dataset dataset;
  dataset.sequences.resize(3);
  dataset.sequences[1].attributes = {"OCC"};
  const Table table = attribute_table(sections_of(all)[0], &dataset);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[1][0].text, "Occlusion (OCC)");
  EXPECT_EQ(table.rows[1][1].text, "1");
  EXPECT_EQ(table.rows[1][2].place, 1) << "best along the row";
}

}  // namespace
}  // namespace siamrt::report
