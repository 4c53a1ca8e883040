#include "bench/schedule.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace siamrt::bench {
namespace {

using testing::ElementsAre;

bool never() { return false; }

TEST(Schedule, TakesTheMostCostlyItemFirstAndEqualOnesAsTheyCome) {
  EXPECT_THAT(longest_first({3, 9, 3, 11, 0}), ElementsAre(3, 1, 0, 2, 4));
  std::vector<std::size_t> taken;
  run_items(
      {3, 9, 3, 11, 0}, 1, [&](std::size_t i) { taken.push_back(i); }, never);
  EXPECT_THAT(taken, ElementsAre(3, 1, 0, 2, 4));
}

TEST(Schedule, DoesEveryItemOnceForAnyNumberOfJobs) {
  for (const int jobs : {-1, 0, 1, 2, 7, 100}) {
    std::vector<std::atomic<int>> done(23);
    run_items(
        std::vector<double>(done.size(), 1), jobs, [&](std::size_t i) { ++done[i]; }, never);
    for (const auto& count : done) EXPECT_EQ(count, 1) << jobs;
  }
  EXPECT_NO_THROW(run_items(
      {}, 4, [](std::size_t) { FAIL(); }, never));
}

TEST(Schedule, WorksOnAsManyThreadsAsThereAreJobs) {
  std::mutex lock;
  std::set<std::thread::id> threads;
  std::atomic<int> waiting{0};
  run_items(
      {1, 1, 1}, 3,
      [&](std::size_t) {
        ++waiting;
        while (waiting < 3) std::this_thread::yield();  // ends only where all three are at it
        const std::lock_guard<std::mutex> hold(lock);
        threads.insert(std::this_thread::get_id());
      },
      never);
  EXPECT_EQ(threads.size(), 3U);
}

TEST(Schedule, TakesNothingNewOnceItIsToldToStop) {
  int done = 0;
  run_items(
      {1, 1, 1, 1}, 1, [&](std::size_t) { ++done; }, [&] { return done == 2; });
  EXPECT_EQ(done, 2);
}

TEST(Schedule, GivesTheFirstExceptionToTheCallerAfterAllThreadsHaveEnded) {
  for (const int jobs : {1, 4}) {
    std::atomic<int> at_work{0};
    std::atomic<int> done{0};
    const auto work = [&](std::size_t i) {
      ++at_work;
      if (i == 0) {
        --at_work;
        throw std::runtime_error("item 0");
      }
      ++done;
      --at_work;
    };
    std::vector<double> costs(50, 1);
    costs[0] = 2;
    EXPECT_THROW(run_items(costs, jobs, work, never), std::runtime_error);
    EXPECT_EQ(at_work, 0);
    if (jobs == 1) {
      EXPECT_EQ(done, 0);
    }
  }
}

}  // namespace
}  // namespace siamrt::bench
