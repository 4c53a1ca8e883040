#include "bench/run_store.hpp"

#include "bench/material.hpp"
#include "bench/run_state.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <limits>

namespace siamrt::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::HasSubstr;

const Json identity = {{"model", {{"digest", "abc"}}}, {"settings", {{"lr", 0.5}}}};

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// What opening says, with the kind of error in front.
std::string refusal(const fs::path& folder, const Json& with, bool overwrite = false) {
  try {
    const RunStore store(folder.string(), with, overwrite);
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.kind())) + " " + error.what();
  }
  return "";
}

const std::string usage = std::to_string(static_cast<int>(Error::Kind::usage)) + " ";
const std::string input = std::to_string(static_cast<int>(Error::Kind::input)) + " ";
const std::string system_kind = std::to_string(static_cast<int>(Error::Kind::system)) + " ";

class RunStoreTest : public testing::Test {
 protected:
  fs::path folder_ = test::temporary_dir() / "run";
};

TEST_F(RunStoreTest, MakesItsFolderAndSaysInRunJsonWhatMakesItsResults) {
  const RunStore store((folder_ / "deep").string(), identity, false);
  const Json json = Json::parse(test::content((folder_ / "deep/run.json").string()));
  EXPECT_EQ(json["made_by"], identity);
  EXPECT_EQ(json["schema"], 1);
}

TEST_F(RunStoreTest, HasWhatWasWrittenAndIsFoundAgainWithItsState) {
  {
    RunStore store(folder_.string(), identity, false);
    EXPECT_TRUE(store.state().is_null());
    EXPECT_FALSE(store.has("results/a.txt"));
    store.write("results/a.txt", "1,2,3,4\n");
    store.note_state({{"done", 1}});
  }
  const RunStore again(folder_.string(), identity, false);
  EXPECT_TRUE(again.has("results/a.txt"));
  EXPECT_EQ(again.state()["done"], 1);
  EXPECT_EQ(test::content((folder_ / "results/a.txt").string()), "1,2,3,4\n");
}

TEST_F(RunStoreTest, RefusesAnotherIdentityAndNamesTheFirstDifference) {
  { const RunStore store(folder_.string(), identity, false); }
  Json other = identity;
  other["settings"]["lr"] = 0.25;
  EXPECT_THAT(refusal(folder_, other), HasSubstr(usage + folder_.string()));
  EXPECT_THAT(refusal(folder_, other), HasSubstr("settings.lr = 0.5, now 0.25; --overwrite"));
  Json less = identity;
  less.erase("model");
  EXPECT_THAT(refusal(folder_, less), HasSubstr("model.digest = abc, now nothing"));
  Json more = identity;
  more["dataset"] = "otb";
  EXPECT_THAT(refusal(folder_, more), HasSubstr("dataset = nothing, now otb"));
  EXPECT_EQ(refusal(folder_, identity), "");
}

TEST_F(RunStoreTest, RemovesOldResultsAndStateOnlyWhenToldToOverwrite) {
  {
    RunStore store(folder_.string(), identity, false);
    store.write("results/a/a_001.txt", "old");
    store.write("times/a.txt", "old");
    store.note_state({{"done", 1}});
  }
  put(folder_ / "mine.txt", "kept");
  const Json other = {{"model", "b"}};
  const RunStore store(folder_.string(), other, true);
  EXPECT_FALSE(store.has("results/a/a_001.txt"));
  EXPECT_FALSE(store.has("times/a.txt"));
  EXPECT_TRUE(store.has("mine.txt"));
  EXPECT_TRUE(store.state().is_null());
  EXPECT_EQ(Json::parse(test::content((folder_ / "run.json").string()))["made_by"], other);
}

TEST_F(RunStoreTest, RefusesResultsThatNothingSaysTheOriginOf) {
  put(folder_ / "results/a.txt", "1,2,3,4\n");
  EXPECT_THAT(refusal(folder_, identity), HasSubstr(usage + folder_.string() + ": holds results"));
  EXPECT_EQ(refusal(folder_, identity, true), "");
  EXPECT_FALSE(fs::exists(folder_ / "results/a.txt"));
}

TEST_F(RunStoreTest, RemovesWhatAKilledProcessLeftHalfWrittenAndNothingElse) {
  for (const char* path : {"run.json.tmp12.0", "results/a.txt.tmp12.3",
                           "results/b/b_001.txt.tmp1.1", "times/a.txt.tmp99.0"})
    put(folder_ / path, "half a li");
  put(folder_ / "notes.tmp", "mine");
  ASSERT_EQ(refusal(folder_, identity), "") << "left-overs are no results";
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    if (entry.is_regular_file()) files.push_back(entry.path().filename().string());
  EXPECT_THAT(files, testing::UnorderedElementsAre("notes.tmp", "run.json"));
}

TEST_F(RunStoreTest, IsForOneProcessAtATime) {
  const RunStore store(folder_.string(), identity, false);
  EXPECT_THAT(refusal(folder_, identity), HasSubstr(usage + folder_.string() + ": another siamrt"));
  EXPECT_THAT(refusal(folder_, identity, true), HasSubstr("another siamrt"));
}

TEST_F(RunStoreTest, RefusesARunJsonThatIsNone) {
  for (const char* text : {"", "{", "[]", "{}", "null", "{\"made_by\": 3}", "\xff\xfe"}) {
    put(folder_ / "run.json", text);
    EXPECT_THAT(refusal(folder_, identity), HasSubstr(input + (folder_ / "run.json").string()))
        << text;
  }
  put(folder_ / "run.json", "{\"made_by\": {}}");
  EXPECT_THAT(refusal(folder_, identity), HasSubstr(usage));
}

TEST_F(RunStoreTest, SaysWhichFolderCannotBeMade) {
  put(folder_ / "file", "");
  EXPECT_THAT(refusal(folder_ / "file/run", identity), HasSubstr(system_kind + folder_.string()));
  EXPECT_THAT(refusal(folder_ / "file", identity), HasSubstr(system_kind + folder_.string()));
}

TEST_F(RunStoreTest, WritesNothingOutsideItsFolder) {
  const RunStore store(folder_.string(), identity, false);
  for (const char* path : {"../out.txt", "results/../../out.txt", "/tmp/siamrt-out.txt"})
    EXPECT_THROW(store.write(path, "x"), Error) << path;
  EXPECT_FALSE(fs::exists(folder_ / "../out.txt"));
  store.write("results/..a.txt", "x");
  EXPECT_TRUE(store.has("results/..a.txt"));
}

TEST_F(RunStoreTest, RemovesAFileThatMayBeThere) {
  const RunStore store(folder_.string(), identity, false);
  store.remove("run.zip");
  store.write("run.zip", "x");
  store.remove("run.zip");
  EXPECT_FALSE(store.has("run.zip"));
}

data::Dataset two_sequences() {
  data::Dataset dataset;
  dataset.sequences = {test::made_sequence("b", test::moving(3)),
                       test::made_sequence("a", test::moving(5))};
  return dataset;
}

TEST_F(RunStoreTest, NotesTheStateInTheOrderOfTheDataSet) {
  RunStore store(folder_.string(), identity, false);
  const data::Dataset dataset = two_sequences();
  note_state(store, dataset, {true, 0, {{"a", "broken"}, {"b", "too"}}});
  EXPECT_EQ(store.state()["failed"].dump(), R"({"b":"too","a":"broken"})");
  EXPECT_EQ(store.state()["complete"], false);
  EXPECT_EQ(store.state()["of"], 2);
}

TEST_F(RunStoreTest, IsCompleteOnlyWhenAllOfAWholeDataSetIsDone) {
  RunStore store(folder_.string(), identity, false);
  data::Dataset dataset = two_sequences();
  const auto complete = [&](bool ended, std::size_t done) {
    note_state(store, dataset, {ended, done, {}});
    return store.state()["complete"].get<bool>();
  };
  EXPECT_TRUE(complete(true, 2));
  EXPECT_FALSE(complete(false, 2));
  EXPECT_FALSE(complete(true, 1));
  dataset.partial = true;
  dataset.missing = {{"c", "no images"}};
  EXPECT_FALSE(complete(true, 2));
  EXPECT_EQ(store.state()["missing"]["c"], "no images");
}

TEST_F(RunStoreTest, NoticesThatTheTruthOfASequenceHasChanged) {
  data::Dataset dataset = two_sequences();
  {
    RunStore store(folder_.string(), identity, false);
    note_state(store, dataset, {});
  }
  const RunStore store(folder_.string(), identity, false);
  EXPECT_NO_THROW(check_starts(dataset, store));
  dataset.sequences.push_back(test::made_sequence("c", test::moving(2)));
  EXPECT_NO_THROW(check_starts(dataset, store)) << "a new sequence mixes nothing";
  dataset.sequences[1].truth[0].x += 1;
  try {
    check_starts(dataset, store);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::usage);
    EXPECT_THAT(error.what(), HasSubstr("a was run as 5 frames from 40,30,30,24, is now 5 frames "
                                        "from 41,30,30,24"));
  }
}

}  // namespace
}  // namespace siamrt::bench
