#include "report/escape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace siamrt::report {
namespace {

TEST(Clean, KeepsValidUtf8AndMendsTheRest) {
  EXPECT_EQ(clean("Ocean \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"),
            "Ocean \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(clean("a\nb\tc\rd"), "a b c d");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(clean("a\x01z"), "a" + bad + "z");
  EXPECT_EQ(clean(std::string("a\0z", 3)), "a" + bad + "z");
  EXPECT_EQ(clean("a\xFFz"), "a" + bad + "z");
  EXPECT_EQ(clean("\xC3"), bad) << "cut short";
  EXPECT_EQ(clean("\xC0\xAF"), bad + bad) << "overlong slash";
  EXPECT_EQ(clean("\xED\xA0\x80"), bad + bad + bad) << "surrogate";
  EXPECT_EQ(clean("\xC2\x85"), bad + bad) << "control character of the second set";
}

TEST(Escaping, LeavesNoMarkUpInXml) {
  EXPECT_EQ(xml_escaped("<script>alert('x')</script> \"&\""),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;&amp;&quot;");
}

TEST(Escaping, LeavesNoCommandInLatex) {
  EXPECT_EQ(latex_escaped("a_b 50% $x$ #1 {y} \\input ~ ^ &"),
            "a\\_b 50\\% \\$x\\$ \\#1 \\{y\\} \\textbackslash{}input \\textasciitilde{} "
            "\\textasciicircum{} \\&");
}

TEST(Escaping, LeavesNoMarkUpInMarkdown) {
  EXPECT_EQ(markdown_escaped("a|b *c* `d` [e](f) <g>"),
            "a\\|b \\*c\\* \\`d\\` \\[e\\](f) &lt;g&gt;");
}

TEST(Escaping, QuotesFieldsOfCsvOnlyWhereNeeded) {
  EXPECT_EQ(csv_escaped("plain name"), "plain name");
  EXPECT_EQ(csv_escaped("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_escaped("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_escaped("two\nlines"), "two lines");
}

TEST(FileName, StaysInItsFolder) {
  EXPECT_EQ(file_name("Jogging-1"), "Jogging-1");
  EXPECT_EQ(file_name("../../etc/passwd"), "_.._.._etc_passwd");
  EXPECT_EQ(file_name(".hidden"), "_.hidden");
  EXPECT_EQ(file_name("-rf"), "_-rf");
  EXPECT_EQ(file_name(""), "_");
  EXPECT_EQ(file_name("a b\xC3\xA9"), "a_b__");
  EXPECT_LE(file_name(std::string(5000, 'x')).size(), 100U);
}

}  // namespace
}  // namespace siamrt::report
