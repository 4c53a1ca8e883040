#include "core/strict_yaml.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siamrt::core {
namespace {

using Blame = StrictMap::Blame;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

StrictMap parse(const std::string& text) { return StrictMap::parse(text, "m.yaml", Blame::model); }

/// The message of what `action` throws; the kind must be that of the blame.
template <typename Action>
std::string error_of(Action action, Error::Kind kind = Error::Kind::model) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.what();
  }
  return "no error";
}

std::string parse_error(const std::string& text) {
  return error_of([&] { parse(text); });
}

TEST(StrictMap, GivesValuesOfEveryKind) {
  StrictMap map = parse("name: a b\nlr: 0.5\nsize: 17\nlist: [x, 'y z']\ninner: {k: 1}\n");
  EXPECT_EQ(map.text("name"), "a b");
  EXPECT_EQ(map.number("lr"), 0.5);
  EXPECT_EQ(map.integer("size"), 17);
  EXPECT_THAT(map.texts("list"), ElementsAre("x", "y z"));
  StrictMap inner = map.map("inner");
  EXPECT_EQ(inner.integer("k"), 1);
  EXPECT_TRUE(map.has("lr"));
  EXPECT_FALSE(map.has("rl"));
  EXPECT_NO_THROW(inner.finish());
  EXPECT_NO_THROW(map.finish());
}

TEST(StrictMap, GivesAllTextsOfAMapWithFreeKeys) {
  StrictMap map = parse("b: 2\na: one\n");
  EXPECT_THAT(map.keys(), ElementsAre("b", "a"));
  EXPECT_THAT(map.all_texts(), ElementsAre(Pair("a", "one"), Pair("b", "2")));
  EXPECT_NO_THROW(map.finish());
}

TEST(StrictMap, NamesLineAndNearestKeyOfAnUnknownOne) {
  StrictMap map = parse("# settings\npenalty_k: 0.1\nwindow_influense: 0.2\n");
  map.number("penalty_k");
  if (map.has("window_influence")) map.number("window_influence");
  EXPECT_EQ(error_of([&] { map.finish(); }), "m.yaml:3: window_influense: unknown key");
  StrictMap again = parse("penalty_k: 0.1\npenalty_kk: 1\n");
  again.number("penalty_k");
  EXPECT_EQ(error_of([&] { again.finish(); }),
            "m.yaml:2: penalty_kk: unknown key; did you mean 'penalty_k'?");
}

TEST(StrictMap, NamesLineAndKeyOfAWrongValue) {
  StrictMap map =
      parse("a: 1\nlr: fast\nsize: 1.5\nlist: 3\nmap: [1]\ntext: {x: 1}\nmixed: [1, [2]]\n");
  EXPECT_EQ(error_of([&] { map.number("lr"); }), "m.yaml:2: lr: 'fast' is no number");
  EXPECT_EQ(error_of([&] { map.integer("size"); }), "m.yaml:3: size: '1.5' is no whole number");
  EXPECT_EQ(error_of([&] { map.texts("list"); }), "m.yaml:4: list: expected a list");
  EXPECT_EQ(error_of([&] { map.map("map"); }),
            "m.yaml:5: map: expected a mapping of keys to values");
  EXPECT_EQ(error_of([&] { map.text("text"); }), "m.yaml:6: text: expected plain text");
  EXPECT_EQ(error_of([&] { map.texts("mixed"); }),
            "m.yaml:7: mixed: expected a list of plain texts");
  EXPECT_THAT(error_of([&] { map.text("gone"); }), HasSubstr("gone: missing"));
}

TEST(StrictMap, KeepsLinesInsideInnerMaps) {
  StrictMap map = parse("a: 1\ninner:\n  good: 1\n  bad: x\n");
  StrictMap inner = map.map("inner");
  EXPECT_EQ(error_of([&] { inner.number("bad"); }), "m.yaml:4: bad: 'x' is no number");
}

TEST(StrictMap, RefusesAKeyGivenTwiceAtAnyDepth) {
  EXPECT_EQ(parse_error("a: 1\nb: 2\na: 3\n"), "m.yaml:3: a: given twice");
  StrictMap map = parse("inner: {k: 1, k: 2}\n");
  EXPECT_EQ(error_of([&] { map.map("inner"); }), "m.yaml:1: k: given twice");
}

TEST(StrictMap, RefusesWhatIsNoSingleMapOfTextKeys) {
  EXPECT_EQ(parse_error(""), "m.yaml: no mapping of keys to values");
  EXPECT_EQ(parse_error("- 1\n- 2\n"), "m.yaml: no mapping of keys to values");
  EXPECT_EQ(parse_error("just text"), "m.yaml: no mapping of keys to values");
  EXPECT_EQ(parse_error("a: 1\n[b]: 2\n"), "m.yaml:2: a key that is no plain text");
  EXPECT_THAT(parse_error("a: 1\n---\nb: 2\n"), HasSubstr("a second document, expected one"));
}

TEST(StrictMap, PassesTheLineOfASyntaxErrorOn) {
  EXPECT_THAT(parse_error("a: 1\nb: [1, 2\n"), StartsWith("m.yaml:3: "));
  EXPECT_THAT(parse_error("a: *nowhere\n"), StartsWith("m.yaml:1: "));
}

// Found by fuzzing: yaml-cpp quotes the character that it cannot read, whatever it is.
TEST(StrictMap, KeepsASyntaxErrorOnOneLine) {
  EXPECT_THAT(parse_error("a: \"\\\x01\"\n"), HasSubstr("unknown escape character: \\x01"));
}

// Found by fuzzing: a reader puts a foreign value into what it says.
TEST(StrictMap, KeepsWhatAReaderSaysOnOneLine) {
  const StrictMap map = parse("family: x\n");
  EXPECT_EQ(error_of([&] { map.fail("family", "'a\nb' is no family"); }),
            "m.yaml:1: family: 'a\\nb' is no family");
}

// Found by fuzzing: yaml-cpp's LoadAll reads these for ever.
TEST(StrictMap, ComesToAnEndWithStrayCommas) {
  EXPECT_EQ(parse_error(","), "m.yaml: no mapping of keys to values");
  EXPECT_THAT(parse_error("a: 1\n--- ,\n"), StartsWith("m.yaml:"));
}

TEST(StrictMap, BlamesWhomItWasToldTo) {
  EXPECT_EQ(error_of([] { StrictMap::parse("- 1", "s.yaml", Blame::usage); }, Error::Kind::usage),
            "s.yaml: no mapping of keys to values");
}

TEST(StrictMap, RefusesDeepNestingInsteadOfOverflowingTheStack) {
  const int depth = 200000;
  EXPECT_THAT(parse_error("a: " + std::string(depth, '[')), HasSubstr("nested too deeply"));
  EXPECT_THAT(parse_error(std::string(depth, '{')), HasSubstr("nested too deeply"));
  std::string dashes;
  for (int i = 0; i < depth; ++i) dashes += "- ";
  EXPECT_THAT(parse_error(dashes), HasSubstr("nested too deeply"));
  for (const char* end : {"\n", "\r"}) {
    std::string steps;
    for (int i = 0; i < 1000; ++i)
      steps += std::string(static_cast<std::size_t>(i), ' ') + "a:" + end;
    EXPECT_THAT(parse_error(steps), HasSubstr("nested too deeply"));
  }
}

TEST(StrictMap, StaysQuickWithManyKeys) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  StrictMap map = parse(text);
  EXPECT_EQ(map.all_texts().size(), 20000u);
  EXPECT_NO_THROW(map.finish());
}

TEST(StrictMap, ShowsAHostileKeyOnOneLineAndCut) {
  const std::string message = parse_error("\"a\\nb\": 1\n\"a\\nb\": 2\n");
  EXPECT_EQ(message, "m.yaml:2: a\\nb: given twice");
  const std::string key(5000, 'k');
  EXPECT_LT(parse_error(key.substr(0, 900) + ": 1\n" + key.substr(0, 900) + ": 2\n").size(), 200u);
}

}  // namespace
}  // namespace siamrt::core
