#include "session/recorder.hpp"

#include "session/made.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>
#include <siamrt/frame_source.hpp>

#include <opencv2/core.hpp>

#include <array>
#include <thread>

namespace siamrt::session {
namespace {

constexpr int frames = 30;

/// A session that plays at the clip's own rate, 25 frames a second, with one target.
class Recording : public testing::Test {
 protected:
  Recording() : session(made_clip(frames).string(), made_follower(calls)) {
    wait_at(session, 0);
    session.add(0, made_truth(0)).get();
    options.overwrite = true;
  }

  Recorder::State ended(Recorder& recorder) {
    recorder.stop();
    recorder.wait();
    return recorder.state();
  }

  std::vector<Frame> read(const std::string& path) {
    const auto source = FrameSource::open(path);
    std::vector<Frame> all;
    Frame frame;
    while (source->next(frame) == FrameSource::Read::frame) all.push_back(frame.clone());
    return all;
  }

  std::shared_ptr<Calls> calls = std::make_shared<Calls>();
  std::filesystem::path folder = test::temporary_dir();
  std::string file = (folder / "live.mp4").string();
  Recorder::Options options;
  Session session;
};

TEST_F(Recording, HasWhatWasShownAtTheSpeedAtWhichItWasShown) {
  Recorder recorder(session, file, options);
  const auto begin = std::chrono::steady_clock::now();
  session.play();
  wait_until(session, [](const Shown& shown) { return shown.ended; });
  const double took =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const Recorder::State state = ended(recorder);
  EXPECT_FALSE(state.failed) << state.problem;
  EXPECT_EQ(state.problem, "");
  EXPECT_GT(state.frames, frames / 3);
  EXPECT_LE(state.frames + state.missed, frames);
  const std::vector<Frame> video = read(file);
  EXPECT_NEAR(static_cast<double>(video.size()) / 25, state.seconds, 0.001);
  EXPECT_NEAR(state.seconds, took, 0.5);
  // The target's outline is drawn: its colour is nowhere in the grey clip.
  std::array<cv::Mat, 3> channels;
  cv::split(video.back(), channels.data());
  EXPECT_GT(cv::norm(channels[0], channels[2], cv::NORM_INF), 60);
}

TEST_F(Recording, ALongPauseIsCutShort) {
  options.longest_still = std::chrono::milliseconds(200);
  Recorder recorder(session, file, options);
  while (recorder.state().frames < 1) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(900));
  session.step(1);
  wait_at(session, 1);
  while (recorder.state().frames < 2) std::this_thread::yield();
  EXPECT_LT(ended(recorder).seconds, 0.7);
}

TEST_F(Recording, EndsByItselfAtTheLargestSizeAndIsWhole) {
  options.most_bytes = 1;
  Recorder recorder(session, file, options);
  recorder.wait();
  const Recorder::State state = recorder.state();
  EXPECT_FALSE(state.running);
  EXPECT_FALSE(state.failed);
  EXPECT_NE(state.problem.find("the most allowed"), std::string::npos);
  EXPECT_FALSE(read(file).empty());
}

TEST_F(Recording, EndsWhileTheDiskHasSpaceLeftAndIsWhole) {
  options.spare_bytes = std::uint64_t{1} << 60u;
  Recorder recorder(session, file, options);
  recorder.wait();
  EXPECT_NE(recorder.state().problem.find("left on the disk"), std::string::npos);
  EXPECT_FALSE(read(file).empty());
}

TEST_F(Recording, RefusesAPlaceThatCannotBeWritten) {
  EXPECT_THROW(Recorder(session, (folder / "no" / "such" / "live.mp4").string(), options), Error);
  EXPECT_THROW(Recorder(session, (folder / "live.txt").string(), options), Error);
}

TEST_F(Recording, ThatShowsNothingLeavesNothing) {
  { Recorder recorder(session, file, options); }
  for (const auto& each : std::filesystem::directory_iterator(folder))
    EXPECT_EQ(each.path().string(), file) << "no half file";
}

}  // namespace
}  // namespace siamrt::session
