#include "model/description.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace siamrt::model {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string& good() {
  static const std::string text = R"(schema: 1
name: siamfcpp_alexnet
family: siamfcpp
architecture: alexnet
input: {template: 127, search: 303, channels: bgr}
grid: {size: 17, stride: 8}
outputs: [score, box]
settings:
  penalty_k: 0.04
  window_influence: 0.21
  lr: 0.52
benchmarks:
  otb2015: {penalty_k: 0.054, window_influence: 0.23}
  lasot_large: {search: 399}
precision: {bf16: 0.002}
source: {file: epoch-19.pkl, sha256: 00ff, licence: MIT, origin: MegviiDetection/video_analyst}
parameters: {count: 108, values: 9655380, ignored: [neck.]}
)";
  return text;
}

/// `good()` with one piece of text replaced.
std::string with(const std::string& old, const std::string& replacement) {
  std::string text = good();
  const size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), replacement);
}

/// The message that parsing fails with; checks its kind and that it is one line.
std::string refusal(const std::string& text) {
  try {
    parse_description(text, "a.pt/siamrt/model.yaml");
  } catch (const Error& problem) {
    EXPECT_EQ(problem.kind(), Error::Kind::model);
    const std::string line = problem.what();
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_THAT(line, StartsWith("a.pt/siamrt/model.yaml"));
    EXPECT_LT(line.size(), 400u);
    return line;
  }
  ADD_FAILURE() << "was taken:\n" << text.substr(0, 500);
  return {};
}

TEST(Description, AGoodOneIsReadWhole) {
  const Description d = parse_description(good(), "x");
  EXPECT_EQ(d.schema, 1);
  EXPECT_EQ(d.name, "siamfcpp_alexnet");
  EXPECT_EQ(d.family, Family::siamfcpp);
  EXPECT_EQ(d.architecture, "alexnet");
  EXPECT_EQ(d.template_size, 127);
  EXPECT_EQ(d.search_size, 303);
  EXPECT_EQ(d.channels, ChannelOrder::bgr);
  EXPECT_EQ(d.grid_size, 17);
  EXPECT_EQ(d.grid_stride, 8);
  EXPECT_EQ(d.outputs, (std::vector<std::string>{"score", "box"}));
  EXPECT_EQ(d.settings.lr, 0.52);
  EXPECT_EQ(d.settings.search, 303) << "filled in from the input";
  EXPECT_EQ(d.precision.at("bf16"), 0.002);
  EXPECT_EQ(d.source.at("licence"), "MIT");
  EXPECT_EQ(d.parameter_count, 108);
  EXPECT_EQ(d.parameter_values, 9655380);
  EXPECT_EQ(d.ignored, std::vector<std::string>{"neck."});
  EXPECT_EQ(d.digest, "");
}

TEST(Description, BenchmarksAreCompleteByTheDefaults) {
  const Description d = parse_description(good(), "x");
  EXPECT_EQ(d.settings_for("otb2015").penalty_k, 0.054);
  EXPECT_EQ(d.settings_for("otb2015").lr, 0.52);
  EXPECT_EQ(d.settings_for("lasot_large").search, 399);
  EXPECT_EQ(d.settings_for("lasot_large").penalty_k, 0.04);
  EXPECT_EQ(d.settings_for("").penalty_k, 0.04);
  EXPECT_EQ(d.grid_for(399), 29);
}

TEST(Description, AnUnknownBenchmarkIsTheCallersMistakeAndNamesTheKnownOnes) {
  const Description d = parse_description(good(), "x");
  try {
    d.settings_for("otb");
    FAIL();
  } catch (const Error& problem) {
    EXPECT_EQ(problem.kind(), Error::Kind::usage);
    EXPECT_THAT(problem.what(), HasSubstr("lasot_large, otb2015"));
  }
}

TEST(Description, OptionalPartsMayBeMissing) {
  std::string text = good();
  text = text.substr(0, text.find("settings:"));
  const Description d = parse_description(text, "x");
  EXPECT_TRUE(d.benchmarks.empty());
  EXPECT_EQ(d.settings.penalty_k, 0.04);
  EXPECT_TRUE(d.precision.empty());
}

TEST(Description, WindowsLineEndsAndAMissingLastNewlineChangeNothing) {
  std::string text = good();
  for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
    text.replace(at, 1, "\r\n");
  text.erase(text.size() - 2);
  const Description d = parse_description(text, "x");
  EXPECT_EQ(d.settings_for("otb2015").window_influence, 0.23);
  EXPECT_EQ(d.ignored, std::vector<std::string>{"neck."});
}

struct Bad {
  const char* name;
  const char* old;
  const char* replacement;
  const char* expected;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

class BadDescription : public testing::TestWithParam<Bad> {};

TEST_P(BadDescription, IsRefusedWithLineAndReason) {
  EXPECT_THAT(refusal(with(GetParam().old, GetParam().replacement)),
              HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadDescription,
    testing::Values(
        Bad{"NewerSchema", "schema: 1", "schema: 2", ":1: schema: 2 is newer than 1"},
        Bad{"SchemaOfNought", "schema: 1", "schema: 0", ":1: schema: 0 is out of range"},
        Bad{"SchemaNoNumber", "schema: 1", "schema: one", ":1: schema: 'one' is no whole number"},
        Bad{"NoSchema", "schema: 1\n", "", "schema: missing"},
        Bad{"NoName", "name: siamfcpp_alexnet\n", "", "name: missing"},
        Bad{"EmptyName", "name: siamfcpp_alexnet", "name: ''", ":2: name: empty"},
        Bad{"MisspeltKey", "architecture:", "architeture:",
            ":4: architeture: unknown key; did you mean 'architecture'?"},
        Bad{"MisspeltOptionalKey",
            "benchmarks:", "benchmark:", ":12: benchmark: unknown key; did you mean 'benchmarks'?"},
        Bad{"MisspeltSetting", "penalty_k: 0.04", "penalti_k: 0.04",
            ":9: penalti_k: unknown; did you mean 'penalty_k'?"},
        Bad{"MisspeltSettingOfABenchmark", "{search: 399}", "{serch: 399}",
            ":14: serch: unknown; did you mean 'search'?"},
        Bad{"MisspeltInput", "template: 127", "tmplate: 127",
            ":5: tmplate: unknown key; did you mean 'template'?"},
        Bad{"MisspeltPrecision", "{bf16: 0.002}", "{bf61: 0.002}",
            ":15: bf61: unknown key; did you mean 'bf16'?"},
        Bad{"MisspeltSource", "licence: MIT", "license: MIT",
            ":16: license: unknown key; did you mean 'licence'?"},
        Bad{"MisspeltParameters", "count: 108", "cuont: 108",
            ":17: cuont: unknown key; did you mean 'count'?"},
        Bad{"KeyTwice", "architecture: alexnet", "architecture: a\narchitecture: b",
            ":5: architecture: given twice"},
        Bad{"UnknownFamily", "family: siamfcpp", "family: siamrpn",
            ":3: family: 'siamrpn', expected one of siamfcpp, ocean"},
        Bad{"UnknownChannels", "channels: bgr", "channels: grey",
            ":5: channels: 'grey', expected one of bgr, rgb"},
        Bad{"TemplateOfNought", "template: 127", "template: 0", ":5: template: 0 is out of range"},
        Bad{"SearchBelowTemplate", "search: 303", "search: 100", ":5: search: 100 is out of range"},
        Bad{"SearchHuge", "search: 303", "search: 1000000", ":5: search: 1000000 is out of range"},
        Bad{"StrideOfNought", "stride: 8", "stride: 0", ":6: stride: 0 is out of range"},
        Bad{"GridNoMapping", "grid: {size: 17, stride: 8}", "grid: 17",
            ":6: grid: expected a mapping"},
        Bad{"OutputsInWrongOrder", "[score, box]", "[box, score]",
            ":7: outputs: expected score and box first"},
        Bad{"OutputTwice", "[score, box]", "[score, box, box]", ":7: outputs: 'box' occurs twice"},
        Bad{"OutputsNoList", "[score, box]", "score", ":7: outputs: expected a list"},
        Bad{"SettingOutOfRange", "lr: 0.52", "lr: 1.5", ":11: lr: 1.5 is out of range"},
        Bad{"SettingNoNumber", "lr: 0.52", "lr: fast", ":11: lr: 'fast' is no number"},
        Bad{"SettingNan", "lr: 0.52", "lr: .nan", ":11: lr: '.nan' is no number"},
        Bad{"SearchOffTheGrid", "{search: 399}", "{search: 400}",
            ":14: search: 400 does not fit the grid"},
        Bad{"SearchLeavesNoCell", "{search: 399}", "{search: 135}",
            ":14: search: 135 leaves no cell"},
        Bad{"BenchmarkNoMapping", "{search: 399}", "399", ":14: lasot_large: expected a mapping"},
        Bad{"PrecisionNoNumber", "bf16: 0.002", "bf16: little", ":15: bf16: 'little' is no number"},
        Bad{"PrecisionOutOfRange", "bf16: 0.002", "bf16: 7", ":15: bf16: out of range"},
        Bad{"CountNegative", "count: 108", "count: -1", ":17: count: -1 is out of range"},
        Bad{"NoYaml", "grid: {size: 17, stride: 8}", "grid: {size: 17", ":"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(DescriptionFile, SaysWhetherTemplatesShareTheSearchCrop) {
  EXPECT_FALSE(parse_description(good(), "here").shared_search);
  EXPECT_TRUE(parse_description(good() + "shared_search: true\n", "here").shared_search);
  EXPECT_FALSE(parse_description(good() + "shared_search: false\n", "here").shared_search);
  EXPECT_THAT(refusal(good() + "shared_search: 2\n"),
              HasSubstr("18: shared_search: expected true or false"));
}

TEST(DescriptionFile, SaysWhichPositionTablesAndWhichOnlineBranchThereAre) {
  const Description plain = parse_description(good(), "here");
  EXPECT_TRUE(plain.attention.tables.empty());
  EXPECT_EQ(plain.online.crop, 0);
  const Description d = parse_description(
      good() + "attention: {tables: [31, 15], resample: true, resampled: [15]}\n" +
          "online: {crop: 224, stride: 16, cells: 13, channels: 512, placed: true}\n",
      "here");
  EXPECT_THAT(d.attention.tables, testing::ElementsAre(31, 15));
  EXPECT_THAT(d.attention.resampled, testing::ElementsAre(15));
  EXPECT_TRUE(d.attention.resample);
  EXPECT_EQ(d.online.crop, 224);
  EXPECT_EQ(d.online.stride, 16);
  EXPECT_EQ(d.online.cells, 13);
  EXPECT_EQ(d.online.channels, 512);
  EXPECT_TRUE(d.online.placed);
  EXPECT_FALSE(plain.online.placed);
}

TEST(BadDescriptionFile, TablesAndOnlineBranchesOutOfRangeAreRefused) {
  EXPECT_THAT(refusal(good() + "attention: {tables: [31.5]}\n"), HasSubstr("18: tables: '31.5'"));
  EXPECT_THAT(refusal(good() + "attention: {tables: [31], resample: maybe}\n"),
              HasSubstr("18: resample: expected true or false"));
  EXPECT_THAT(refusal(good() + "online: {crop: 224, stride: 16, cells: 2, channels: 512}\n"),
              HasSubstr("18: cells: 2 is out of range"));
}

TEST(BadDescriptionFile, EmptyOrNoMappingIsRefused) {
  EXPECT_THAT(refusal(""), HasSubstr("no mapping"));
  EXPECT_THAT(refusal("- schema\n- 1\n"), HasSubstr("no mapping"));
  EXPECT_THAT(refusal("just words"), HasSubstr("no mapping"));
}

TEST(BadDescriptionFile, AHugeOneIsRefusedQuickly) {
  EXPECT_THAT(refusal(good() + std::string(size_t{2} << 20, '#')),
              HasSubstr("expected a description of at most"));
  EXPECT_THAT(refusal(std::string(100000, '[')), HasSubstr("nested too deeply"));
}

TEST(BadDescriptionFile, BytesThatAreNoTextAreRefused) {
  refusal(std::string("schema: 1\nname: \0\xff\xfe\n", 20));
  refusal(std::string(1000, '\0'));
}

}  // namespace
}  // namespace siamrt::model
