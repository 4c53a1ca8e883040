#include "ui/window_control.hpp"

#include "session/made.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace siamrt::ui {
namespace {

using session::Calls;
using session::made_truth;
using session::Shown;

/// A window of twice the clip's size over a made clip, without a window.
class Hands : public ::testing::Test {
 protected:
  explicit Hands(int frames = 40)
      : clip(session::made_clip(frames)),
        session(clip.string(), session::made_follower(calls)),
        saver("unused"),
        control(session, saver, {"made", 10, true}) {
    session::wait_at(session, 0);
    control.resize({2 * session::made_width, 2 * session::made_height + 62});
    control.refresh();
  }

  Layout layout() const {
    const auto shown = session.latest();
    return layout_for({2 * session::made_width, 2 * session::made_height + 62}, shown->frame.size(),
                      shown->live, 0);
  }

  void drag(const Point& from, const Point& to) {
    control.mouse({Mouse::Kind::move, layout().to_window(from)});
    control.mouse({Mouse::Kind::press, layout().to_window(from)});
    control.mouse(
        {Mouse::Kind::move, layout().to_window(Point{(from.x + to.x) / 2, (from.y + to.y) / 2})});
    control.mouse({Mouse::Kind::move, layout().to_window(to)});
    control.mouse({Mouse::Kind::release, layout().to_window(to)});
  }
  void drag(const Box& box) { drag({box.x, box.y}, {box.x + box.w, box.y + box.h}); }
  void click(const Point& at) { drag(at, at); }
  void press(int code, bool shift = false) { control.key({code, shift}); }

  /// Lets the control see the session as it is once `ready` holds.
  template <typename Ready>
  std::shared_ptr<const Shown> see(Ready ready) {
    auto shown = session::wait_until(session, ready);
    control.refresh();
    return shown;
  }
  std::shared_ptr<const Shown> see_targets(std::size_t count) {
    return see([count](const Shown& shown) { return shown.targets.size() == count; });
  }
  std::shared_ptr<const Shown> see_frame(std::int64_t index) {
    return see([index](const Shown& shown) {
      return shown.index == index && shown.state == Shown::State::paused;
    });
  }

  std::shared_ptr<Calls> calls = std::make_shared<Calls>();
  std::filesystem::path clip;
  session::Session session;
  Saver saver;
  Control control;
};

TEST_F(Hands, ADraggedBoxIsFollowedAfterEnter) {
  drag(made_truth(0));
  ASSERT_TRUE(control.scene().draft);
  EXPECT_EQ(control.scene().draft->box, made_truth(0));
  EXPECT_TRUE(session.latest()->targets.empty()) << "nothing is a target before Enter";
  press(key_enter);
  const auto shown = see([](const Shown& each) { return each.ended; });
  ASSERT_EQ(shown->targets.size(), 1U);
  EXPECT_GT(iou(shown->targets[0].mark->box, made_truth(39)), 0.99);
}

TEST_F(Hands, EscapeTakesTheBoxBackAndThenLeaves) {
  drag(made_truth(0));
  press(key_escape);
  EXPECT_FALSE(control.scene().draft);
  EXPECT_FALSE(control.ended());
  press(key_escape);
  EXPECT_TRUE(control.ended());
}

TEST_F(Hands, EscapeDoesNotLeaveWhereThereAreTargets) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  press(key_escape);
  EXPECT_FALSE(control.ended());
  press('q');
  EXPECT_TRUE(control.ended());
}

TEST_F(Hands, ArrowsMoveTheBoxAndShiftChangesItsSize) {
  drag({20, 30, 20, 16});
  press(key_right);
  press(key_down);
  press(key_right, true);
  press(key_up, true);
  EXPECT_EQ(control.scene().draft->box, (Box{21, 31, 21, 15}));
}

TEST_F(Hands, AHandleMovesOneEdgeOfTheDrawnBox) {
  drag({20, 30, 20, 16});
  drag({40, 38}, {50, 38});
  EXPECT_EQ(control.scene().draft->box, (Box{20, 30, 30, 16}));
}

TEST_F(Hands, SeveralTargetsAreKeptOnOneFrameAndStartTogether) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  drag({100, 60, 20, 20});
  EXPECT_EQ(control.scene().draft->number, 1);
  press(key_enter);
  const auto shown = see([](const Shown& each) { return each.ended; });
  ASSERT_EQ(shown->targets.size(), 2U);
  EXPECT_EQ(calls->batches.back(), 2U) << "one call of the network for both";
  ASSERT_TRUE(shown->targets[0].mark);
  ASSERT_TRUE(shown->targets[1].mark);
}

TEST_F(Hands, ABoxDrawnWhilePlayingIsPutOnTheFrameThatWasSeen) {
  session.set_speed(1);
  press(key_enter);
  see([](const Shown& each) { return each.index >= 3; });
  const Point from = {10, 10};
  control.mouse({Mouse::Kind::press, layout().to_window(from)});
  control.mouse({Mouse::Kind::move, layout().to_window(Point{60, 60})});
  const std::int64_t drawn_on = control.scene().shown->index;
  control.mouse({Mouse::Kind::release, layout().to_window(Point{60, 60})});
  see([](const Shown& each) { return each.state == Shown::State::paused; });
  EXPECT_EQ(control.scene().shown->index, drawn_on) << "the picture stands still below the box";
  press(key_enter);
  see([](const Shown& each) { return each.ended; });
  const session::Record record = session.record();
  ASSERT_EQ(record.targets.size(), 1U);
  EXPECT_TRUE(record.targets[0].is_key(drawn_on));
  EXPECT_EQ(record.targets[0].marks().size(), static_cast<std::size_t>(40 - drawn_on))
      << "followed from there through every frame";
}

TEST_F(Hands, STakesATargetsNewPlaceAndKeepsItsEarlierBoxes) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  for (int i = 0; i < 5; ++i) press('.');
  see_frame(5);
  press('s');
  drag({70, 70, 20, 16});
  EXPECT_EQ(control.scene().draft->again, 0);
  press(key_enter);
  see([](const Shown& each) { return each.ended; });
  const session::Record record = session.record();
  ASSERT_EQ(record.targets.size(), 1U);
  EXPECT_EQ(record.targets[0].keys(), (std::vector<std::int64_t>{0, 5}));
  EXPECT_GT(iou(record.targets[0].at(4)->box, made_truth(4)), 0.99);
  EXPECT_EQ(record.targets[0].at(5)->box, (Box{70, 70, 20, 16}));
}

TEST_F(Hands, AChosenTargetIsCorrectedByItsHandles) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  click({30, 38});
  EXPECT_EQ(control.scene().selected, 0);
  drag({40, 38}, {44, 38});
  ASSERT_TRUE(control.scene().draft);
  EXPECT_EQ(control.scene().draft->again, 0);
  EXPECT_EQ(control.scene().draft->box, (Box{20, 30, 24, 16}));
}

TEST_F(Hands, XRemovesTheTargetUnderTheMouse) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  drag({100, 60, 20, 20});
  press('n');
  see_targets(2);
  control.mouse({Mouse::Kind::move, layout().to_window(Point{110, 70})});
  press('x');
  const auto shown = see_targets(1);
  EXPECT_EQ(shown->targets[0].number, 0);
}

TEST_F(Hands, XAsksWhichWhereSeveralAreMeant) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  drag({100, 60, 20, 20});
  press('n');
  see_targets(2);
  control.mouse({Mouse::Kind::move, layout().to_window(Point{2, 2})});
  press('x');
  EXPECT_NE(control.scene().notice.find("which one?"), std::string::npos);
  press('2');
  press('x');
  EXPECT_EQ(see_targets(1)->targets[0].number, 0);
}

TEST_F(Hands, PointsAndCommasStepAndTheSeekBarGoesAnywhere) {
  press('.');
  press('.');
  see_frame(2);
  press(',');
  see_frame(1);
  press('.', true);
  see_frame(11);
  const cv::Rect2d seek = layout().seek;
  control.mouse({Mouse::Kind::press, {seek.x + seek.width * 30 / 39, seek.y + seek.height / 2}});
  see_frame(30);
  control.mouse({Mouse::Kind::move, {seek.x - 50, seek.y}});
  control.mouse({Mouse::Kind::release, {seek.x - 50, seek.y}});
  see_frame(0);
  press(key_end);
  see_frame(39);
}

TEST_F(Hands, BracketsChangeTheSpeed) {
  press(']');
  see([](const Shown& each) { return each.speed == 2; });
  press('[');
  press('[');
  see([](const Shown& each) { return each.speed == 0.5; });
  for (int i = 0; i < 9; ++i) press(']');
  see([](const Shown& each) { return each.speed == 0; });
}

TEST_F(Hands, PanelsOpenAndCloseAndKeepKeysToThemselves) {
  press('h');
  EXPECT_TRUE(control.scene().keys);
  press('h');
  EXPECT_FALSE(control.scene().keys);
  press('w');
  EXPECT_FALSE(control.scene().choices.empty());
  press('q');
  EXPECT_TRUE(control.scene().choices.empty());
  EXPECT_FALSE(control.ended()) << "q closed the panel, not the window";
}

TEST_F(Hands, ButtonsAreKeys) {
  for (const Layout::Button& button : layout().buttons) {
    if (button.key != 'o') continue;
    control.mouse({Mouse::Kind::press, {button.place.x + 5, button.place.y + 5}});
  }
  see([](const Shown& each) { return each.insights; });
  EXPECT_TRUE(control.scene().overlays);
}

TEST_F(Hands, WhatTheSessionRefusesIsTold) {
  control.refresh();
  press('b');
  see([](const Shown& each) { return !each.message.empty(); });
  EXPECT_TRUE(control.scene().alarm);
  EXPECT_NE(control.scene().notice.find("tracking back"), std::string::npos);
}

TEST_F(Hands, CtrlZUndoesWhatWasDoneToTargetsAndCtrlYDoesItAgain) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  press(key_undo);
  see_targets(0);
  EXPECT_NE(control.scene().notice.find("undone: target 1 drawn"), std::string::npos);
  press(key_redo);
  see_targets(1);
  press('u');
  see_targets(0);
  press('u');
  EXPECT_NE(control.scene().notice.find("nothing to undo"), std::string::npos);
}

TEST_F(Hands, CtrlZTakesBackABoxThatIsBeingDrawnFirst) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  drag({100, 60, 20, 20});
  press(key_undo);
  EXPECT_FALSE(control.scene().draft);
  EXPECT_EQ(session.latest()->targets.size(), 1U);
}

TEST_F(Hands, ABoxAfterAnUndoneOneHasItsNumber) {
  drag(made_truth(0));
  press('n');
  see_targets(1);
  press('u');
  see_targets(0);
  drag(made_truth(0));
  EXPECT_EQ(control.scene().draft->number, 0);
}

TEST_F(Hands, RecordingIsForLiveInputAndAClipSaysWhereItsVideoIs) {
  press('v');
  EXPECT_FALSE(control.scene().recording);
  EXPECT_NE(control.scene().notice.find("`w`, then `v`"), std::string::npos);
}

TEST_F(Hands, TheWheelZoomsAboutTheMouseAndZeroShowsAllAgain) {
  const cv::Point2d at = layout().to_window(Point{30, 38});
  for (int n = 0; n < 6; ++n) control.mouse({Mouse::Kind::wheel, at, 1});
  const Scene scene = control.scene();
  EXPECT_GT(scene.zoom.factor, 3);
  const Layout now = layout_for({2 * session::made_width, 2 * session::made_height + 62},
                                scene.shown->frame.size(), false, 0, scene.zoom);
  const Point below = now.to_frame(at);
  EXPECT_NEAR(below.x, 30, 0.01);
  EXPECT_NEAR(below.y, 38, 0.01);
  press('0');
  EXPECT_EQ(control.scene().zoom.factor, 1);
}

TEST_F(Hands, ABoxDrawnCloseUpIsWhereItWasDrawnInTheFrame) {
  const cv::Size window(2 * session::made_width, 2 * session::made_height + 62);
  const cv::Point2d corner = layout().to_window(Point{20, 30});
  for (int n = 0; n < 8; ++n) control.mouse({Mouse::Kind::wheel, corner, 1});
  const Layout now = layout_for(window, {session::made_width, session::made_height}, false, 0,
                                control.scene().zoom);
  control.mouse({Mouse::Kind::press, now.to_window(Point{20, 30})});
  control.mouse({Mouse::Kind::move, now.to_window(Point{30, 35})});
  control.mouse({Mouse::Kind::release, now.to_window(Point{30, 35})});
  ASSERT_TRUE(control.scene().draft);
  EXPECT_EQ(control.scene().draft->box, (Box{20, 30, 10, 5}));
}

TEST_F(Hands, TheMiddleButtonPushesThePicture) {
  const cv::Point2d at(160, 120);
  for (int n = 0; n < 6; ++n) control.mouse({Mouse::Kind::wheel, at, 1});
  const Point before = control.scene().zoom.middle;
  control.mouse({Mouse::Kind::take, at});
  control.mouse({Mouse::Kind::move, {at.x - 40, at.y}});
  control.mouse({Mouse::Kind::let_go, {at.x - 40, at.y}});
  EXPECT_GT(control.scene().zoom.middle.x, before.x);
  EXPECT_EQ(control.scene().zoom.middle.y, before.y);
  const Point after = control.scene().zoom.middle;
  control.mouse({Mouse::Kind::move, {at.x + 90, at.y}});
  EXPECT_EQ(control.scene().zoom.middle.x, after.x) << "let go";
}

}  // namespace
}  // namespace siamrt::ui
