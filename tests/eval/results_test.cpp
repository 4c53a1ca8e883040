// Every layout of result files is found out from the files alone.

#include "eval/results.hpp"

#include "eval/material.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace siamrt::eval {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const char* const rows = "1,2,3,4\n5,6,7,8\n";

/// A folder of text files by path.
fs::path made_folder(const std::map<std::string, std::string>& files) {
  const fs::path folder = test::temporary_dir();
  for (const auto& [path, text] : files) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << text;
  }
  return folder;
}

data::Dataset otb(const std::vector<std::string>& names) {
  data::Dataset dataset =
      test::made_dataset(std::vector<std::vector<Box>>(names.size(), {{1, 2, 3, 4}, {5, 6, 7, 8}}));
  dataset.name = "otb2015";
  for (std::size_t i = 0; i < names.size(); ++i) dataset.sequences[i].name = names[i];
  return dataset;
}

const data::Dataset& two() {
  static const data::Dataset dataset = otb({"Basketball", "Jogging-1"});
  return dataset;
}

void expect_both(const TrackerResults& results, const std::string& tracker,
                 const std::string& layout) {
  EXPECT_EQ(results.tracker, tracker);
  EXPECT_EQ(results.layout, layout);
  for (const char* name : {"Basketball", "Jogging-1"}) {
    ASSERT_EQ(results.sequences.count(name), 1U) << name;
    const SequenceResult& one = results.sequences.at(name);
    EXPECT_EQ(one.name, name);
    ASSERT_EQ(one.boxes.size(), 1U) << name;
    ASSERT_EQ(one.boxes[0].size(), 2U) << name;
    EXPECT_EQ(one.boxes[0][1], (Box{5, 6, 7, 8}));
  }
}

TEST(Layouts, FolderOfTextFilesIsATrackerNamedAfterIt) {
  const fs::path folder =
      made_folder({{"ATOM/basketball.txt", rows}, {"ATOM/jogging_1.txt", rows}});
  const auto all = read_results((folder / "ATOM").string(), two());
  ASSERT_EQ(all.size(), 1U);
  expect_both(all[0], "ATOM", "text");
  EXPECT_EQ(read_results((folder / "ATOM/").string(), two())[0].tracker, "ATOM");
}

TEST(Layouts, FolderOfFoldersHoldsSeveralTrackersInNaturalOrder) {
  std::map<std::string, std::string> files;
  for (const char* name : {"e10", "e9", "e1"}) {
    files[std::string("results/OTB2015/") + name + "/Basketball.txt"] = rows;
    files[std::string("results/OTB2015/") + name + "/Jogging.1.txt"] = rows;
  }
  const ResultSet set = ResultSet::open(made_folder(files).string(), two());
  EXPECT_THAT(set.trackers(), ElementsAre("e1", "e9", "e10"));
  expect_both(set.read(2), "e10", "text");
}

TEST(Layouts, TimesAreTakenFromBesideOrFromTheirFolder) {
  const fs::path folder = made_folder({{"a/Basketball.txt", rows},
                                       {"a/Jogging-1.txt", rows},
                                       {"a/times/Basketball_time.txt", "0.5\n0.25\n"},
                                       {"b/Basketball.txt", rows},
                                       {"b/Jogging-1.txt", rows},
                                       {"b/Basketball_time.txt", "0.5\n0.25\n"}});
  for (const TrackerResults& results : read_results(folder.string(), two())) {
    EXPECT_EQ(results.sequences.at("Basketball").seconds,
              (std::vector<std::vector<double>>{{0.5, 0.25}}))
        << results.tracker;
    expect_both(results, results.tracker, "text");
  }
}

TEST(Layouts, RunFolderOfBenchIsToldByItsRunFile) {
  const fs::path folder = made_folder({{"runs/v3/run.json", "{}"},
                                       {"runs/v3/results/Basketball.txt", rows},
                                       {"runs/v3/results/Jogging-1.txt", rows},
                                       {"runs/v3/times/Basketball.txt", "0.1\n0.2\n"}});
  const auto all = read_results((folder / "runs/v3").string(), two());
  ASSERT_EQ(all.size(), 1U);
  expect_both(all[0], "v3", "siamrt");
  EXPECT_EQ(all[0].sequences.at("Basketball").seconds.size(), 1U);
  EXPECT_EQ(read_results((folder / "runs").string(), two())[0].tracker, "v3");
}

TEST(Layouts, Got10kFoldersHoldRepetitions) {
  const data::Dataset dataset = otb({"GOT-10k_Val_000001"});
  const std::string base = "T/GOT-10k_Val_000001/GOT-10k_Val_000001_";
  const fs::path folder = made_folder({{base + "001.txt", rows},
                                       {base + "003.txt", "9,9,9,9\n9,9,9,9\n"},
                                       {base + "002.txt", rows},
                                       {base + "time.txt", "1,2,3\n4,5,6\n"}});
  const auto all = read_results(folder.string(), dataset);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].tracker, "T");
  EXPECT_EQ(all[0].layout, "got10k");
  const SequenceResult& one = all[0].sequences.begin()->second;
  ASSERT_EQ(one.boxes.size(), 3U);
  EXPECT_EQ(one.boxes[2][0].x, 9) << "in the order of their numbers";
  EXPECT_EQ(one.seconds.size(), 3U);
}

TEST(Layouts, SupervisedRunsKeepTheirLines) {
  data::Dataset dataset = otb({"ants1"});
  dataset.name = "vot2018";
  const fs::path folder = made_folder({{"T/baseline/ants1/ants1_001.txt", "1\n1.5,2,3,4\n2\n0\n"}});
  const auto all = read_results(folder.string(), dataset);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].layout, "vot");
  EXPECT_THAT(all[0].sequences.at("ants1").vot[0], ElementsAre("1", "1.5,2,3,4", "2", "0"));
  EXPECT_TRUE(all[0].sequences.at("ants1").boxes.empty());
}

TEST(Layouts, LasotFoldersLoseTheirEnding) {
  const fs::path folder =
      made_folder({{"tracking_results/SiamX_tracking_result/Basketball.txt", rows},
                   {"tracking_results/SiamX_tracking_result/Jogging-1.txt", rows}});
  expect_both(read_results(folder.string(), two())[0], "SiamX", "lasot");
}

TEST(Layouts, NumberedFoldersOfPytrackingAreRepetitions) {
  const char* whole = "1\t2\t3\t4\n5\t6\t7\t8\n";
  const fs::path folder = made_folder({{"atom/default_000/Basketball.txt", whole},
                                       {"atom/default_001/Basketball.txt", whole},
                                       {"atom/default_001/Basketball_time.txt", "0.1\n0.1\n"}});
  const auto all = read_results(folder.string(), two());
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].tracker, "default");
  EXPECT_EQ(all[0].layout, "pytracking");
  EXPECT_EQ(all[0].sequences.at("Basketball").boxes.size(), 2U);
}

TEST(Layouts, NumberedFoldersOfASweepStayTrackersOfTheirOwn) {
  const fs::path folder =
      made_folder({{"epoch_001/Basketball.txt", rows}, {"epoch_002/Basketball.txt", rows}});
  EXPECT_THAT(ResultSet::open(folder.string(), two()).trackers(),
              ElementsAre("epoch_001", "epoch_002"));
  ReadOptions forced;
  forced.layout = "pytracking";
  const auto joined = read_results(folder.string(), two(), forced);
  ASSERT_EQ(joined.size(), 1U) << "as asked for";
  EXPECT_EQ(joined[0].sequences.at("Basketball").boxes.size(), 2U);
}

TEST(Layouts, VotRunsOfTheSameNamesAreNotTakenForOtb) {
  const fs::path folder = made_folder({{"OTB/T/Basketball.txt", rows},
                                       {"OTB/T/Jogging-1.txt", rows},
                                       {"VOT/T/baseline/basketball/basketball_001.txt", "1\n"}});
  const auto all = read_results(folder.string(), two());
  ASSERT_EQ(all.size(), 1U);
  expect_both(all[0], "T", "text");
}

TEST(ResultSets, NameOfTheCallerReplacesTheFolders) {
  const fs::path folder = made_folder({{"a/Basketball.txt", rows}, {"b/Basketball.txt", rows}});
  ReadOptions options;
  options.name = "mine";
  EXPECT_THAT(ResultSet::open((folder / "a").string(), two(), options).trackers(),
              ElementsAre("mine"));
  EXPECT_THAT(ResultSet::open(folder.string(), two(), options).trackers(),
              ElementsAre("mine/a", "mine/b"));
}

TEST(ResultSets, ArchivesAreReadInPlace) {
  const fs::path path = test::temporary_dir() / "SiamY.zip";
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  ASSERT_EQ(archive_write_open_filename(zip, path.c_str()), ARCHIVE_OK);
  for (const char* name : {"Basketball.txt", "Jogging-1.txt"}) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, static_cast<la_int64_t>(std::string(rows).size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(zip, entry);
    archive_write_data(zip, rows, std::string(rows).size());
    archive_entry_free(entry);
  }
  archive_write_free(zip);
  expect_both(read_results(path.string(), two())[0], "SiamY", "text");
}

TEST(ResultSets, DamagedArchiveIsRefused) {
  const fs::path folder = made_folder({{"broken.tar.xz", std::string("\xFD"
                                                                     "7zXZ\0\0\0junk",
                                                                     12)}});
  EXPECT_THROW(read_results((folder / "broken.tar.xz").string(), two()), Error);
}

TEST(ResultSets, PlaceWithoutResultsIsRefusedWithAnExample) {
  const fs::path folder = made_folder({{"notes.txt", "hello"}});
  try {
    read_results(folder.string(), two());
    FAIL() << "results were found";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), HasSubstr("no results of otb2015 found among 1 files"));
    EXPECT_THAT(error.what(), HasSubstr("Basketball.txt"));
  }
  EXPECT_THROW(read_results((folder / "nowhere").string(), two()), Error);
}

TEST(ResultSets, UnknownLayoutIsRefusedWithTheNearest) {
  ReadOptions options;
  options.layout = "got10";
  try {
    read_results(made_folder({{"Basketball.txt", rows}}).string(), two(), options);
    FAIL() << "an unknown layout was taken";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "layout 'got10': unknown; did you mean 'got10k'?");
  }
}

TEST(ResultSets, TextFilesThatNameNoSequenceAreTold) {
  const fs::path folder = made_folder({{"T/Basketball.txt", rows}, {"T/Baskteball2.txt", rows}});
  const auto all = read_results((folder / "T").string(), two());
  ASSERT_EQ(all[0].warnings.size(), 1U);
  EXPECT_THAT(all[0].warnings[0], HasSubstr("1 text file that names no sequence of otb2015"));
  EXPECT_THAT(all[0].warnings[0], HasSubstr("Baskteball2.txt"));
}

TEST(ResultSets, SecondSpellingOfASequenceIsLeftOutWithAWarning) {
  const fs::path folder =
      made_folder({{"T/Jogging-1.txt", rows}, {"T/jogging_1.txt", "9,9,9,9\n"}});
  const auto all = read_results((folder / "T").string(), two());
  EXPECT_EQ(all[0].sequences.at("Jogging-1").boxes.size(), 1U);
  EXPECT_THAT(all[0].warnings, ElementsAre(HasSubstr("a second file for Jogging-1")));
}

TEST(ResultSets, BadRowIsRefusedByFileAndLine) {
  const fs::path folder = made_folder({{"T/Basketball.txt", "1,2,3,4\n1:2:3:4\n"}});
  try {
    read_results((folder / "T").string(), two());
    FAIL() << "a bad row was read";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Basketball.txt:2: '1:2:3:4' is no row of numbers"));
  }
}

TEST(ResultSets, EmptyFileIsARunWithoutBoxes) {
  const fs::path folder = made_folder({{"T/Basketball.txt", ""}, {"T/Jogging-1.txt", rows}});
  const auto all = read_results((folder / "T").string(), two());
  const Figures found = evaluate(two(), all[0], "otb-pysot");
  EXPECT_EQ(found.sequences[0].error, "0 boxes for 2 frames: too few");
  EXPECT_EQ(evaluate(two(), all[0], "folder").sequences[0].error, "");
}

}  // namespace
}  // namespace siamrt::eval
