#include "bench/plan.hpp"

#include "bench/pack.hpp"

#include <gtest/gtest.h>

namespace siamrt::bench {
namespace {

TEST(Plan, FollowsTheBenchmarksOwnLayoutAndRunsVotSupervised) {
  for (const char* name : {"otb2015", "lasot", "trackingnet", "nfs30", "folder"}) {
    EXPECT_EQ(plan_for(name).layout, Layout::text) << name;
    EXPECT_FALSE(plan_for(name).supervised) << name;
  }
  for (const char* name : {"got10k_train", "got10k_val", "got10k_test"})
    EXPECT_EQ(plan_for(name).layout, Layout::got10k) << name;
  EXPECT_EQ(plan_for("vot2019").layout, Layout::vot);
  EXPECT_TRUE(plan_for("vot2018").supervised);
}

TEST(Plan, RepeatsOnlyTrackersThatAreNotDeterministicAndAsOftenAsTheBenchmarkWants) {
  EXPECT_EQ(repetitions_for("got10k_test", false), 3);
  EXPECT_EQ(repetitions_for("vot2018", false), 15);
  EXPECT_EQ(repetitions_for("otb2015", false), 1);
  for (const char* name : {"got10k_test", "vot2018", "otb2015"})
    EXPECT_EQ(repetitions_for(name, true), 1) << name;
}

TEST(Plan, TakesTheArchivesSettingsOfTheBenchmarkOrOfItsFamily) {
  Description description;
  for (const char* name : {"otb2015", "got10k", "uav123", "vot2018"}) description.benchmarks[name];
  EXPECT_EQ(benchmark_for("otb2015", description), "otb2015");
  EXPECT_EQ(benchmark_for("otb50", description), "otb2015");
  EXPECT_EQ(benchmark_for("got10k_val", description), "got10k");
  EXPECT_EQ(benchmark_for("uav20l", description), "uav123");
  EXPECT_EQ(benchmark_for("vot2018", description), "vot2018");
  EXPECT_EQ(benchmark_for("vot2019", description), "");
  EXPECT_EQ(benchmark_for("folder", description), "");
  description.benchmarks["otb50"];
  EXPECT_EQ(benchmark_for("otb50", description), "otb50");
}

TEST(Plan, PacksOnlyForBenchmarksWhoseFiguresComeFromAServer) {
  EXPECT_TRUE(can_pack("got10k_test"));
  EXPECT_TRUE(can_pack("trackingnet"));
  for (const char* name : {"got10k_val", "otb2015", "folder", "vot2018"})
    EXPECT_FALSE(can_pack(name)) << name;
}

}  // namespace
}  // namespace siamrt::bench
