// Each benchmark's download in miniature, laid out as it unpacks.

#include "data/opened.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <cmath>

namespace siamrt {
namespace {

using data::Dataset;
using data::Frames;
using data::OpenOptions;
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

TEST(OtbDownload, GivesDoubledTargetsRangesAndAnySeparator) {
  const MadeDownload download;
  download.file("Jogging/groundtruth_rect.1.txt", moving_truth(307));
  download.file("Jogging/groundtruth_rect.2.txt", moving_truth(307, "\t", "\n", 11));
  download.images("Jogging/img", 1, 307, 4);
  download.file("Human4/groundtruth_rect.1.txt", "");
  download.file("Human4/groundtruth_rect.2.txt", moving_truth(667, " ", "\r\n"));
  download.images("Human4/img", 1, 667, 4);
  download.file("BlurCar3/groundtruth_rect.txt", moving_truth(357));
  download.images("BlurCar3/img", 3, 359, 4);
  download.file("Diving/groundtruth_rect.txt", moving_truth(215));
  download.images("Diving/img", 1, 231, 4);
  download.file("Board/groundtruth_rect.txt", moving_truth(698));
  download.images("Board/img", 1, 698, 5);
  const Dataset otb = data::open_dataset("otb2015", available(download));
  EXPECT_THAT(names(otb),
              ElementsAre("BlurCar3", "Board", "Diving", "Human4-2", "Jogging-1", "Jogging-2"));
  EXPECT_TRUE(otb.one_based);
  EXPECT_TRUE(otb.partial);
  EXPECT_EQ(otb.missing.size(), 94u);
  EXPECT_EQ(otb.find("jogging_2")->truth[0].x, 11);
  EXPECT_EQ(otb.find("Jogging-1")->start_box(true).x, 9);
  EXPECT_EQ(picture_number(*otb.find("BlurCar3"), 0), 3);
  EXPECT_EQ(otb.find("Diving")->frames->count(), 215);
  EXPECT_THAT(otb.find("Board")->frames->name(697), HasSubstr("00698.jpg"));
  EXPECT_THAT(otb.find("Human4")->attributes, testing::Contains("IV"));
}

TEST(OtbDownload, StartsDavidAtImage300) {
  const MadeDownload download;
  download.file("David/groundtruth_rect.txt", moving_truth(471));
  download.images("David/img", 290, 770, 4);
  const Dataset otb = data::open_dataset("otb2013", available(download));
  ASSERT_THAT(names(otb), ElementsAre("David"));
  EXPECT_EQ(otb.sequences[0].frames->count(), 471);
  EXPECT_THAT(otb.sequences[0].frames->name(0), HasSubstr("0300.jpg"));
}

TEST(OtbDownload, TakesTiger1WithAndWithoutItsFirstFiveRows) {
  const MadeDownload whole;
  whole.file("Tiger1/groundtruth_rect.txt", moving_truth(354));
  whole.images("Tiger1/img", 1, 354, 4);
  const Dataset all = data::open_dataset("otb2015", available(whole));
  ASSERT_THAT(names(all), ElementsAre("Tiger1"));
  EXPECT_EQ(all.sequences[0].omitted, 5);
  EXPECT_EQ(picture_number(all.sequences[0], 0), 1);
  whole.file("Tiger1/groundtruth_rect.txt", moving_truth(349));
  const Dataset late = data::open_dataset("otb2015", available(whole));
  ASSERT_THAT(names(late), ElementsAre("Tiger1"));
  EXPECT_EQ(late.sequences[0].omitted, 0);
  EXPECT_EQ(picture_number(late.sequences[0], 0), 6);
}

TEST(OtbDownload, SaysPreciselyWhatIsMissing) {
  const MadeDownload download;
  download.file("OTB100/Deer/groundtruth_rect.txt", moving_truth(71));
  download.images("OTB100/Deer/img", 1, 69, 4);
  download.file("OTB100/Dog/groundtruth_rect.txt", moving_truth(126));
  download.images("OTB100/Dog/img", 1, 127, 4);
  download.file("OTB100/Man/groundtruth_rect.txt", moving_truth(134));
  download.images("OTB100/Man/img", 1, 134, 4);
  const Dataset otb = data::open_dataset("otb2015", available(download));
  EXPECT_THAT(names(otb), ElementsAre("Man"));
  EXPECT_THAT(missing_of(otb, "Deer"), HasSubstr("2 of 71 images are missing in"));
  EXPECT_THAT(missing_of(otb, "Deer"), HasSubstr("(number 70, 71)"));
  EXPECT_THAT(missing_of(otb, "Dog"),
              HasSubstr("groundtruth_rect.txt has 126 rows, expected 127 (images 1 to 127)"));
  EXPECT_THAT(missing_of(otb, "Jogging-2"), HasSubstr("Jogging/groundtruth_rect.2.txt"));
  OpenOptions strict = available(download);
  strict.available = false;
  const std::string error = error_of("otb2015", strict);
  EXPECT_THAT(error, HasSubstr("otb2015: 99 of 100 sequences missing: Deer (2 of 71 images "));
  EXPECT_THAT(error, HasSubstr("; Basketball (no "));
  EXPECT_THAT(error, HasSubstr("and 91 more; --available takes what is there"));
  EXPECT_EQ(error.find('\n'), std::string::npos);
}

TEST(OtbDownload, NeedsNoImagesForFiguresAlone) {
  const MadeDownload download;
  download.file("Deer/groundtruth_rect.txt", moving_truth(71));
  const Dataset otb = data::open_dataset("otb2015", available(download, Frames::if_there));
  ASSERT_THAT(names(otb), ElementsAre("Deer"));
  EXPECT_EQ(otb.sequences[0].frames, nullptr);
}

TEST(OtbDownload, IsReadFromOneZipOrTarPerSequence) {
  const MadeDownload download;
  for (const char* name : {"Deer", "Man"}) {
    const int rows = std::string(name) == "Deer" ? 71 : 134;
    download.file(fmt::format("{}/groundtruth_rect.txt", name), moving_truth(rows));
    download.file(fmt::format("{}/__MACOSX/._x", name), "junk");
    download.images(fmt::format("{}/img", name), 1, rows, 4);
  }
  download.pack("Deer", "Deer.zip");
  download.pack("Man", "Man.tar", true);
  const Dataset otb = data::open_dataset("otb2015", available(download));
  ASSERT_THAT(names(otb), ElementsAre("Deer", "Man"));
  EXPECT_EQ(picture_number(otb.sequences[0], 70), 71);
  EXPECT_EQ(picture_number(otb.sequences[1], 40), 41);
}

TEST(Got10kDownload, GivesLabelsSizesAndTheTestSetsFirstBox) {
  const MadeDownload download;
  const std::string val = "val/GOT-10k_Val_000002";
  download.file("val/list.txt", "GOT-10k_Val_000002\n");
  download.file(val + "/groundtruth.txt", "10.5000,20.0000,30.0000,40.0000\n1,2,3,4\n");
  download.file(val + "/absence.label", "0\n1\n");
  download.file(val + "/cover.label", "8\n0\n");
  download.file(val + "/meta_info.ini",
                "[METAINFO]\nobject_class: mallard\nresolution: (1920, 1080)\n");
  download.images(val, 1, 2, 8);
  const std::string tests = "test/GOT-10k_Test_000180";
  download.file(tests + "/groundtruth.txt", "10,20,30,40\n");
  download.images(tests, 1, 3, 8);
  const Dataset vals = data::open_dataset("got10k_val", available(download));
  ASSERT_THAT(names(vals), ElementsAre("GOT-10k_Val_000002"));
  const Sequence& first = vals.sequences[0];
  EXPECT_FALSE(vals.one_based);
  EXPECT_EQ(first.start_box(false).x, 10.5);
  EXPECT_THAT(first.absent, ElementsAre(0, 1));
  EXPECT_THAT(first.cover, ElementsAre(8, 0));
  EXPECT_THAT(first.attributes, ElementsAre("mallard"));
  EXPECT_EQ(first.width, 1920);
  EXPECT_EQ(first.height, 1080);
  EXPECT_EQ(vals.missing.size(), 179u);
  const Dataset tested = data::open_dataset("got10k_test", available(download));
  ASSERT_THAT(names(tested), ElementsAre("GOT-10k_Test_000180"));
  ASSERT_EQ(tested.sequences[0].truth.size(), 3u);
  EXPECT_EQ(tested.sequences[0].truth[0].w, 30);
  EXPECT_TRUE(std::isnan(tested.sequences[0].truth[2].x));
}

TEST(Got10kDownload, RefusesLabelsThatDoNotFitTheTruth) {
  const MadeDownload download;
  const std::string val = "GOT-10k_Val_000001";
  download.file(val + "/groundtruth.txt", moving_truth(3));
  download.file(val + "/cover.label", "8\n8\n");
  download.images(val, 1, 3, 8);
  EXPECT_THAT(error_of("got10k_val", available(download)),
              HasSubstr("cover.label has 2 labels, but the truth 3 rows"));
}

TEST(VotDownload, GivesPolygonsTagsAndTheSizeOfItsImages) {
  const MadeDownload download;
  std::string truth;
  for (int i = 0; i < 41; ++i)
    truth += i == 1 ? "10,20,30,40\n" : fmt::format("{0},2,12.5,2,12.5,9,{0},9\n", i);
  download.file("ball2/groundtruth.txt", truth);
  download.file("ball2/occlusion.tag", flags(41, 1));
  download.file("ball2/size_change.label", flags(40, 0));
  download.images("ball2/color", 1, 41, 8);
  const Dataset vot = data::open_dataset("vot2019", available(download));
  ASSERT_THAT(names(vot), ElementsAre("ball2"));
  const Sequence& ball = vot.sequences[0];
  EXPECT_EQ(ball.polygons[0][1].x, 12.5);
  EXPECT_EQ(ball.truth[0].w, 12.5);
  EXPECT_EQ(ball.rectangles[0], 0);
  EXPECT_EQ(ball.rectangles[1], 1);
  EXPECT_EQ(ball.polygons[1][2].x, 40);
  EXPECT_EQ(ball.truth[1].w, 30);
  EXPECT_EQ(ball.tags.at("occlusion").size(), 41u);
  EXPECT_EQ(ball.tags.at("size_change").size(), 40u);
  EXPECT_EQ(ball.width, 16);
  EXPECT_EQ(ball.height, 12);
  const Dataset unseen = data::open_dataset("vot2019", available(download, Frames::none));
  EXPECT_EQ(unseen.sequences.at(0).frames, nullptr);
  EXPECT_EQ(unseen.sequences[0].width, 16) << "figures need it";
}

TEST(LasotDownload, JoinsFullOcclusionAndOutOfView) {
  const MadeDownload download;
  const std::string folder = "LaSOTBenchmark/hand/hand-2/";
  download.file(folder + "groundtruth.txt", moving_truth(1641));
  std::string occluded = flags(1641, 0, ",");
  occluded[2 * 7] = '1';
  std::string outside = flags(1641, 0, ",");
  outside[2 * 9] = '1';
  download.file(folder + "full_occlusion.txt", occluded);
  download.file(folder + "out_of_view.txt", outside);
  const Dataset lasot = data::open_dataset("lasot", available(download, Frames::if_there));
  ASSERT_THAT(names(lasot), ElementsAre("hand-2"));
  const Sequence& hand = lasot.sequences[0];
  EXPECT_TRUE(lasot.one_based);
  EXPECT_EQ(hand.full_occlusion[7], 1);
  EXPECT_EQ(hand.out_of_view[9], 1);
  EXPECT_EQ(hand.absent[7], 1);
  EXPECT_EQ(hand.absent[9], 1);
  EXPECT_EQ(hand.absent[8], 0);
}

}  // namespace
}  // namespace siamrt
