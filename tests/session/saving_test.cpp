#include "session/saving.hpp"

#include "session/annotate.hpp"
#include "session/made.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include <fstream>

namespace siamrt::session {
namespace {

/// Target 1 in frames 0 and 1 of 3, target 3 in frame 1.
Record made_record() {
  Record record;
  record.input = "clips/my clip.mp4";
  record.model = "made";
  record.width = made_width;
  record.height = made_height;
  record.count = 3;
  Target first(0);
  first.set_by_hand(0, {10.5, 20, 30, 40});
  first.note(1, {{11, 21, 30, 40}, 0.75, true, Origin::tracked});
  Target third(2);
  third.set_by_hand(1, {1, 2, 3, 4});
  record.targets = {first, third};
  return record;
}

std::string only(BoxFormat format) {
  const auto files = saved_boxes(made_record(), format);
  EXPECT_EQ(files.size(), 1U);
  return files.front().content;
}

TEST(SavedBoxes, CsvCountsPixelsAndFramesFromZeroAndTargetsFromOne) {
  EXPECT_EQ(only(BoxFormat::csv),
            "frame,target,x,y,w,h,score,origin\n"
            "0,1,10.5,20,30,40,1,hand\n"
            "1,1,11,21,30,40,0.75,tracked\n"
            "1,3,1,2,3,4,1,hand\n");
}

TEST(SavedBoxes, MotCountsEverythingFromOne) {
  EXPECT_EQ(only(BoxFormat::mot),
            "1,1,11.5,21,30,40,1,-1,-1,-1\n"
            "2,1,12,22,30,40,0.75,-1,-1,-1\n"
            "2,3,2,3,3,4,1,-1,-1,-1\n");
}

TEST(SavedBoxes, OtbHasALineForEachFrameAndPixelsFromOne) {
  const auto files = saved_boxes(made_record(), BoxFormat::otb);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "myclip_1/groundtruth_rect.txt");
  EXPECT_EQ(files[0].content, "11.5,21,30,40\n12,22,30,40\nnan,nan,nan,nan\n");
  EXPECT_EQ(files[1].content, "nan,nan,nan,nan\n2,3,3,4\nnan,nan,nan,nan\n");
}

TEST(SavedBoxes, Got10kCountsFromZeroAndSaysWhereTheTargetIsAbsent) {
  const auto files = saved_boxes(made_record(), BoxFormat::got10k);
  ASSERT_EQ(files.size(), 4U);
  EXPECT_EQ(files[0].content, "10.5,20,30,40\n11,21,30,40\nnan,nan,nan,nan\n");
  EXPECT_EQ(files[1].content, "0\n1\n1\n");
}

TEST(SavedBoxes, CocoNamesEachImageOnceAndGivesTargetsTheirInstance) {
  const auto json = nlohmann::json::parse(only(BoxFormat::coco));
  ASSERT_EQ(json["images"].size(), 2U);
  ASSERT_EQ(json["annotations"].size(), 3U);
  EXPECT_EQ(json["videos"][0]["name"], "myclip");
  EXPECT_EQ(json["categories"][0]["id"], 1);
  EXPECT_EQ(json["annotations"][2]["instance_id"], 3);
  EXPECT_EQ(json["annotations"][2]["image_id"], json["images"][1]["id"]);
  EXPECT_EQ(json["annotations"][0]["bbox"], (std::vector<double>{10.5, 20, 30, 40}));
}

TEST(SavedBoxes, WithoutABoxThereIsNothingToSave) {
  EXPECT_THROW(saved_boxes(Record(), BoxFormat::csv), Error);
  EXPECT_THROW(box_format("xml"), Error);
}

TEST(ClipName, IsFitForAFileWhateverTheInputIsCalled) {
  EXPECT_EQ(clip_name("a/b/Crossing/"), "Crossing");
  EXPECT_EQ(clip_name("a/Crossing/img"), "Crossing");
  EXPECT_EQ(clip_name("../..;rm -rf.mp4"), "rm-rf");
  EXPECT_EQ(clip_name("0"), "0");
  EXPECT_EQ(clip_name("/"), "clip");
}

TEST(WriteFiles, MakesFolders) {
  const auto folder = test::temporary_dir();
  write_files(saved_boxes(made_record(), BoxFormat::got10k), folder.string());
  EXPECT_TRUE(std::filesystem::exists(folder / "myclip_3" / "absence.label"));
}

TEST(Annotate, DrawsEveryFrameOfTheClip) {
  Record record = made_record();
  record.input = made_clip(3).string();
  const auto out = test::temporary_dir() / "out";
  EXPECT_TRUE(annotate(record, out.string(), false, [](std::int64_t) { return true; }));
  const cv::Mat plain = made_frame(1);
  const cv::Mat drawn = cv::imread((out / "000001.jpg").string());
  ASSERT_EQ(drawn.size(), plain.size());
  EXPECT_GT(cv::norm(drawn, plain, cv::NORM_INF), 100);
  EXPECT_TRUE(std::filesystem::exists(out / "000002.jpg"));
}

TEST(Annotate, StopsWhenToldToAndRefusesACamera) {
  Record record = made_record();
  record.input = made_clip(3).string();
  const auto out = test::temporary_dir() / "clip.mp4";
  EXPECT_FALSE(annotate(record, out.string(), false, [](std::int64_t) { return false; }));
  EXPECT_FALSE(std::filesystem::exists(out));
  record.live = true;
  EXPECT_THROW(annotate(record, out.string(), false, [](std::int64_t) { return true; }), Error);
}

}  // namespace
}  // namespace siamrt::session
