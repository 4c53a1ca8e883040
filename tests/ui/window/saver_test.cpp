#include "ui/window_saver.hpp"

#include "session/made.hpp"
#include "session/session_file.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace siamrt::ui {
namespace {

namespace fs = std::filesystem;

session::Record record_with_a_box() {
  session::Record record;
  record.input = "clip.mp4";
  record.model = "made";
  record.count = 2;
  record.width = 64;
  record.height = 48;
  session::Target target(0);
  target.set_by_hand(0, {1, 2, 30, 20});
  target.note(1, {{2, 3, 30, 20}, 0.5, false, session::Origin::tracked});
  record.targets.push_back(target);
  return record;
}

void wait_for(const Saver& saver) {
  while (saver.state().running) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class SaverIn : public ::testing::Test {
 protected:
  const std::string place = test::temporary_dir().string();
};

TEST_F(SaverIn, WritesEveryFormOfBoxesAndASessionThatReads) {
  Saver saver("clip", place);
  ASSERT_TRUE(saver.save(record_with_a_box(), {Saved::csv, Saved::otb, Saved::got10k, Saved::coco,
                                               Saved::mot, Saved::session}));
  wait_for(saver);
  EXPECT_FALSE(saver.state().failed) << saver.state().line;
  EXPECT_EQ(saver.written().size(), 6U);
  const std::string folder = saver.folder();
  EXPECT_EQ(text_of(folder + "/otb/clip_1/groundtruth_rect.txt"), "2,3,30,20\n3,4,30,20\n");
  EXPECT_EQ(text_of(folder + "/got10k/clip_1/groundtruth.txt"), "1,2,30,20\n2,3,30,20\n");
  EXPECT_EQ(text_of(folder + "/clip_mot.txt"),
            "1,1,2,3,30,20,1,-1,-1,-1\n2,1,3,4,30,20,0.5,-1,-1,-1\n");
  const std::string session = folder + "/" + saver.where(Saved::session);
  EXPECT_EQ(session::read_session(text_of(session), session).targets.size(), 1U);
}

TEST_F(SaverIn, NeverTouchesAFolderThatWasThere) {
  fs::create_directories(place + "/clip_tracks");
  const Saver saver("clip", place);
  EXPECT_EQ(saver.folder(), place + "/clip_tracks-2");
}

TEST_F(SaverIn, SaysWhyNothingCouldBeSaved) {
  Saver saver("clip", place);
  session::Record record = record_with_a_box();
  record.targets.clear();
  ASSERT_TRUE(saver.save(record, {Saved::csv}));
  wait_for(saver);
  EXPECT_TRUE(saver.state().failed);
  EXPECT_NE(saver.state().line.find("draw one first"), std::string::npos);
}

TEST_F(SaverIn, RecordsWhatASessionShowsIntoNewFiles) {
  const auto calls = std::make_shared<session::Calls>();
  session::Session session(session::made_clip(5).string(), session::made_follower(calls));
  session::wait_at(session, 0);
  Saver saver("cam", place);
  for (const char* name : {"cam_live.mp4", "cam_live-2.mp4"}) {
    saver.start_recording(session, "made");
    while (saver.recording() && saver.recording()->frames == 0) std::this_thread::yield();
    saver.end_recording();
    while (saver.recording()) std::this_thread::yield();
    EXPECT_NE(saver.state().line.find(name), std::string::npos) << saver.state().line;
    EXPECT_GT(fs::file_size(fs::path(saver.folder()) / name), 500U);
  }
  EXPECT_EQ(saver.written().size(), 2U);
}

TEST_F(SaverIn, FinishEndsARecordingWhole) {
  const auto calls = std::make_shared<session::Calls>();
  session::Session session(session::made_clip(5).string(), session::made_follower(calls));
  session::wait_at(session, 0);
  Saver saver("cam", place);
  saver.start_recording(session, "made");
  while (saver.recording()->frames == 0) std::this_thread::yield();
  saver.finish([] { return true; });
  EXPECT_FALSE(saver.recording());
  EXPECT_EQ(saver.written().size(), 1U);
}

}  // namespace
}  // namespace siamrt::ui
