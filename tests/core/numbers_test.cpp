#include "core/numbers.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstring>
#include <locale>
#include <random>

namespace siamrt::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ToDouble, ReadsAWholeTextWithBlanksAroundIt) {
  EXPECT_EQ(to_double(" 1.5\t"), 1.5);
  EXPECT_EQ(to_double("+2"), 2);
  EXPECT_EQ(to_double("-.5"), -0.5);
  EXPECT_EQ(to_double("1e-3"), 0.001);
  EXPECT_EQ(to_double("3.\r\n"), 3);
}

TEST(ToDouble, ReadsNanAndInfInAnyCase) {
  for (const char* text : {"nan", "NaN", "NAN", "-nan"})
    EXPECT_TRUE(std::isnan(to_double(text).value_or(0))) << text;
  EXPECT_EQ(to_double("Inf"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(to_double("-INF"), -std::numeric_limits<double>::infinity());
}

TEST(ToDouble, RefusesWhateverIsLeftOver) {
  for (const char* text : {"", " ", "1.5x", "1,5", "1 2", "0x10", "+-5", "--5", "++5", "+", "-",
                           ".", "e5", "1e", "1e999"}) {
    EXPECT_FALSE(to_double(text).has_value()) << text;
  }
  EXPECT_FALSE(to_double(std::string_view("1\0", 2)).has_value());
}

TEST(ToInteger, ReadsWholeNumbersInRangeOnly) {
  EXPECT_EQ(to_integer(" -12 "), -12);
  EXPECT_EQ(to_integer("+9223372036854775807"), 9223372036854775807LL);
  for (const char* text : {"", "1.0", "9223372036854775808", "1e3", "12a", "+-1"}) {
    EXPECT_FALSE(to_integer(text).has_value()) << text;
  }
}

TEST(ToText, ReadsBackEqualForRandomDoubles) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(to_double(to_text(value)), value) << to_text(value);
  }
}

TEST(ToText, IsShortestAndPlain) {
  EXPECT_EQ(to_text(316), "316");
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(-0.25), "-0.25");
  EXPECT_EQ(to_text(std::nan("")), "nan");
  EXPECT_EQ(to_text(-std::nan("")), "nan");
  EXPECT_EQ(to_text(-std::numeric_limits<double>::infinity()), "-inf");
}

/// A decimal comma for the time of a test, in the C library and in C++ streams.
class CommaLocale {
 public:
  CommaLocale() : c_(std::setlocale(LC_ALL, nullptr)), cpp_(std::locale()) {
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"}) {
      if (std::setlocale(LC_ALL, name) != nullptr) break;
    }
    struct Comma : std::numpunct<char> {
      char do_decimal_point() const override { return ','; }
      char do_thousands_sep() const override { return '.'; }
      std::string do_grouping() const override { return "\3"; }
    };
    std::locale::global(std::locale(cpp_, new Comma));
  }
  ~CommaLocale() {
    std::locale::global(cpp_);
    std::setlocale(LC_ALL, c_.c_str());
  }

 private:
  std::string c_;
  std::locale cpp_;
};

TEST(Numbers, DoNotDependOnTheLocale) {
  const CommaLocale comma;
  EXPECT_EQ(to_double("1.5"), 1.5);
  EXPECT_FALSE(to_double("1,5").has_value());
  EXPECT_EQ(to_text(1234567.25), "1234567.25");
  EXPECT_EQ(parse_box("1.5,2,3,4").x, 1.5);
}

TEST(Fields, AreSeparatedByCommasOrSemicolonsElseByBlanks) {
  EXPECT_THAT(fields("1, 2;3 ,4"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(fields(" 1  2\t3\t\t4 \r"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(fields("1,,2,"), ElementsAre("1", "", "2", ""));
  EXPECT_THAT(fields("1 2,3"), ElementsAre("1 2", "3"));
  EXPECT_THAT(fields(" \t "), IsEmpty());
  EXPECT_THAT(fields(""), IsEmpty());
}

TEST(ParseBox, ReadsFourNumbersInAnyUsualNotation) {
  const Box box = {316, 140.5, 112, 115};
  for (const char* text :
       {"316,140.5,112,115", " 316 140.5 112 115 ", "316;140.5;112;115", "316\t140.5\t112\t115",
        "316, 140.5, 112, 115\n", "+316,1405e-1,112,115"}) {
    EXPECT_EQ(parse_box(text), box) << text;
  }
}

std::string box_error(const std::string& text) {
  try {
    parse_box(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "no error";
}

TEST(ParseBox, SaysWhatItFoundAndWhatWouldBeRight) {
  EXPECT_EQ(box_error("1,2,3"), "box '1,2,3': 3 numbers, expected 4 (x,y,w,h)");
  EXPECT_EQ(box_error("1,2,3,4,5"), "box '1,2,3,4,5': 5 numbers, expected 4 (x,y,w,h)");
  EXPECT_EQ(box_error("1,2,x,4"), "box '1,2,x,4': 'x' is no number, expected x,y,w,h");
  EXPECT_EQ(box_error(""), "box '': 0 numbers, expected 4 (x,y,w,h)");
  EXPECT_THAT(box_error("1,2,,4"), HasSubstr("'' is no number"));
  EXPECT_THAT(box_error("1\n2\n3\n4"), HasSubstr("1\\n2\\n3\\n4"));
  EXPECT_LT(box_error(std::string(100000, 'x')).size(), 300u);
}

}  // namespace
}  // namespace siamrt::core
