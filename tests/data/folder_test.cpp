#include "data/opened.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>

#include <cmath>

namespace siamrt {
namespace {

using data::Dataset;
using data::Frames;
using data::OpenOptions;
using test::available;
using test::error_of;
using test::MadeDownload;
using test::missing_of;
using test::moving_truth;
using test::names;
using test::picture_number;
using testing::ElementsAre;
using testing::HasSubstr;

OpenOptions strict(const MadeDownload& download) {
  OpenOptions options = available(download);
  options.available = false;
  return options;
}

TEST(Folder, HoldsOtbSequencesUnpackedAndPackedSideBySide) {
  const MadeDownload download;
  for (const char* name : {"b10", "b9", "zipped", "tarred"}) {
    download.file(std::string(name) + "/groundtruth_rect.txt", moving_truth(3));
    download.images(std::string(name) + "/img", 5, 7, 4);
  }
  download.file("b9/notes.txt", "not truth");
  download.pack("zipped", "zipped.zip");
  download.pack("tarred", "tarred.tar");
  const Dataset dataset = data::open_dataset("folder", strict(download));
  EXPECT_THAT(names(dataset), ElementsAre("b9", "b10", "tarred", "zipped"));
  EXPECT_TRUE(dataset.one_based);
  EXPECT_FALSE(dataset.partial);
  for (const data::Sequence& sequence : dataset.sequences) {
    EXPECT_EQ(sequence.frames->count(), 3);
    EXPECT_EQ(picture_number(sequence, 2), 7);
  }
}

TEST(Folder, HoldsGot10kSequencesWithTheirLabels) {
  const MadeDownload download;
  download.file("seq_b/groundtruth.txt", moving_truth(2));
  download.file("seq_b/cover.label", "8\n4\n");
  download.images("seq_b", 1, 2, 8);
  download.file("seq_a/groundtruth.txt", "1,2,3,4");
  download.images("seq_a", 1, 3, 8);
  download.file("list.txt", "seq_b\nseq_a\n");
  const Dataset dataset = data::open_dataset("folder", strict(download));
  EXPECT_THAT(names(dataset), ElementsAre("seq_b", "seq_a"));
  EXPECT_FALSE(dataset.one_based);
  EXPECT_THAT(dataset.sequences[0].cover, ElementsAre(8, 4));
  EXPECT_EQ(dataset.sequences[0].width, 16) << "GOT-10k's figures need it";
  ASSERT_EQ(dataset.sequences[1].truth.size(), 3u) << "one row: the first frame's";
  EXPECT_TRUE(std::isnan(dataset.sequences[1].truth[1].x));
}

TEST(Folder, NamesSequencesThatItsListHasAndItLacks) {
  const MadeDownload download;
  download.file("a/groundtruth.txt", moving_truth(2));
  download.images("a", 1, 2, 8);
  download.file("list.txt", "a\r\nb\r\n");
  EXPECT_THAT(error_of("folder", strict(download)),
              HasSubstr("1 of 2 sequences missing: b (listed in "));
  const Dataset dataset = data::open_dataset("folder", available(download));
  EXPECT_TRUE(dataset.partial);
  EXPECT_THAT(names(dataset), ElementsAre("a"));
}

TEST(Folder, MakesTwoTargetsOfTwoTruthFilesAndDropsAnEmptyOne) {
  const MadeDownload download;
  download.file("Jogging/groundtruth_rect.1.txt", moving_truth(2));
  download.file("Jogging/groundtruth_rect.2.txt", moving_truth(2, " "));
  download.images("Jogging/img", 1, 2, 4);
  download.file("Human4/groundtruth_rect.1.txt", "\n");
  download.file("Human4/groundtruth_rect.2.txt", moving_truth(2));
  download.images("Human4/img", 1, 2, 4);
  const Dataset dataset = data::open_dataset("folder", strict(download));
  EXPECT_THAT(names(dataset), ElementsAre("Human4-2", "Jogging-1", "Jogging-2"));
  EXPECT_EQ(dataset.find("human4")->name, "Human4-2");
}

TEST(Folder, CutsOtbClipsToTheBenchmarksRange) {
  const MadeDownload download;
  download.file("David/groundtruth_rect.txt", moving_truth(471));
  download.images("David/img", 1, 770, 4);
  const Dataset dataset = data::open_dataset("folder", strict(download));
  EXPECT_THAT(dataset.sequences[0].frames->name(0), HasSubstr("0300.jpg"));
}

TEST(Folder, MayBeOneSequenceOrOneArchiveOfMany) {
  const MadeDownload download;
  download.file("clip/groundtruth_rect.txt", moving_truth(2));
  download.images("clip/img", 1, 2, 4);
  OpenOptions one;
  one.root = download.path("clip/");
  EXPECT_THAT(names(data::open_dataset("folder", one)), ElementsAre("clip"));
  download.file("all/a/groundtruth_rect.txt", moving_truth(2));
  download.images("all/a/img", 1, 2, 4);
  download.file("all/deeper/b/groundtruth_rect.txt", moving_truth(2));
  download.images("all/deeper/b/img", 1, 2, 4);
  download.pack("all", "all.zip");
  one.root = download.path("all.zip");
  EXPECT_THAT(names(data::open_dataset("folder", one)), ElementsAre("a", "b"));
}

TEST(Folder, RefusesImagesThatDoNotFitTheTruth) {
  const MadeDownload download;
  download.file("a/groundtruth_rect.txt", moving_truth(3));
  download.images("a/img", 1, 2, 4);
  download.file("b/groundtruth_rect.txt", moving_truth(3));
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("a (2 images in "));
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("but 3 rows of truth"));
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("b (no images in "));
  const Dataset truth_only = data::open_dataset("folder", available(download, Frames::if_there));
  EXPECT_EQ(truth_only.sequences.size(), 2u);
  EXPECT_EQ(truth_only.sequences[0].frames, nullptr);
}

TEST(Folder, RefusesTwoOriginsInOne) {
  const MadeDownload download;
  download.file("a/groundtruth_rect.txt", moving_truth(2));
  download.images("a/img", 1, 2, 4);
  download.file("g/groundtruth.txt", moving_truth(2));
  download.images("g", 1, 2, 8);
  EXPECT_THAT(error_of("folder", strict(download)),
              HasSubstr("a is in OTB's layout (counted from 1), g in GOT-10k's (from 0)"));
}

TEST(Folder, NamesTheFileAndLineOfBrokenTruth) {
  const MadeDownload download;
  download.file("a/groundtruth_rect.txt", "1,2,3,4\n1/2/3/4\n");
  download.images("a/img", 1, 2, 4);
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("groundtruth_rect.txt:2: '1/2/3/4'"));
  download.file("a/groundtruth_rect.txt", "");
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("groundtruth_rect.txt: empty"));
}

TEST(Folder, NamesAnImageThatDoesNotDecode) {
  const MadeDownload download;
  download.file("a/groundtruth_rect.txt", moving_truth(2));
  download.images("a/img", 1, 2, 4);
  download.file("a/img/0002.jpg", test::picture_bytes(2).substr(0, 200));
  const Dataset dataset = data::open_dataset("folder", strict(download));
  EXPECT_EQ(dataset.sequences[0].frames->read(0).cols, 16);
  try {
    dataset.sequences[0].frames->read(1);
    FAIL() << "a damaged picture was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::input);
    EXPECT_THAT(error.what(), HasSubstr("a/img/0002.jpg: no picture that can be read"));
  }
}

TEST(Folder, WithoutASequenceSaysWhatItLookedFor) {
  const MadeDownload download;
  download.file("x/readme.txt", "nothing");
  EXPECT_THAT(error_of("folder", strict(download)), HasSubstr("no sequence in it; expected"));
  OpenOptions nowhere;
  nowhere.root = download.path("nowhere");
  EXPECT_THAT(error_of("folder", nowhere), HasSubstr("nowhere: no such folder or file"));
}

}  // namespace
}  // namespace siamrt
