#include "bench/sequence_files.hpp"

#include "bench/material.hpp"
#include "data/annotations.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>

namespace siamrt::bench {
namespace {

SequenceRun run_of(const std::vector<Box>& boxes) {
  SequenceRun run;
  run.boxes = boxes;
  run.seconds.assign(boxes.size(), 0.5);
  return run;
}

class SequenceFilesTest : public testing::Test {
 protected:
  std::vector<std::string> lacking(int repetitions) const {
    Plan plan;
    plan.repetitions = repetitions;
    std::vector<std::string> names;
    for (const data::Sequence* sequence : unfinished(dataset_, plan, store_))
      names.push_back(sequence->name);
    return names;
  }

  data::Dataset dataset_ = [] {
    data::Dataset dataset;
    for (const char* name : {"b", "a"})
      dataset.sequences.push_back(test::made_sequence(name, test::moving(2)));
    return dataset;
  }();
  RunStore store_{(test::temporary_dir() / "run").string(), {{"model", "x"}}, false};
};

TEST_F(SequenceFilesTest, ASequenceIsDoneWhenEachRepetitionHasItsFile) {
  EXPECT_THAT(lacking(1), testing::ElementsAre("b", "a"));
  SequenceFiles files;
  add_pass(files, Layout::text, dataset_.sequences[0], false, run_of(test::moving(2)));
  write_sequence(store_, Layout::text, "b", files);
  EXPECT_THAT(lacking(1), testing::ElementsAre("a"));
  EXPECT_THAT(lacking(2), testing::ElementsAre("b", "a"));
  EXPECT_EQ(test::content(store_.folder() + "/results/b.txt"), "40,30,30,24\n42,31,30,24\n");
  EXPECT_EQ(test::content(store_.folder() + "/times/b.txt"), "0.50000000\n0.50000000\n");
}

TEST_F(SequenceFilesTest, RepetitionsLieBesideEachOtherWithAColumnOfTimesEach) {
  SequenceFiles files;
  for (int r = 0; r < 2; ++r)
    add_pass(files, Layout::got10k, dataset_.sequences[1], false, run_of(test::moving(2)));
  write_sequence(store_, Layout::got10k, "a", files);
  EXPECT_TRUE(store_.has("results/a/a_001.txt"));
  EXPECT_TRUE(store_.has("results/a/a_002.txt"));
  EXPECT_EQ(test::content(store_.folder() + "/results/a/a_time.txt"),
            "0.50000000,0.50000000\n0.50000000,0.50000000\n");
}

TEST_F(SequenceFilesTest, AFileIsThereOnlyAfterItsTimes) {
  SequenceFiles files;
  add_pass(files, Layout::text, dataset_.sequences[0], false, run_of(test::moving(2)));
  store_.write("times/b.txt/in the way", "");  // a folder where the file should be
  EXPECT_ANY_THROW(write_sequence(store_, Layout::text, "b", files));
  EXPECT_FALSE(store_.has("results/b.txt"));
}

TEST_F(SequenceFilesTest, AnUnsupervisedRunFromAPolygonBeginsWithItsStartBox) {
  data::Sequence sequence = test::made_sequence("vot", {{10, 20, 30, 40}});
  sequence.polygons = {data::polygon_of({10, 20, 30, 40})};
  SequenceFiles files;
  add_pass(files, Layout::text, sequence, false, run_of({{9.5, 19.5, 31, 41}}));
  EXPECT_EQ(files.results.at(0), "9.5,19.5,31,41\n");
}

}  // namespace
}  // namespace siamrt::bench
