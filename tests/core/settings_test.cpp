#include <siamrt/description.hpp>
#include <siamrt/error.hpp>
#include <siamrt/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace siamrt {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A value for every key that differs from its default.
const std::vector<std::pair<std::string, std::string>> others = {
    {"penalty_k", "0.138"},  {"window_influence", "0.455"},
    {"lr", "0.348"},         {"context", "0.25"},
    {"search", "287"},       {"search_big", "399"},
    {"big_below", "0.01"},   {"window", "cosine_open"},
    {"min_size", "5"},       {"ratio", "0.9"},
    {"lost_below", "0.1"},   {"calibration", "0.8"},
    {"templates", "4"},      {"template_share", "0.4"},
    {"template_every", "7"}, {"template_min_score", "0.6"},
    {"online_ratio", "0.7"}, {"online_seed", "3"}};

std::string usage_error(const std::string& key, const std::string& value) {
  Settings settings;
  try {
    settings.set(key, value);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    return error.what();
  }
  return "no error";
}

TEST(Settings, KnowsTheKeysOfTheArchiveInTheOrderOfTheDeclaration) {
  EXPECT_THAT(Settings::keys(),
              ElementsAre("penalty_k", "window_influence", "lr", "context", "search", "search_big",
                          "big_below", "window", "min_size", "ratio", "lost_below", "calibration",
                          "templates", "template_share", "template_every", "template_min_score",
                          "online_ratio", "online_seed"));
}

TEST(Settings, GivesBackWhatWasSetForEveryKey) {
  ASSERT_EQ(others.size(), Settings::keys().size());
  for (const auto& [key, value] : others) {
    Settings settings;
    EXPECT_NE(settings.get(key), value) << key;
    settings.set(key, value);
    EXPECT_EQ(settings.get(key), value);
    for (const auto& [other, ignored] : others) {
      if (other == key) continue;
      EXPECT_EQ(settings.get(other), Settings().get(other)) << key << " changed " << other;
    }
  }
}

TEST(Settings, ReadBackEqualAfterTheTripThroughText) {
  Settings settings;
  settings.lr = 1.0 / 3;
  settings.window = Window::uniform;
  Settings copy;
  for (const std::string& key : Settings::keys()) copy.set(key, settings.get(key));
  EXPECT_EQ(copy.lr, settings.lr);
  for (const std::string& key : Settings::keys()) EXPECT_EQ(copy.get(key), settings.get(key));
}

TEST(Settings, NamesTheNearestKeyForAMisspeltOne) {
  EXPECT_EQ(usage_error("penality_k", "0.1"),
            "setting 'penality_k': unknown; did you mean 'penalty_k'?");
  EXPECT_EQ(usage_error("something_else_altogether", "1"),
            "setting 'something_else_altogether': unknown");
  EXPECT_THROW(Settings().get("Lr"), Error);
}

TEST(Settings, RefusesValuesThatDoNotParse) {
  EXPECT_EQ(usage_error("lr", "fast"), "setting 'lr': 'fast' is no number");
  EXPECT_EQ(usage_error("lr", "nan"), "setting 'lr': 'nan' is no number");
  EXPECT_EQ(usage_error("lr", ""), "setting 'lr': '' is no number");
  EXPECT_EQ(usage_error("search", "255.5"), "setting 'search': '255.5' is no whole number");
  EXPECT_EQ(usage_error("window", "hann"),
            "setting 'window': 'hann', expected cosine, cosine_open or uniform");
}

TEST(Settings, RefusesValuesOutOfRangeAndKeepsTheOldOne) {
  EXPECT_EQ(usage_error("lr", "1.5"),
            "setting 'lr': 1.5 is out of range, expected at least 0 and at most 1");
  EXPECT_EQ(usage_error("penalty_k", "-0.1"),
            "setting 'penalty_k': -0.1 is out of range, expected at least 0");
  EXPECT_THAT(usage_error("penalty_k", "inf"), HasSubstr("out of range"));
  EXPECT_THAT(usage_error("search", "1e300"), HasSubstr("out of range"));
  EXPECT_THAT(usage_error("min_size", "0"), HasSubstr("at least 1"));
  Settings settings;
  EXPECT_THROW(settings.set("lr", "2"), Error);
  EXPECT_EQ(settings.lr, Settings().lr);
}

TEST(Settings, AcceptsBothEndsOfEachShare) {
  for (const char* key : {"window_influence", "lr", "big_below", "ratio", "lost_below",
                          "calibration", "online_ratio"}) {
    Settings settings;
    settings.set(key, "0");
    settings.set(key, "1");
    EXPECT_NO_THROW(settings.check()) << key;
    EXPECT_THAT(usage_error(key, "1.0000001"), HasSubstr(key));
    EXPECT_THAT(usage_error(key, "-1e-9"), HasSubstr(key));
  }
}

TEST(Settings, CheckNamesTheFirstValueOutOfRange) {
  EXPECT_NO_THROW(Settings().check());
  Settings settings;
  settings.min_size = std::nan("");
  settings.lr = -1;
  try {
    settings.check();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_THAT(error.what(), HasSubstr("'lr'"));
  }
  settings.lr = 0.5;
  EXPECT_THROW(settings.check(), Error);  // min_size: NaN is in no range
}

TEST(Settings, WindowsHaveTheNamesOfTheArchive) {
  EXPECT_STREQ(to_string(Window::cosine), "cosine");
  EXPECT_STREQ(to_string(Window::cosine_open), "cosine_open");
  EXPECT_STREQ(to_string(Window::uniform), "uniform");
}

}  // namespace
}  // namespace siamrt
