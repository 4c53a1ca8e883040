#include "core/shown.hpp"

#include <gtest/gtest.h>

namespace siamrt::core {
namespace {

TEST(Shown, LeavesOrdinaryTextAlone) { EXPECT_EQ(shown("img/Straße 1.jpg"), "img/Straße 1.jpg"); }

TEST(Shown, KeepsAMessageOnOneLine) {
  EXPECT_EQ(shown("a\nb\rc\td\x1b[31m\x7f"), "a\\nb\\rc\\td\\x1b[31m\\x7f");
}

TEST(Shown, CutsLongText) {
  EXPECT_EQ(shown("abcdef", 3), "abc...");
  EXPECT_EQ(shown("abc", 3), "abc");
}

}  // namespace
}  // namespace siamrt::core
