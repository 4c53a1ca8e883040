// UAV123, UAV20L, NFS, TColor128, DTB70, TrackingNet and LaSOT's toolkit in miniature.

#include "data/opened.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <cmath>

namespace siamrt {
namespace {

using data::Dataset;
using data::Frames;
using data::Sequence;
using test::available;
using test::error_of;
using test::flags;
using test::MadeDownload;
using test::missing_of;
using test::moving_truth;
using test::names;
using test::picture_number;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(UavDownload, CutsSequencesOutOfTheirClips) {
  const MadeDownload download;
  const std::string top = "Dataset_UAV123/UAV123/";
  download.file(top + "anno/UAV123/truck4_1.txt", moving_truth(577));
  download.file(top + "anno/UAV123/truck4_2.txt", "NaN,NaN,NaN,NaN\n" + moving_truth(684));
  download.file(top + "anno/UAV20L/car1.txt", moving_truth(3));
  download.images(top + "data_seq/UAV123/truck4", 1, 1261, 6);
  const Dataset uav = data::open_dataset("uav123", available(download));
  ASSERT_THAT(names(uav), ElementsAre("truck4_1", "truck4_2"));
  const Sequence& second = uav.sequences[1];
  EXPECT_EQ(second.frames->count(), 685);
  EXPECT_EQ(picture_number(second, 0), 77);
  EXPECT_THAT(second.frames->name(0), HasSubstr("000577.jpg"));
  EXPECT_TRUE(std::isnan(second.truth[0].w));
  EXPECT_EQ(second.truth[1].x, 10);
  EXPECT_THAT(second.attributes, testing::Contains("SV"));
  const Dataset longer = data::open_dataset("uav123", available(download, Frames::none));
  EXPECT_EQ(longer.sequences[0].frames, nullptr);
}

TEST(UavDownload, FindsUav20lInTheClipsOfUav123) {
  const MadeDownload download;
  download.file("anno/UAV20L/uav1.txt", moving_truth(3469));
  download.images("data_seq/UAV123/uav1", 1, 3469, 6);
  const Dataset uav = data::open_dataset("uav20l", available(download));
  ASSERT_THAT(names(uav), ElementsAre("uav1"));
  EXPECT_EQ(uav.sequences[0].frames->count(), 3469);
}

/// Rows of the download: id, corners, frame, three flags, label.
std::string vatic(int rows) {
  std::string text;
  for (int i = 0; i < rows; ++i)
    text += fmt::format("0 {} 20 {} 60 {} 0 0 1 \"airplane\"\n", i, i + 30, i);
  return text;
}

TEST(NfsDownload, TakesEveryEighthRowAtThirtyFramesASecond) {
  const MadeDownload download;
  download.file("airplane_landing/30/airplane_landing.txt", vatic(81));
  download.images("airplane_landing/30/airplane_landing", 1, 10, 5);
  download.file("airplane_landing/240/airplane_landing.txt", vatic(81));
  download.images("airplane_landing/240/airplane_landing", 1, 80, 5);
  const Dataset slow = data::open_dataset("nfs30", available(download));
  ASSERT_THAT(names(slow), ElementsAre("airplane_landing"));
  const Sequence& sequence = slow.sequences[0];
  ASSERT_EQ(sequence.truth.size(), 10u);
  EXPECT_EQ(sequence.truth[1].x, 8);
  EXPECT_EQ(sequence.truth[1].w, 30);
  EXPECT_EQ(sequence.truth[1].h, 40);
  EXPECT_EQ(slow.find("nfs_airplane_landing"), &sequence);
  const Dataset fast = data::open_dataset("nfs240", available(download));
  ASSERT_THAT(names(fast), ElementsAre("airplane_landing"));
  EXPECT_EQ(fast.sequences[0].truth.size(), 80u);
  EXPECT_EQ(fast.sequences[0].frames->count(), 80);
}

TEST(NfsDownload, GivesTheSameTruthWithoutLookingAtImages) {
  const MadeDownload download;
  download.file("bee/30/bee.txt", vatic(360));
  const Dataset truth = data::open_dataset("nfs30", available(download, Frames::none));
  ASSERT_EQ(truth.sequences.at(0).truth.size(), 45u) << "no images: the list's number of frames";
  EXPECT_EQ(truth.sequences[0].truth[44].x, 352);
  download.images("bee/30/bee", 1, 46, 5);
  const Dataset counted = data::open_dataset("nfs30", available(download, Frames::none));
  EXPECT_EQ(counted.sequences.at(0).truth.size(), 45u);
  EXPECT_EQ(counted.sequences[0].frames, nullptr);
  EXPECT_EQ(data::open_dataset("nfs30", available(download)).sequences.at(0).frames->count(), 45);
}

TEST(NfsDownload, RefusesRowsThatDoNotFitTheImages) {
  const MadeDownload download;
  download.file("bee/30/bee.txt", vatic(60));
  download.images("bee/30/bee", 1, 10, 5);
  EXPECT_THAT(error_of("nfs30", available(download)), HasSubstr("10 images in"));
}

TEST(NfsDownload, KnowsPytrackingsConversion) {
  const MadeDownload download;
  download.file("anno/nfs_bee.txt", moving_truth(45, "\t"));
  download.images("sequences/bee", 1, 45, 5);
  const Dataset nfs = data::open_dataset("nfs30", available(download));
  ASSERT_THAT(names(nfs), ElementsAre("bee"));
  EXPECT_EQ(nfs.sequences[0].truth[44].x, 54);
}

TEST(Tcolor128Download, FollowsTheRangesOfItsList) {
  const MadeDownload download;
  download.file("Hurdle_ce2/Hurdle_ce2_gt.txt", moving_truth(304));
  download.file("Hurdle_ce2/Hurdle_ce2_frames.txt", "27,330\n");
  download.images("Hurdle_ce2/img", 1, 330, 4);
  download.file("Yo-yos_ce3/Yo-yos_ce3_gt.txt", moving_truth(201));
  download.images("Yo-yos_ce3/img", 1, 201, 4);
  download.file("Kite_ce1/Kite_ce1_gt.txt", moving_truth(484));
  download.file("Kite_ce1/Kite_ce1_frames.txt", "1,483\n");
  download.images("Kite_ce1/img", 1, 484, 4);
  const Dataset tcolor = data::open_dataset("tcolor128", available(download));
  ASSERT_THAT(names(tcolor), ElementsAre("Hurdle_ce2", "Yo_yos_ce3"));
  EXPECT_EQ(picture_number(tcolor.sequences[0], 0), 27);
  EXPECT_THAT(missing_of(tcolor, "Kite_ce1"), HasSubstr("says '1,483', expected 1,484"));
}

TEST(Dtb70Download, IsLaidOutAsOtbWithFiveDigits) {
  const MadeDownload download;
  download.file("DTB70/Animal1/groundtruth_rect.txt", moving_truth(147));
  download.images("DTB70/Animal1/img", 1, 147, 5);
  const Dataset dtb = data::open_dataset("dtb70", available(download));
  ASSERT_THAT(names(dtb), ElementsAre("Animal1"));
  EXPECT_TRUE(dtb.one_based);
  EXPECT_THAT(dtb.sequences[0].attributes, ElementsAre("SV", "ARV", "SOA"));
}

TEST(TrackingNetDownload, TakesFirstBoxesAndFramesInNumberOrder) {
  const MadeDownload download;
  download.file("TEST/anno/-3TIfnTSM6c_2.txt", " 1.00,102.00,245.00,174.00\n");
  download.images("TEST/frames/-3TIfnTSM6c_2", 0, 11, 1);
  download.file("TEST/anno/a1qoB1eERn0_0.txt", "5,6,7,8");
  download.images("TEST/zips/a1qoB1eERn0_0", 0, 3, 1);
  download.pack("TEST/zips/a1qoB1eERn0_0", "TEST/zips/a1qoB1eERn0_0.zip", true);
  const Dataset net = data::open_dataset("trackingnet", available(download));
  ASSERT_THAT(names(net), ElementsAre("-3TIfnTSM6c_2", "a1qoB1eERn0_0"));
  EXPECT_TRUE(net.partial);
  EXPECT_FALSE(net.one_based);
  const Sequence& first = net.sequences[0];
  EXPECT_EQ(first.truth.size(), 12u);
  EXPECT_EQ(first.truth[0].h, 174);
  EXPECT_EQ(picture_number(first, 2), 2);  // 2.jpg, not 10.jpg
  EXPECT_EQ(net.sequences[1].frames->count(), 4);
  data::OpenOptions strict = available(download);
  strict.available = false;
  EXPECT_THAT(error_of("trackingnet", strict), HasSubstr("509 of 511 sequences missing"));
}

TEST(LasotToolkit, GivesTruthAbsenceAndAttributesWithoutImages) {
  const MadeDownload download;
  download.file("annos/hand-2.txt", moving_truth(1641));
  download.file("annos/absent/hand-2.txt", flags(1640, 0) + "1\n");
  download.file("annos/att/hand-2.txt", "1,0,0,0,0,0,0,0,0,0,0,0,0,1\n");
  const Dataset lasot = data::open_dataset("lasot", available(download, Frames::if_there));
  ASSERT_THAT(names(lasot), ElementsAre("hand-2"));
  EXPECT_EQ(lasot.sequences[0].absent.back(), 1);
  EXPECT_THAT(lasot.sequences[0].attributes, ElementsAre("IV", "ARC"));
}

}  // namespace
}  // namespace siamrt
