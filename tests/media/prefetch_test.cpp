#include "media/prefetch.hpp"

#include "pictures.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace siamrt::media {
namespace {

using Read = FrameSource::Read;

/// A source of `size` frames whose every pixel is the frame's index; every fifth is unreadable.
class Numbers : public FrameSource {
 public:
  explicit Numbers(int size, int fails_at = -1, Kind kind = Kind::video)
      : size_(size), fails_at_(fails_at), kind_(kind) {}

  Read next(Frame& frame) override {
    if (next_ == fails_at_) throw Error(Error::Kind::system, "the source broke");
    if (next_ >= size_) return Read::end;
    index_ = next_++;
    ++reads_;
    if (index_ % 5 == 4) return Read::unreadable;
    frame = Frame(2, 2, CV_8UC3, cv::Scalar::all(static_cast<double>(index_ % 256)));
    return Read::frame;
  }
  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return size_; }
  double fps() const noexcept override { return 12.5; }
  bool seek(std::int64_t index) override {
    if (kind_ == Kind::camera || index > size_) return false;
    next_ = index;
    return true;
  }
  Kind kind() const noexcept override { return kind_; }
  std::string name() const override { return "n" + std::to_string(index_); }

  static std::atomic<int> reads_;

 private:
  int size_;
  int fails_at_;
  Kind kind_;
  std::int64_t next_ = 0;
  std::int64_t index_ = -1;
};

std::atomic<int> Numbers::reads_{0};

void expect_frame(FrameSource& source, std::int64_t index) {
  Frame frame;
  const Read read = source.next(frame);
  ASSERT_EQ(read, index % 5 == 4 ? Read::unreadable : Read::frame) << index;
  EXPECT_EQ(source.index(), index);
  EXPECT_EQ(source.name(), "n" + std::to_string(index));
  if (read == Read::frame) {
    EXPECT_EQ(frame.at<cv::Vec3b>(0, 0)[0], index % 256);
  }
}

TEST(ReadAhead, GivesEveryFrameOfAFileInOrder) {
  for (const int depth : {1, 3, 1000}) {
    const auto source = read_ahead(std::make_unique<Numbers>(500), depth, WhenFull::wait);
    EXPECT_EQ(source->index(), -1);
    EXPECT_EQ(source->count(), 500);
    EXPECT_EQ(source->fps(), 12.5);
    EXPECT_EQ(source->kind(), FrameSource::Kind::video);
    for (int i = 0; i < 500; ++i) expect_frame(*source, i);
    Frame frame;
    EXPECT_EQ(source->next(frame), Read::end);
    EXPECT_EQ(source->next(frame), Read::end);
    EXPECT_EQ(source->index(), 499);
  }
}

TEST(ReadAhead, ReadsNoFurtherAheadThanItsDepth) {
  Numbers::reads_ = 0;
  const auto source = read_ahead(std::make_unique<Numbers>(500), 3, WhenFull::wait);
  for (int i = 0; i < 20; ++i) {
    expect_frame(*source, i);
    EXPECT_LE(Numbers::reads_.load(),
              i + 1 + 3 + 1);  // taken, waiting, and the one in the reader's hand
  }
}

TEST(ReadAhead, PassesAnExceptionOnInItsPlace) {
  const auto source = read_ahead(std::make_unique<Numbers>(10, 7), 4, WhenFull::wait);
  for (int i = 0; i < 7; ++i) expect_frame(*source, i);
  Frame frame;
  EXPECT_THROW(source->next(frame), Error);
  EXPECT_EQ(source->next(frame), Read::end);
}

TEST(ReadAhead, StopsCleanlyWhereverItIsDropped) {
  for (int taken = 0; taken < 12; ++taken) {
    const auto source = read_ahead(std::make_unique<Numbers>(10), 2, WhenFull::wait);
    Frame frame;
    for (int i = 0; i < taken; ++i) source->next(frame);
  }
}

TEST(ReadAhead, SeeksForwardBackwardAndAfterTheEnd) {
  const auto source = read_ahead(std::make_unique<Numbers>(50), 4, WhenFull::wait);
  Frame frame;
  for (const int index : {30, 0, 49, 12}) {
    ASSERT_TRUE(source->seek(index));
    expect_frame(*source, index);
  }
  while (source->next(frame) != Read::end) {
  }
  ASSERT_TRUE(source->seek(3));
  expect_frame(*source, 3);
}

TEST(ReadAhead, LosesNothingWhenASeekIsNotPossible) {
  const auto source = read_ahead(std::make_unique<Numbers>(50), 4, WhenFull::wait);
  expect_frame(*source, 0);
  EXPECT_FALSE(source->seek(1000));
  for (int i = 1; i < 50; ++i) expect_frame(*source, i);
}

TEST(ReadAhead, DropsTheOldestFramesOfACameraOnly) {
  const auto source = read_ahead(std::make_unique<Numbers>(2000, -1, FrameSource::Kind::camera));
  std::int64_t last = -1;
  Frame frame;
  Numbers::reads_ = 0;
  while (Numbers::reads_ < 1000) std::this_thread::yield();  // the camera does not wait for us
  int taken = 0;
  for (Read read = source->next(frame); read != Read::end; read = source->next(frame), ++taken) {
    EXPECT_GT(source->index(), last);
    last = source->index();
  }
  EXPECT_EQ(last, 1999);  // the newest frame is never dropped
  EXPECT_LT(taken, 1100);
}

TEST(ReadAhead, GivesARealVideoUnchanged) {
  const auto path = test::temporary_dir() / "v.avi";
  test::write_video(path, "MJPG", 20);
  const test::Reading plain = test::read_all(path);
  const auto source = read_ahead(FrameSource::open(path.string()));
  const test::Reading ahead = test::read_all(*source);
  EXPECT_EQ(ahead.names, plain.names);
  EXPECT_EQ(ahead.reads, plain.reads);
  ASSERT_EQ(ahead.frames.size(), 20u);
  for (std::size_t i = 0; i < ahead.frames.size(); ++i) {
    EXPECT_EQ(test::largest_difference(ahead.frames[i], plain.frames[i]), 0);
  }
}

}  // namespace
}  // namespace siamrt::media
