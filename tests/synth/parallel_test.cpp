#include "synth/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace siamrt::synth {
namespace {

bool go_on(int) { return true; }

}  // namespace

TEST(ForEachIndex, DoesEveryPieceOnceWhateverTheThreads) {
  for (const int threads : {1, 3, 64}) {
    std::vector<std::atomic<int>> times(40);
    EXPECT_TRUE(for_each_index(
        40, threads, [&](int i) { ++times[static_cast<size_t>(i)]; }, go_on));
    for (const auto& n : times) EXPECT_EQ(n, 1);
  }
}

TEST(ForEachIndex, TellsInTheEndThatAllIsDone) {
  int last = 0;
  for_each_index(
      17, 2, [](int) {},
      [&](int n) {
        last = n;
        return true;
      });
  EXPECT_EQ(last, 17);
}

TEST(ForEachIndex, StopsWhenToldTo) {
  std::atomic<int> begun{0};
  EXPECT_FALSE(for_each_index(
      1000000, 2, [&](int) { ++begun; }, [](int) { return false; }));
  EXPECT_LT(begun, 1000000);
}

TEST(ForEachIndex, HandsTheFirstFailureOnAndBeginsNothingMore) {
  std::atomic<int> begun{0};
  const auto work = [&](int i) {
    ++begun;
    if (i == 3) throw std::runtime_error("piece 3");
  };
  EXPECT_THROW(for_each_index(100000000, 2, work, go_on), std::runtime_error);
  EXPECT_LT(begun, 100000000);
}

TEST(ForEachIndex, HasNothingToDoForNoPieces) {
  EXPECT_TRUE(for_each_index(
      0, 4, [](int) { FAIL() << "no piece"; }, go_on));
}

}  // namespace siamrt::synth
