// Videos: the same frames as cv::VideoCapture gives, broken ones told in their place, exact
// seeking.

#include "damage.hpp"
#include "media/frame_sink.hpp"
#include "pictures.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace siamrt {
namespace {

namespace fs = std::filesystem;
using Read = FrameSource::Read;
using test::error_of_opening;
using test::read_all;
using test::Reading;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A video by the extension: MJPEG or MPEG-4 in avi by OpenCV, H.264 with B-frames by our own
/// writer.
fs::path make_video(const std::string& name, int count = 40, int width = 96, int height = 64) {
  const fs::path path = test::temporary_dir() / name;
  if (path.extension() == ".mp4" || path.extension() == ".mkv") {
    const auto sink = media::FrameSink::open(path.string(), {});
    for (int i = 0; i < count; ++i) sink->write(test::picture(i, width, height));
    sink->finish();
  } else {
    test::write_video(path, name.substr(0, 4), count, width, height);
  }
  return path;
}

const std::vector<std::string> kinds = {"MJPG.avi", "XVID.avi", "H264.mp4", "H264.mkv"};

TEST(VideoSource, GivesTheFramesThatVideoCaptureGives) {
  for (const std::string& kind : kinds) {
    for (const cv::Size& size : {cv::Size(96, 64), cv::Size(118, 74), cv::Size(102, 66)}) {
      const fs::path path = make_video(kind, 12, size.width, size.height);
      const Reading reading = read_all(path);
      EXPECT_THAT(reading.reads, Each(Read::frame));
      ASSERT_EQ(reading.frames.size(), 12u) << kind;
      cv::VideoCapture capture(path.string(), cv::CAP_FFMPEG);
      cv::Mat expected;
      for (const Frame& frame : reading.frames) {
        ASSERT_TRUE(capture.read(expected));
        EXPECT_EQ(test::largest_difference(frame, expected), 0) << kind << size;
      }
    }
  }
}

TEST(VideoSource, NamesAndCountsItsFrames) {
  const fs::path path = make_video("MJPG.avi", 3);
  const auto source = FrameSource::open(path.string());
  EXPECT_EQ(source->kind(), FrameSource::Kind::video);
  EXPECT_EQ(source->count(), 3);
  EXPECT_EQ(source->index(), -1);
  EXPECT_DOUBLE_EQ(source->fps(), 25);
  const Reading reading = read_all(*source);
  EXPECT_EQ(reading.names.back(), path.string() + "#2");
  EXPECT_EQ(source->index(), 2);
}

TEST(VideoSource, ReportsABrokenFrameInItsPlaceAndGoesOn) {
  for (const std::string& kind : kinds) {
    const fs::path path = make_video(kind);
    const Reading whole = read_all(path);
    test::break_packet(path, 17);
    test::StderrCapture quiet;
    const Reading broken = read_all(path);
    EXPECT_EQ(quiet.text(), "") << kind;
    ASSERT_EQ(broken.reads.size(), 40u) << kind;
    // Pictures that refer to the lost one may need repair as well.
    const auto lost = std::count(broken.reads.begin(), broken.reads.end(), Read::unreadable);
    EXPECT_LE(lost, kind == "XVID.avi" ? 3 : 1) << kind;
    const auto place = std::find(broken.reads.begin(), broken.reads.end(), Read::unreadable) -
                       broken.reads.begin();
    EXPECT_NEAR(static_cast<double>(place), 17, kind[0] == 'H' ? 4 : 0)
        << kind << ": B-frames change the order";
    for (std::int64_t i = 0; i < place; ++i) {
      const auto k = static_cast<std::size_t>(i);
      EXPECT_EQ(test::largest_difference(broken.frames[k], whole.frames[k]), 0) << kind << i;
    }
  }
}

TEST(VideoSource, GivesTheFramesBehindABrokenOneUnchangedWhereTheyStandAlone) {
  const fs::path path = make_video("MJPG.avi");
  const Reading whole = read_all(path);
  test::break_packet(path, 17);
  const Reading broken = read_all(path);
  for (std::size_t i = 18; i < 40; ++i) {
    EXPECT_EQ(test::largest_difference(broken.frames[i - 1], whole.frames[i]), 0) << i;
  }
}

TEST(VideoSource, ReportsAFrameThatTheDecoderHadToRepair) {
  const fs::path path = make_video("XVID.avi", 40, 320, 240);
  test::break_packet(path, 17, 16);  // the frame's header stays, the rest is noise
  const Reading broken = read_all(path);
  ASSERT_EQ(broken.reads.size(), 40u);
  EXPECT_EQ(broken.reads[17], Read::unreadable);
  EXPECT_EQ(std::count(broken.reads.begin(), broken.reads.end(), Read::unreadable), 1);
}

TEST(VideoSource, ReportsBrokenFramesAtBothEnds) {
  const fs::path path = make_video("MJPG.avi", 6);
  test::break_packet(path, 0);
  test::break_packet(path, 5);
  const Reading broken = read_all(path);
  EXPECT_THAT(broken.reads, ::testing::ElementsAre(Read::unreadable, Read::frame, Read::frame,
                                                   Read::frame, Read::frame, Read::unreadable));
}

TEST(VideoSource, RefusesAVideoWithoutAnyFrame) {
  const fs::path broken = make_video("MJPG.avi", 3);
  for (int i = 0; i < 3; ++i) test::break_packet(broken, i);
  EXPECT_EQ(error_of_opening(broken.string()), broken.string() + ": none of its 3 frames decodes");
  const fs::path empty = test::temporary_dir() / "empty.avi";
  {
    cv::VideoWriter(empty.string(), cv::CAP_FFMPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 25,
                    {64, 48});
  }
  ASSERT_GT(fs::file_size(empty), 0u);
  EXPECT_THAT(error_of_opening(empty.string()), StartsWith(empty.string() + ": "));
}

TEST(VideoSource, ReadsACutVideoAsFarAsItGoes) {
  const fs::path path = make_video("MJPG.avi");
  const std::string bytes = test::read_bytes(path);
  test::write_bytes(path, bytes.substr(0, bytes.size() / 2));
  test::StderrCapture quiet;
  const Reading reading = read_all(path);
  EXPECT_GT(reading.frames.size(), 10u);
  EXPECT_LT(reading.frames.size(), 30u);
  const fs::path mp4 = make_video("H264.mp4");
  const std::string whole = test::read_bytes(mp4);
  test::write_bytes(mp4, whole.substr(0, 200));  // within the index: nothing can be read
  EXPECT_THAT(error_of_opening(mp4.string()), HasSubstr("no video"));
  EXPECT_EQ(quiet.text(), "");
}

TEST(VideoSource, RefusesAFileWithSoundOnly) {
  const fs::path path = test::temporary_dir() / "sound.wav";
  std::string wav(
      "RIFF\x24\x08\0\0WAVEfmt "
      "\x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\x08\0\0",
      44);
  test::write_bytes(path, wav + std::string(2048, '\0'));
  EXPECT_EQ(error_of_opening(path.string()), path.string() + ": holds no video");
}

TEST(VideoSource, SeeksToExactlyTheFrameAskedFor) {
  for (const std::string& kind : kinds) {
    const fs::path path = make_video(kind);
    const Reading whole = read_all(path);
    const auto source = FrameSource::open(path.string());
    Frame frame;
    for (const int index : {5, 6, 30, 0, 39, 12, 12}) {
      ASSERT_TRUE(source->seek(index)) << kind << index;
      ASSERT_EQ(source->next(frame), Read::frame);
      EXPECT_EQ(source->index(), index);
      EXPECT_EQ(test::largest_difference(frame, whole.frames[static_cast<std::size_t>(index)]), 0)
          << kind << index;
    }
    EXPECT_FALSE(source->seek(-1));
    EXPECT_TRUE(source->seek(40));
    EXPECT_EQ(source->next(frame), Read::end);
    EXPECT_FALSE(source->seek(1000));
  }
}

TEST(VideoSource, SeeksPastABrokenFrameWithoutLosingCount) {
  const fs::path path = make_video("MJPG.avi");
  const Reading whole = read_all(path);
  test::break_packet(path, 17);
  const auto source = FrameSource::open(path.string());
  Frame frame;
  ASSERT_TRUE(source->seek(20));
  ASSERT_EQ(source->next(frame), Read::frame);
  EXPECT_EQ(test::largest_difference(frame, whole.frames[20]), 0);
  ASSERT_TRUE(source->seek(17));
  EXPECT_EQ(source->next(frame), Read::unreadable);
}

TEST(VideoSource, NeverWritesIntoAFrameThatSomeoneKeeps) {
  const fs::path path = make_video("MJPG.avi");
  const auto source = FrameSource::open(path.string());
  Frame frame;
  std::vector<Frame> kept;
  std::vector<Frame> copies;
  while (source->next(frame) == Read::frame) {
    kept.push_back(frame);
    copies.push_back(frame.clone());
  }
  for (std::size_t i = 0; i < kept.size(); ++i)
    EXPECT_EQ(test::largest_difference(kept[i], copies[i]), 0);
}

TEST(VideoSource, TakesNamesWithColonsAndBlanks) {
  const fs::path path = make_video("MJPG.avi", 2);
  const fs::path odd = path.parent_path() / "at 12:30 #1.avi";
  fs::rename(path, odd);
  EXPECT_EQ(read_all(odd).frames.size(), 2u);
}

TEST(VideoSource, TurnsAVideoAsItsContainerAsks) {
  const fs::path path = make_video("H264.mp4", 3, 96, 64);
  const Reading upright = read_all(path);
  // The track header's matrix (16.16 fixed point): rotation by 90 degrees clockwise.
  std::string bytes = test::read_bytes(path);
  const std::string identity(
      "\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0", 36);
  const std::string turned(
      "\0\0\0\0\0\1\0\0\0\0\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0", 36);
  const std::size_t track = bytes.find("tkhd");
  const std::size_t place = bytes.find(identity, track);
  ASSERT_NE(place, std::string::npos);
  test::write_bytes(path, bytes.replace(place, turned.size(), turned));
  const Reading reading = read_all(path);
  // OpenCV 4.6 would turn it the other way round: it takes the matrix's angle with the wrong sign.
  for (std::size_t i = 0; i < 3; ++i) {
    cv::Mat expected;
    cv::rotate(upright.frames[i], expected, cv::ROTATE_90_CLOCKWISE);
    EXPECT_EQ(test::largest_difference(reading.frames.at(i), expected), 0);
  }
}

}  // namespace
}  // namespace siamrt
