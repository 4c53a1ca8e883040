#include "session/session.hpp"

#include "session/made.hpp"

#include <siamrt/error.hpp>

#include <algorithm>
#include <fstream>
#include <thread>

namespace siamrt::session {
namespace {

constexpr int frames = 30;

/// A session on a made clip, at its first frame, as fast as it goes.
class Sessions : public testing::Test {
 protected:
  std::unique_ptr<Session> open(int broken = -1, int lost_from = -1, int lost_to = -1) {
    auto session = std::make_unique<Session>(made_clip(frames, broken).string(),
                                             made_follower(calls, lost_from, lost_to));
    session->set_speed(0);
    wait_at(*session, 0);
    return session;
  }

  static void play_to_the_end(Session& session) {
    session.play();
    wait_until(session, [](const Shown& shown) { return shown.ended; });
  }

  static Target target_of(const Session& session, int number) {
    for (const Target& target : session.record().targets) {
      if (target.number() == number) return target;
    }
    ADD_FAILURE() << "no target " << number;
    return Target(-1);
  }

  std::shared_ptr<Calls> calls = std::make_shared<Calls>();
};

void expect_near(const Box& a, const Box& b) { EXPECT_GT(iou(a, b), 0.999) << a.x << ',' << a.y; }

TEST_F(Sessions, ShowsTheFirstFramePausedWithNumberOfFramesAndNoTarget) {
  const auto session = open();
  const auto shown = session->latest();
  EXPECT_EQ(shown->index, 0);
  EXPECT_EQ(shown->count, frames);
  EXPECT_FALSE(shown->live);
  EXPECT_TRUE(shown->targets.empty());
  EXPECT_EQ(shown->frame.at<cv::Vec3b>(0, 0)[0], 0);
}

TEST_F(Sessions, FollowsADrawnBoxThroughEveryFrameOfAFile) {
  const auto session = open();
  EXPECT_EQ(session->add(0, made_truth(0)).get(), 0);
  play_to_the_end(*session);
  const Target target = target_of(*session, 0);
  ASSERT_EQ(target.marks().size(), static_cast<std::size_t>(frames));
  for (int n = 0; n < frames; ++n) expect_near(target.at(n)->box, made_truth(n));
  EXPECT_EQ(target.keys(), std::vector<std::int64_t>{0});
}

TEST_F(Sessions, GivesAllTargetsOfAFrameToTheFollowerAtOnce) {
  const auto session = open();
  for (int n = 0; n < 5; ++n) session->add(0, made_truth(n)).get();
  session->step(1);
  wait_at(*session, 1);
  EXPECT_EQ(calls->batches, std::vector<std::size_t>{5});
}

TEST_F(Sessions, PlayingThroughFramesWithBoxesAsksTheFollowerNothing) {
  const auto session = open();
  session->add(0, made_truth(0)).get();
  play_to_the_end(*session);
  const std::size_t before = calls->batches.size();
  play_to_the_end(*session);
  EXPECT_EQ(calls->batches.size(), before);
}

TEST_F(Sessions, StepsForwardsAndBackwardsByOneFrame) {
  const auto session = open();
  session->step(3);
  EXPECT_EQ(wait_at(*session, 3)->frame.at<cv::Vec3b>(0, 0)[0], 3);
  session->step(-1);
  EXPECT_EQ(wait_at(*session, 2)->frame.at<cv::Vec3b>(0, 0)[0], 2);
}

TEST_F(Sessions, SeeksExactlyAndStopsAtTheLastFrame) {
  const auto session = open();
  session->seek(17);
  EXPECT_EQ(wait_at(*session, 17)->frame.at<cv::Vec3b>(0, 0)[0], 17);
  session->seek(100000);
  wait_at(*session, frames - 1);
  session->seek(-5);
  wait_at(*session, 0);
}

TEST_F(Sessions, CorrectingForgetsWhatFollowedAndKeepsWhatWasBefore) {
  const auto session = open();
  session->add(0, made_truth(0)).get();
  play_to_the_end(*session);
  session->seek(10);
  wait_at(*session, 10);
  const Box moved = {80, 60, 20, 16};
  session->correct(0, 10, moved).get();
  Target target = target_of(*session, 0);
  EXPECT_NE(target.at(9), nullptr);
  EXPECT_EQ(target.at(11), nullptr);
  session->step(2);
  wait_at(*session, 12);
  target = target_of(*session, 0);
  expect_near(target.at(12)->box, {84, 62, 20, 16});
  expect_near(target.at(9)->box, made_truth(9));
  EXPECT_EQ(target.keys(), (std::vector<std::int64_t>{0, 10}));
}

TEST_F(Sessions, ACorrectionBeforeAKeyFrameStopsThere) {
  const auto session = open();
  session->add(0, made_truth(0)).get();
  session->seek(20);
  wait_at(*session, 20);
  const Box late = {100, 70, 20, 16};
  session->correct(0, 20, late).get();
  session->seek(5);
  wait_at(*session, 5);
  session->correct(0, 5, made_truth(5)).get();
  play_to_the_end(*session);
  const Target target = target_of(*session, 0);
  EXPECT_EQ(target.at(3), nullptr);  // sought past, never tracked
  expect_near(target.at(19)->box, made_truth(19));
  expect_near(target.at(20)->box, late);
  expect_near(target.at(21)->box, {102, 71, 20, 16});
}

TEST_F(Sessions, TracksBackwardsToTheKeyFrameBefore) {
  const auto session = open();
  session->add(0, {1, 1, 9, 9}).get();
  session->seek(12);
  wait_at(*session, 12);
  session->correct(0, 12, made_truth(12)).get();
  session->track_back(0).get();
  wait_until(*session, [](const Shown& shown) { return shown.state == Shown::State::paused; });
  const Target target = target_of(*session, 0);
  for (int n = 1; n <= 12; ++n) expect_near(target.at(n)->box, made_truth(n));
  expect_near(target.at(0)->box, {1, 1, 9, 9});
}

TEST_F(Sessions, TrackingBackOverwritesTrackedBoxes) {
  const auto session = open();
  session->add(0, made_truth(3)).get();
  session->step(15);
  wait_at(*session, 15);
  session->correct(0, 15, made_truth(15)).get();
  session->track_back().get();
  wait_until(*session, [](const Shown& shown) { return shown.state == Shown::State::paused; });
  expect_near(target_of(*session, 0).at(8)->box, made_truth(8));
}

TEST_F(Sessions, TrackingBackWithoutABoxIsRefused) {
  const auto session = open();
  EXPECT_THROW(session->track_back().get(), Error);
  EXPECT_NE(session->latest()->message.find("draw one"), std::string::npos);
}

TEST_F(Sessions, ABoxDrawnOnAnEarlierFrameIsFollowedFromThere) {
  const auto session = open();
  session->step(6);
  wait_at(*session, 6);
  session->play();
  session->add(4, made_truth(4)).get();
  wait_until(*session, [](const Shown& shown) { return shown.ended; });
  const Target target = target_of(*session, 0);
  EXPECT_EQ(target.at(3), nullptr);
  for (int n = 4; n < frames; ++n) expect_near(target.at(n)->box, made_truth(n));
}

TEST_F(Sessions, KeepsTheLastBoxWhereAFrameDoesNotDecode) {
  const auto session = open(7);
  session->add(0, made_truth(0)).get();
  session->step(7);
  const auto shown = wait_at(*session, 7);
  EXPECT_FALSE(shown->readable);
  const Target target = target_of(*session, 0);
  EXPECT_EQ(target.at(7)->origin, Origin::held);
  expect_near(target.at(7)->box, made_truth(6));
  play_to_the_end(*session);
  EXPECT_EQ(target_of(*session, 0).at(8)->origin, Origin::tracked);
}

TEST_F(Sessions, SaysLostAndSearchesEverywhereOnlyWhenAskedTo) {
  const auto session = open(-1, 5, 25);
  session->add(0, made_truth(0)).get();
  session->step(8);
  EXPECT_TRUE(wait_at(*session, 8)->targets.at(0).mark->lost);
  EXPECT_EQ(calls->searches, 0);
  session->set_relocate_after(4);
  session->step(1);
  wait_at(*session, 9);
  session->step(3);
  wait_at(*session, 12);
  EXPECT_GT(calls->searches, 0);
}

TEST_F(Sessions, RemovesTargetsAndNeverUsesTheirNumbersAgain) {
  const auto session = open();
  session->add(0, made_truth(0)).get();
  session->add(0, made_truth(1)).get();
  session->remove(0).get();
  EXPECT_EQ(session->add(0, made_truth(2)).get(), 2);
  EXPECT_EQ(session->record().targets.size(), 2U);
  EXPECT_THROW(session->remove(0).get(), Error);
}

TEST_F(Sessions, RefusesBoxesOutsideAndMoreTargetsThanAllowed) {
  Options options;
  options.most_targets = 1;
  Session session(made_clip(3).string(), made_follower(calls), options);
  wait_at(session, 0);
  EXPECT_THROW(session.add(0, {500, 500, 10, 10}).get(), Error);
  EXPECT_THROW(session.add(99, made_truth(0)).get(), Error);
  EXPECT_TRUE(session.record().targets.empty());
  session.add(0, made_truth(0)).get();
  EXPECT_THROW(session.add(0, made_truth(0)).get(), Error);
}

TEST_F(Sessions, GoesOnFromRestoredBoxes) {
  const auto session = open();
  session->add(0, made_truth(0)).get();
  session->step(5);
  wait_at(*session, 5);
  const auto other = open();
  other->restore(session->record().targets).get();
  play_to_the_end(*other);
  expect_near(target_of(*other, 0).at(frames - 1)->box, made_truth(frames - 1));
}

TEST_F(Sessions, ShowsTruthAndOverlapOfABenchmarkSequence) {
  const auto clip = made_clip(3);
  std::filesystem::create_directory(clip / "img");
  for (int n = 0; n < 3; ++n) {
    const std::string name = "000" + std::to_string(n) + ".png";
    std::filesystem::rename(clip / name, clip / "img" / name);
  }
  std::ofstream truth(clip / "groundtruth_rect.txt");  // OTB: from 1
  for (int n = 0; n < 3; ++n)
    truth << made_truth(n).x + 1 << ',' << made_truth(n).y + 1 << ",20,16\n";
  truth.close();
  Session session(clip.string(), made_follower(calls));
  wait_at(session, 0);
  session.add(0, made_truth(0)).get();
  session.step(2);
  const auto shown = wait_at(session, 2);
  ASSERT_EQ(shown->truth.size(), 1U);
  expect_near(shown->truth[0], made_truth(2));
  EXPECT_NEAR(shown->targets.at(0).iou.value(), 1, 1e-9);
}

TEST_F(Sessions, AnswersAfterAFloodOfWishes) {
  const auto session = open();
  int refused = 0;
  const auto wish = [&](std::int64_t frame) {
    try {
      session->seek(frame);
      return true;
    } catch (const Error&) {  // too much at once: told, not queued
      ++refused;
      return false;
    }
  };
  for (int n = 0; n < 20000; ++n) wish(n % frames);
  while (!wish(3)) std::this_thread::yield();
  wait_at(*session, 3);
  EXPECT_LT(refused, 20000);
}

TEST_F(Sessions, EndsWhilePlayingAndWhileSeeking) {
  for (int n = 0; n < 5; ++n) {
    const auto session = open();
    session->add(0, made_truth(0));
    session->play();
    session->seek(n * 5);
  }
}

TEST(Session, RefusesWhatCannotBeOpened) {
  const auto calls = std::make_shared<Calls>();
  EXPECT_THROW(Session("/nowhere/clip.mp4", made_follower(calls)), Error);
}

}  // namespace
}  // namespace siamrt::session
