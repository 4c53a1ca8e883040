#include "session/history.hpp"

#include "session/made.hpp"

#include <siamrt/error.hpp>

namespace siamrt::session {
namespace {

constexpr int frames = 20;

/// A session on a made clip with one target that was followed to the end.
class Undo : public testing::Test {
 protected:
  Undo() : session(made_clip(frames).string(), made_follower(calls)) {
    session.set_speed(0);
    wait_at(session, 0);
    session.add(0, made_truth(0)).get();
    play();
  }

  void play() {
    session.play();
    wait_until(session, [](const Shown& shown) { return shown.ended; });
  }

  void go_to(std::int64_t frame) {
    session.seek(frame);
    wait_at(session, frame);
  }

  /// All boxes of all targets, to be compared.
  std::map<int, std::map<std::int64_t, Box>> boxes() const {
    std::map<int, std::map<std::int64_t, Box>> all;
    for (const Target& target : session.record().targets)
      for (const auto& [frame, mark] : target.marks()) all[target.number()][frame] = mark.box;
    return all;
  }

  std::shared_ptr<Calls> calls = std::make_shared<Calls>();
  Session session;
};

TEST_F(Undo, ABoxThatWasDrawnGoesWithAllThatWasTrackedFromItAndGivesItsNumberBack) {
  const auto before = boxes();
  go_to(5);
  EXPECT_EQ(session.add(5, {60, 60, 20, 20}).get(), 1);
  play();
  EXPECT_EQ(session.latest()->undo, "target 2 drawn");
  EXPECT_EQ(session.undo().get(), "target 2 drawn");
  EXPECT_EQ(boxes(), before);
  EXPECT_EQ(session.latest()->next_number, 1);
}

TEST_F(Undo, ACorrectionGivesBackTheBoxesThatItForgot) {
  const auto before = boxes();
  go_to(10);
  session.correct(0, 10, {80, 60, 20, 16}).get();
  EXPECT_EQ(boxes().at(0).size(), 11U);
  play();
  EXPECT_NE(boxes(), before);
  session.undo().get();
  EXPECT_EQ(boxes(), before);
  EXPECT_EQ(session.record().targets.at(0).keys(), std::vector<std::int64_t>{0});
}

TEST_F(Undo, ARemovedTargetComesBackAndIsFollowedOn) {
  go_to(8);
  session.correct(0, 8, made_truth(8)).get();
  session.remove(0).get();
  EXPECT_TRUE(boxes().empty());
  session.undo().get();
  EXPECT_EQ(boxes().at(0).size(), 9U);
  play();
  EXPECT_GT(iou(boxes().at(0).at(frames - 1), made_truth(frames - 1)), 0.999);
}

TEST_F(Undo, TrackingBackwardsGivesBackWhatItWroteOver) {
  go_to(12);
  session.correct(0, 12, {90, 70, 20, 16}).get();
  const auto before = boxes();
  session.track_back(0).get();
  wait_until(session, [](const Shown& shown) { return shown.state == Shown::State::paused; });
  EXPECT_NE(boxes(), before);
  EXPECT_EQ(session.undo().get(), "target 1 tracked backwards");
  EXPECT_EQ(boxes(), before);
}

TEST_F(Undo, TrackingBackwardsStopsWhereItIsUndoneInTheMiddle) {
  session.track_back(0);
  session.undo().get();
  EXPECT_EQ(session.latest()->state, Shown::State::paused);
}

TEST_F(Undo, ALoadedSessionGivesWayToTheTargetsBefore) {
  const auto before = boxes();
  Target other(3);
  other.set_by_hand(2, {10, 10, 30, 30});
  session.restore({other}).get();
  ASSERT_EQ(boxes().size(), 1U);
  session.undo().get();
  EXPECT_EQ(boxes(), before);
}

TEST_F(Undo, GoesBackThroughSeveralChangesAndForwardsAgain) {
  const auto first = boxes();
  go_to(4);
  session.add(4, {60, 60, 20, 20}).get();
  const auto second = boxes();
  session.remove(0).get();
  const auto third = boxes();
  session.undo().get();
  EXPECT_EQ(boxes(), second);
  session.undo().get();
  EXPECT_EQ(boxes(), first);
  EXPECT_EQ(session.redo().get(), "target 2 drawn");
  EXPECT_EQ(boxes(), second);
  session.redo().get();
  EXPECT_EQ(boxes(), third);
  EXPECT_THROW(session.redo().get(), Error);
}

TEST_F(Undo, ANewChangeEndsWhatCouldBeDoneAgain) {
  go_to(4);
  session.remove(0).get();
  session.undo().get();
  session.correct(0, 4, {50, 50, 20, 16}).get();
  EXPECT_EQ(session.latest()->redo, "");
  EXPECT_THROW(session.redo().get(), Error);
}

TEST_F(Undo, ABoxPushedPixelByPixelIsOneChange) {
  const auto before = boxes();
  go_to(10);
  for (double x = 0; x < 5; ++x) session.correct(0, 10, {70 + x, 60, 20, 16}).get();
  session.undo().get();
  EXPECT_EQ(boxes(), before);
}

TEST_F(Undo, IsRefusedInWordsWhereNothingWasDone) {
  session.undo().get();
  EXPECT_EQ(session.latest()->undo, "");
  EXPECT_THROW(session.undo().get(), Error);
  EXPECT_NE(session.latest()->message.find("nothing"), std::string::npos);
}

TEST_F(Undo, WhatWasRefusedIsNoChange) {
  EXPECT_THROW(session.add(0, {500, 500, 10, 10}).get(), Error);
  EXPECT_THROW(session.correct(0, 99, made_truth(0)).get(), Error);
  EXPECT_EQ(session.latest()->undo, "target 1 drawn");
}

Change change_of(std::size_t boxes) {
  Target target(0);
  for (std::size_t n = 0; n < boxes; ++n)
    target.note(static_cast<std::int64_t>(n), {{0, 0, 5, 5}, 1, false, Origin::tracked});
  Change change;
  change.before.push_back({0, std::move(target), {}});
  return change;
}

TEST(History, KeepsABoundedNumberOfChangesAndBoxes) {
  History history;
  for (std::size_t n = 0; n < History::most_changes + 20; ++n) history.did(change_of(1));
  std::size_t kept = 0;
  while (history.take_undo()) ++kept;
  EXPECT_EQ(kept, History::most_changes);

  for (int n = 0; n < 5; ++n) history.did(change_of(History::most_marks / 2));
  kept = 0;
  while (history.take_undo()) ++kept;
  EXPECT_EQ(kept, 2U);

  history.did(change_of(History::most_marks + 1));
  EXPECT_TRUE(history.take_undo()) << "the newest stays whatever its size";
}

}  // namespace
}  // namespace siamrt::session
