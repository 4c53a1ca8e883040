#include "session/reader.hpp"

#include "session/made.hpp"

#include <siamrt/error.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace siamrt::session {
namespace {

using Direction = Reader::Direction;

/// Live frames by the test's will: `given` frames, then the end; opened anew it goes on.
struct Tap {
  std::mutex mutex;
  std::condition_variable changed;
  int allowed = 0;
  int opened = 0;
  bool refuses = false;
};

class LiveSource final : public FrameSource {
 public:
  explicit LiveSource(std::shared_ptr<Tap> tap) : tap_(std::move(tap)) {}
  Read next(Frame& frame) override {
    std::unique_lock lock(tap_->mutex);
    if (!tap_->changed.wait_for(lock, std::chrono::seconds(20),
                                [this] { return tap_->allowed != 0; }))
      return Read::end;
    if (tap_->allowed < 0) {
      tap_->allowed = 0;
      return Read::end;
    }
    --tap_->allowed;
    frame = made_frame(static_cast<int>(++index_));
    return Read::frame;
  }
  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return std::nullopt; }
  double fps() const noexcept override { return 25; }
  bool seek(std::int64_t) override { return false; }
  Kind kind() const noexcept override { return Kind::camera; }
  std::string name() const override { return "tap"; }

 private:
  std::shared_ptr<Tap> tap_;
  std::int64_t index_ = -1;
};

std::shared_ptr<const ReadFrame> get(Reader& reader, std::int64_t index, Direction direction) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end && !reader.is_beyond(index)) {
    if (auto frame = reader.get(index, direction)) return frame;
    std::this_thread::yield();
  }
  return nullptr;
}

template <typename Ready>
bool comes_true(Ready ready) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    if (ready()) return true;
    std::this_thread::yield();
  }
  return false;
}

TEST(Reader, GivesEveryFrameOfAFileInBothDirectionsAndThenTheEnd) {
  const std::string clip = made_clip(40).string();
  Reader reader([clip] { return FrameSource::open(clip); }, 1 << 20, [] {});
  for (int n = 0; n < 40; ++n)
    EXPECT_EQ(get(reader, n, Direction::forward)->picture.at<cv::Vec3b>(0, 0)[0], n);
  EXPECT_EQ(get(reader, 40, Direction::forward), nullptr);
  for (int n = 39; n >= 0; --n)
    EXPECT_EQ(get(reader, n, Direction::backward)->picture.at<cv::Vec3b>(0, 0)[0], n);
  EXPECT_EQ(reader.count(), 40);
}

TEST(Reader, KeepsNoMoreThanItMay) {
  const std::string clip = made_clip(40).string();
  const std::size_t one = made_width * made_height * 3;
  Reader reader([clip] { return FrameSource::open(clip); }, 6 * one, [] {});
  for (int n = 0; n < 40; ++n) get(reader, n, Direction::forward);
  int kept = 0;
  for (int n = 0; n < 40; ++n) kept += reader.kept(n) != nullptr ? 1 : 0;
  EXPECT_LE(kept, 6);
}

TEST(Reader, ALiveInputGivesItsNewestFrameAndNoneTwice) {
  const auto tap = std::make_shared<Tap>();
  tap->allowed = 10;
  Reader reader([tap] { return std::make_unique<LiveSource>(tap); }, 1 << 20, [] {});
  ASSERT_TRUE(comes_true([&] {
    const auto frame = reader.newest(-1);
    return frame && frame->index == 9;
  }));
  EXPECT_EQ(reader.newest(9), nullptr);
  EXPECT_NE(reader.kept(5), nullptr);
  std::unique_lock lock(tap->mutex);
  tap->allowed = -1;
  lock.unlock();
  tap->changed.notify_all();
}

TEST(Reader, ALiveInputThatEndsIsOpenedAgainAndSaysSo) {
  const auto tap = std::make_shared<Tap>();
  tap->allowed = 3;
  std::atomic<bool> said{false};
  std::atomic<Reader*> self{nullptr};
  const auto open = [tap]() -> std::unique_ptr<FrameSource> {
    const std::lock_guard lock(tap->mutex);
    if (++tap->opened == 2) throw Error(Error::Kind::system, "camera 0: unplugged");
    return std::make_unique<LiveSource>(tap);
  };
  Reader reader(open, 1 << 20, [&] {
    if (self != nullptr && !self.load()->trouble().empty()) said = true;
  });
  self = &reader;
  ASSERT_TRUE(comes_true([&] { return reader.newest(1) != nullptr; }));
  {
    const std::lock_guard lock(tap->mutex);
    tap->allowed = -1;  // unplugged
  }
  tap->changed.notify_all();
  ASSERT_TRUE(comes_true([&] { return said.load(); }));
  {
    const std::lock_guard lock(tap->mutex);
    tap->allowed = 2;  // plugged in again
  }
  tap->changed.notify_all();
  ASSERT_TRUE(comes_true([&] {
    const auto frame = reader.newest(2);
    return frame && frame->index == 4;  // numbers go on
  }));
  EXPECT_GE(tap->opened, 3);
  EXPECT_TRUE(comes_true([&] { return reader.trouble().empty(); }));
  {
    const std::lock_guard lock(tap->mutex);
    tap->allowed = -1;
  }
  tap->changed.notify_all();
}

}  // namespace
}  // namespace siamrt::session
