#include "data/inspect.hpp"

#include "data/first_boxes.hpp"
#include "data/opened.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace siamrt {
namespace {

using data::inspect;
using data::Inspection;
using data::OpenOptions;
using test::MadeDownload;
using test::moving_truth;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

OpenOptions below(const MadeDownload& download) {
  OpenOptions options;
  options.root = download.path();
  return options;
}

TEST(Inspection, CountsWhatAnOtbDownloadHas) {
  const MadeDownload download;
  download.file("Deer/groundtruth_rect.txt", moving_truth(71, "\t", "\r\n"));
  download.images("Deer/img", 1, 71, 4);
  download.file("BlurCar3/groundtruth_rect.txt", moving_truth(357));
  download.images("BlurCar3/img", 3, 359, 4);
  const Inspection found = inspect("otb2015", below(download));
  EXPECT_EQ(found.expected, 100u);
  EXPECT_EQ(found.sequences, 2u);
  EXPECT_EQ(found.missing.size(), 98u);
  EXPECT_EQ(found.rows, 428);
  EXPECT_EQ(found.images, 428);
  EXPECT_EQ(found.decoded, 40);
  EXPECT_THAT(found.ranges, ElementsAre("BlurCar3 3-359"));
  EXPECT_EQ(found.separators.at("tab"), 1);
  EXPECT_EQ(found.separators.at("comma"), 1);
  EXPECT_EQ(found.windows_files, 1);
  EXPECT_EQ(found.files_without_end, 1);
  EXPECT_THAT(found.faults, IsEmpty());
}

TEST(Inspection, PointsOutFoldersUnderAnAlias) {
  const MadeDownload download;
  download.file("deer/groundtruth_rect.txt", moving_truth(71));
  download.file("Man/groundtruth_rect.txt", moving_truth(134));
  download.file("somewhere/else.txt", "");
  const Inspection found = inspect("otb2015", below(download));
  EXPECT_THAT(found.faults, ElementsAre(HasSubstr("deer: this is Deer by another name")));
}

TEST(Inspection, FindsMissingUnreadableAndOddImages) {
  const MadeDownload download;
  for (const char* name : {"cut", "odd", "few"})
    download.file(fmt::format("{}/groundtruth_rect.txt", name), moving_truth(2));
  download.images("cut/img", 1, 2, 4);
  download.file("cut/img/0002.jpg", "no picture");
  download.images("odd/img", 1, 1, 4);
  download.file("odd/img/0002.ppm", "P6 1 1 255 abc");
  download.images("few/img", 1, 1, 4);
  data::InspectOptions how;
  how.images = data::Images::all;
  how.threads = 2;
  const Inspection found = inspect("folder", below(download), how);
  EXPECT_THAT(found.faults, Contains(HasSubstr("cut/img/0002.jpg: no picture")));
  EXPECT_THAT(found.faults,
              Contains(HasSubstr("odd/img/0002.ppm: 1 x 1 pixels, the first image has 16 x 12")));
  EXPECT_THAT(found.faults, Contains(HasSubstr("few: 1 images in")));
  EXPECT_THAT(found.faults,
              Contains(HasSubstr("the first box lies outside its 16 x 12 image")).Times(0));
}

TEST(Inspection, FindsAFirstBoxOutsideItsImage) {
  const MadeDownload download;
  download.file("a/groundtruth_rect.txt", "100,1,5,5\n1,1,5,5\n");
  download.images("a/img", 1, 2, 4);
  download.file("b/groundtruth_rect.txt", "NaN,NaN,NaN,NaN\n1,1,5,5\n");
  const Inspection found = inspect("folder", below(download));
  EXPECT_THAT(found.faults, Contains(HasSubstr("a: the first box lies outside its 16 x 12 image")));
  EXPECT_THAT(found.faults, Contains(HasSubstr("b: the first row is no box to start from")));
}

TEST(Inspection, DoubtsTheOriginByBoxesAtTheEdges) {
  const MadeDownload zero;
  std::string truth;
  for (int i = 0; i < 71; ++i) truth += "0,5,10,10\n";
  zero.file("Deer/groundtruth_rect.txt", truth);
  EXPECT_THAT(inspect("otb2015", below(zero)).remarks,
              Contains(HasSubstr("truth looks counted from 0 (71 rows touch 0, 0 touch 1)")));
  const MadeDownload one;
  truth.clear();
  for (int i = 0; i < 12; ++i) truth += "1,5,10,10\n";
  one.file("GOT-10k_Val_000001/groundtruth.txt", truth);
  EXPECT_THAT(inspect("got10k_val", below(one)).remarks,
              Contains(HasSubstr("truth looks counted from 1")));
}

TEST(Inspection, MakesAFaultOfAPlaceWithoutSequences) {
  const MadeDownload download;
  EXPECT_THAT(inspect("otb2015", below(download)).faults,
              ElementsAre(HasSubstr("100 of 100 sequences missing")));
  EXPECT_THROW(inspect("otb", below(download)), Error);
}

class FirstBoxes : public testing::Test {
 protected:
  /// Results of four sequences of the truth moved by (dx, dy).
  void write(const std::string& folder, double dx, double dy) const {
    for (int i = 0; i < 4; ++i) {
      download_.file(fmt::format("{}/s{}.txt", folder, i),
                     fmt::format("{}\t{}\t30\t40\n1\t1\t1\t1\n", 10 + dx, 20 + dy));
    }
  }
  data::Dataset dataset(bool one_based) const {
    data::Dataset made;
    made.name = "folder";
    made.one_based = one_based;
    for (int i = 0; i < 4; ++i) {
      data::Sequence sequence;
      sequence.name = fmt::format("S{}", i);
      sequence.truth = {{10, 20, 30, 40}};
      made.sequences.push_back(sequence);
    }
    return made;
  }

  const MadeDownload download_;
};

TEST_F(FirstBoxes, OffByAPixelOrHalfAreNamedForEachTracker) {
  write("results/fine", 0, 0);
  write("results/zero", -1, -1);
  write("results/pysot", 0.5, 0.5);
  const auto found = data::first_boxes(dataset(true), download_.path("results"));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].folder, "fine");
  EXPECT_EQ(found[0].equal, 4u);
  EXPECT_EQ(found[0].remark, "");
  EXPECT_EQ(found[1].folder, "pysot");
  EXPECT_THAT(found[1].remark, AllOf(HasSubstr("4 of 4 sequences start +0.5, +0.5 px off"),
                                     HasSubstr("pysot's runner")));
  EXPECT_THAT(found[2].remark, HasSubstr("results counted from 0, truth from 1"));
}

TEST_F(FirstBoxes, OfAFewSequencesOnlyAreNoSystem) {
  write("r", 0, 0);
  download_.file("r/s1.txt", "11,21,30,40\n");
  download_.file("r/s2.txt", "1,2,3\n");
  const auto found = data::first_boxes(dataset(true), download_.path("r"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].sequences, 4u);
  EXPECT_EQ(found[0].equal, 2u);
  EXPECT_EQ(found[0].remark, "");
}

TEST_F(FirstBoxes, AreFoundInGot10ksFoldersAndInZips) {
  for (int i = 0; i < 4; ++i)
    download_.file(fmt::format("T/s{0}/s{0}_001.txt", i), "11,21,30,40\n");
  download_.pack("T", "all.zip");
  const auto found = data::first_boxes(dataset(false), download_.path("all.zip"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].folder, "T");
  EXPECT_THAT(found[0].remark, HasSubstr("results counted from 1, truth from 0"));
}

TEST_F(FirstBoxes, AreNotTakenFromTheSecondLineOfVotsFiles) {
  for (int i = 0; i < 4; ++i)
    download_.file(fmt::format("T/baseline/s{0}/s{0}_001.txt", i), "1\n11,21,30,40\n");
  const auto found = data::first_boxes(dataset(false), download_.path("T"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].folder, "baseline");
  EXPECT_EQ(found[0].sequences, 4u);
  EXPECT_EQ(found[0].boxes, 0u);
  EXPECT_EQ(found[0].remark, "");
}

TEST_F(FirstBoxes, WrittenAsCornersAreNamed) {
  for (int i = 0; i < 4; ++i) download_.file(fmt::format("r/s{}.txt", i), "9,19,39,59\n");
  EXPECT_EQ(data::first_boxes(dataset(true), download_.path("r"))[0].remark,
            "4 of 4 sequences start -1, -1 px off the truth: results counted from 0, truth from 1; "
            "4 of 4 first rows are corners (x1,y1,x2,y2), not x,y,w,h");
}

TEST_F(FirstBoxes, NeedAResultOfTheDataSet) {
  download_.file("r/other.txt", "1,2,3,4\n");
  EXPECT_THROW(data::first_boxes(dataset(true), download_.path("r")), Error);
}

}  // namespace
}  // namespace siamrt
