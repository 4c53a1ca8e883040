// Lists of checkpoints and of work: order, names, shards, what is whole, what is screened.

#include "sweep/checkpoint_list.hpp"
#include "sweep/entry.hpp"
#include "sweep/random.hpp"
#include "sweep/screening.hpp"
#include "sweep/settled.hpp"

#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <fstream>

namespace siamrt::sweep {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

void write(const fs::path& path, const std::string& text = "x") {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::vector<std::string> names_of(const std::vector<CheckpointFile>& files) {
  std::vector<std::string> names;
  for (const CheckpointFile& file : files) names.push_back(file.name);
  return names;
}

TEST(CheckpointList, IsInNaturalOrderWithEpochsFromTheNames) {
  const fs::path folder = test::temporary_dir() / "a";
  for (const char* name : {"checkpoint_e10.pth", "checkpoint_e9.pth", "checkpoint_e100.pth"})
    write(folder / name);
  const auto files = list_checkpoints({(folder / "*.pth").string()});
  EXPECT_THAT(names_of(files), ElementsAre("checkpoint_e9", "checkpoint_e10", "checkpoint_e100"));
  EXPECT_EQ(files[2].epoch, 100);
}

TEST(CheckpointList, HasEachFileOnce) {
  const fs::path folder = test::temporary_dir() / "b";
  write(folder / "e1.pth");
  const std::string one = (folder / "e1.pth").string();
  EXPECT_EQ(list_checkpoints({one, (folder / "*").string(), one}).size(), 1U);
}

TEST(CheckpointList, TellsEqualNamesApart) {
  const fs::path folder = test::temporary_dir() / "c";
  write(folder / "run1/e1.pth");
  write(folder / "run2/e1.pth");
  const auto files = list_checkpoints({(folder / "*/e1.pth").string()});
  ASSERT_EQ(files.size(), 2U);
  EXPECT_NE(files[0].name, files[1].name);
  EXPECT_EQ(files[0].epoch, 1);  // numbers that do not tell them apart are no epochs
  EXPECT_EQ(files[1].epoch, 2);
}

TEST(CheckpointList, RefusesAPatternThatNothingFits) {
  EXPECT_THROW(list_checkpoints({"/nowhere/*.pth"}), Error);
  EXPECT_TRUE(list_checkpoints({"/nowhere/*.pth"}, true).empty());
}

TEST(Settled, LeavesAFileThatIsStillBeingWritten) {
  const fs::path folder = test::temporary_dir() / "d";
  write(folder / "e1.pth");
  const auto look = [&](Settled& settled) {
    return settled.look(list_checkpoints({(folder / "*").string()})).size();
  };
  Settled settled;
  EXPECT_EQ(look(settled), 0U);
  write(folder / "e1.pth", "longer");
  EXPECT_EQ(look(settled), 0U);
  EXPECT_EQ(look(settled), 1U);
  EXPECT_LT(age_of((folder / "e1.pth").string()), 60);
  EXPECT_EQ(stamp_of("/nowhere"), "gone");
}

TEST(Shard, TakesEveryNthPieceAndTogetherAll) {
  EXPECT_THROW(Shard::parse("0/2"), Error);
  EXPECT_THROW(Shard::parse("3/2"), Error);
  EXPECT_THROW(Shard::parse("a/b"), Error);
  EXPECT_THROW(Shard::parse("2"), Error);
  for (std::size_t item = 0; item < 20; ++item) {
    int owners = 0;
    for (int i = 1; i <= 3; ++i) owners += Shard::parse(std::to_string(i) + "/3").has(item) ? 1 : 0;
    EXPECT_EQ(owners, 1);
  }
}

data::Dataset dataset(std::size_t count) {
  data::Dataset made;
  for (std::size_t i = 0; i < count; ++i) {
    data::Sequence sequence;
    sequence.name = "s" + std::to_string(i);
    made.sequences.push_back(sequence);
  }
  return made;
}

TEST(Screening, DoublesTheSequencesAndKeepsTheFirst) {
  const auto parts = rungs(dataset(20), 4);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_THAT(std::vector<std::size_t>({parts[0].size(), parts[1].size(), parts[2].size()}),
              ElementsAre(4, 8, 16));
  for (const std::string& name : parts[0]) EXPECT_EQ(parts[2].count(name), 1U);
  EXPECT_EQ(parts, rungs(dataset(20), 4));
  EXPECT_TRUE(rungs(dataset(4), 4).empty());
}

eval::Figures figures(const std::vector<double>& values) {
  eval::Figures made;
  for (const double value : values) {
    made.sequences.emplace_back();
    made.shares["auc"].push_back({value, 1});
  }
  return made;
}

TEST(Screening, ConfidenceIsHalfForEqualsAndWholeForWhatAlwaysWins) {
  const auto low = figures({0.1, 0.5, 0.3, 0.7}), high = figures({0.2, 0.6, 0.4, 0.8});
  EXPECT_EQ(confidence_above(high, low, "auc"), 1);
  EXPECT_EQ(confidence_above(low, high, "auc"), 0);
  EXPECT_EQ(confidence_above(low, low, "auc"), 0.5);
  const auto mixed = figures({0.2, 0.4, 0.4, 0.7});
  EXPECT_GT(confidence_above(mixed, low, "auc"), 0.5);
  EXPECT_LT(confidence_above(mixed, low, "auc"), 0.95);
}

TEST(Screening, TakesOutOnlyWhatIsSurelyBelow) {
  std::vector<Entry> entries(3);
  Ranking ranking;
  ranking.figure = "auc";
  ranking.sequences = 4;
  ranking.rows.resize(3);
  ranking.rows[0].figures = figures({0.1, 0.5, 0.3, 0.7});
  ranking.rows[1].figures = figures({0.2, 0.4, 0.4, 0.7});
  ranking.rows[2].figures = figures({0.2, 0.6, 0.4, 0.8});
  ranking.rows[1].best = true;
  EXPECT_EQ(screen(entries, ranking), 0U);
  ranking.rows[1].best = false;
  ranking.rows[2].best = true;
  EXPECT_GE(screen(entries, ranking), 1U);
  EXPECT_THAT(entries[0].screened, testing::HasSubstr("100.0 % confidence after 4 sequences"));
  EXPECT_EQ(entries[2].screened, "");
}

TEST(Random, IsTheSameEverywhere) {
  Random random(1);  // SplitMix64's published first values for seed 1
  EXPECT_EQ(random.next(), 0x910A2DEC89025CC1ULL);
  EXPECT_EQ(random.next(), 0xBEEB8DA1658EEC67ULL);
}

}  // namespace
}  // namespace siamrt::sweep
