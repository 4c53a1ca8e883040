#include "core/near.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace siamrt::core {
namespace {

const std::vector<std::string> keys = {"penalty_k", "window_influence", "window", "lr"};

TEST(Nearest, FindsTheKeyAcrossAMisspelling) {
  EXPECT_EQ(nearest("penalty", keys), "penalty_k");
  EXPECT_EQ(nearest("windwo_influence", keys), "window_influence");
  EXPECT_EQ(nearest("windows", keys), "window");
  EXPECT_EQ(nearest("Ir", keys), "lr");
  EXPECT_EQ(nearest("lr", keys), "lr");
}

TEST(Nearest, TakesTheFirstOfEquallyNearOnes) { EXPECT_EQ(nearest("cat", {"bat", "hat"}), "bat"); }

TEST(Nearest, IsEmptyWhereNothingIsNear) {
  EXPECT_EQ(nearest("completely_different", keys), "");
  EXPECT_EQ(nearest("x", {}), "");
  EXPECT_EQ(nearest("", {"penalty_k"}), "");
}

TEST(Nearest, StaysQuickForAHostileName) {
  const std::string name(10'000'000, 'p');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(nearest(name, keys), "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

}  // namespace
}  // namespace siamrt::core
