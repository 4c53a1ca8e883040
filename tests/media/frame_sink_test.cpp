#include "media/frame_sink.hpp"

#include "pictures.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include <sys/resource.h>

#include <csignal>

namespace siamrt::media {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int count = 30;

FrameSink::Options options_with(bool overwrite, double fps = 25) {
  FrameSink::Options options;
  options.overwrite = overwrite;
  options.fps = fps;
  return options;
}

void write_all(FrameSink& sink, int width = 64, int height = 48, int frames = count) {
  for (int i = 0; i < frames; ++i) sink.write(test::picture(i, width, height));
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

template <typename Action>
std::string error_of(Error::Kind kind, Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "no error";
}

std::string error_of_opening(const fs::path& path) {
  return error_of(Error::Kind::usage, [&] { FrameSink::open(path.string(), {}); });
}

double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

TEST(VideoFile, OfEveryExtensionReadsBackNearlyTheSame) {
  const fs::path folder = test::temporary_dir();
  test::StderrCapture quiet;
  for (const char* name : {"a.mp4", "a.m4v", "a.mov", "a.mkv", "a.avi", "A.MP4"}) {
    const fs::path path = folder / name;
    const auto sink = FrameSink::open(path.string(), options_with(false, 30));
    write_all(*sink, 160, 120);
    EXPECT_FALSE(fs::exists(path)) << "appears only when it is whole";
    sink->finish();
    const test::Reading back = test::read_all(path);
    ASSERT_EQ(back.frames.size(), static_cast<std::size_t>(count)) << name;
    EXPECT_DOUBLE_EQ(FrameSource::open(path.string())->fps(), 30);
    for (int i = 0; i < count; ++i) {
      EXPECT_LT(
          mean_difference(back.frames[static_cast<std::size_t>(i)], test::picture(i, 160, 120)), 8)
          << name << i;
    }
  }
  EXPECT_EQ(files_in(folder), 6u);
  EXPECT_EQ(quiet.text(), "");
}

TEST(VideoFile, IsReadByOpenCvToo) {
  const fs::path path = test::temporary_dir() / "a.mp4";
  const auto sink = FrameSink::open(path.string(), {});
  write_all(*sink);
  sink->finish();
  cv::VideoCapture capture(path.string(), cv::CAP_FFMPEG);
  int frames = 0;
  cv::Mat frame;
  while (capture.read(frame)) ++frames;
  EXPECT_EQ(frames, count);
}

TEST(VideoFile, OfOddSizeGrowsByARowAndAColumn) {
  const fs::path folder = test::temporary_dir();
  for (const char* name : {"odd.mp4", "odd.avi"}) {
    const auto sink = FrameSink::open((folder / name).string(), {});
    write_all(*sink, 61, 37);
    sink->finish();
    const test::Reading back = test::read_all(folder / name);
    ASSERT_EQ(back.frames.size(), static_cast<std::size_t>(count));
    EXPECT_LE(back.frames[0].cols - 61, 1);
    EXPECT_LE(back.frames[0].rows - 37, 1);
    EXPECT_LT(mean_difference(back.frames[9](cv::Rect(0, 0, 61, 37)), test::picture(9, 61, 37)), 10)
        << name;
  }
}

TEST(VideoFile, OfTheSameFramesHasTheSameBytes) {
  const fs::path folder = test::temporary_dir();
  for (const char* name : {"1.mp4", "2.mp4"}) {
    const auto sink = FrameSink::open((folder / name).string(), {});
    write_all(*sink);
    sink->finish();
  }
  EXPECT_EQ(test::read_bytes(folder / "1.mp4"), test::read_bytes(folder / "2.mp4"));
}

TEST(VideoFile, TakesPartsOfLargerPictures) {
  const fs::path path = test::temporary_dir() / "part.avi";
  const cv::Mat large = test::picture(0, 200, 100);
  const auto sink = FrameSink::open(path.string(), {});
  sink->write(large(cv::Rect(20, 10, 64, 48)));
  sink->finish();
  EXPECT_LT(mean_difference(test::read_all(path).frames.at(0), large(cv::Rect(20, 10, 64, 48))), 8);
}

TEST(VideoFile, LeavesNothingBehindWhenItIsNotFinished) {
  const fs::path folder = test::temporary_dir();
  { write_all(*FrameSink::open((folder / "a.mp4").string(), {})); }
  { FrameSink::open((folder / "b.mp4").string(), {}); }
  EXPECT_EQ(files_in(folder), 0u);
}

TEST(VideoFile, TellsThatTheDiskIsFullAndKeepsTheOldFile) {
  const fs::path folder = test::temporary_dir();
  for (const char* name : {"a.mp4", "a.avi", "a.mkv"}) {
    const fs::path path = folder / name;
    test::write_bytes(path, "old");
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    rlimit limit = old;
    limit.rlim_cur = 20'000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string message = error_of(Error::Kind::system, [&] {
      const auto sink = FrameSink::open(path.string(), options_with(true));
      write_all(*sink, 320, 240, 120);
      sink->finish();
    });
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    EXPECT_THAT(message, StartsWith(path.string() + ": cannot write: ")) << name;
    EXPECT_EQ(test::read_bytes(path), "old");
  }
  EXPECT_EQ(files_in(folder), 3u);
}

TEST(VideoFile, RefusesAFrameOfAnotherSize) {
  const fs::path path = test::temporary_dir() / "a.mp4";
  const auto sink = FrameSink::open(path.string(), {});
  write_all(*sink, 64, 48, 2);
  EXPECT_EQ(error_of(Error::Kind::input, [&] { sink->write(test::picture(0, 32, 48)); }),
            path.string() + ": frame 2 has 32x48, those before have 64x48");
}

TEST(VideoFile, RefusesToBeEmpty) {
  const fs::path path = test::temporary_dir() / "a.mp4";
  const auto sink = FrameSink::open(path.string(), {});
  EXPECT_THAT(error_of(Error::Kind::input, [&] { sink->finish(); }),
              HasSubstr("no frame was given"));
}

TEST(FrameSink, RefusesNamesItCannotWrite) {
  const fs::path folder = test::temporary_dir();
  test::write_bytes(folder / "there.mp4", "x");
  test::write_bytes(folder / "plain", "x");
  EXPECT_THAT(
      error_of_opening(folder / "a.gif"),
      HasSubstr(
          "a.gif: unknown extension, expected a video (.mp4, .m4v, .mov, .mkv, .avi) or a folder"));
  EXPECT_THAT(error_of_opening(folder / "there.mp4"),
              HasSubstr("exists already; --overwrite replaces it"));
  EXPECT_THAT(error_of_opening(folder / "plain"), HasSubstr("is a file without extension"));
  EXPECT_THAT(error_of_opening(folder), HasSubstr("the folder is not empty"));
  EXPECT_THAT(error_of_opening(""), HasSubstr("empty name"));
  EXPECT_THAT(
      error_of(Error::Kind::system, [&] { FrameSink::open((folder / "none/a.mp4").string(), {}); }),
      HasSubstr("none/a.mp4: cannot write: No such file or directory"));
}

TEST(ImageFolder, HoldsTheFramesAsNumberedJpegFiles) {
  const fs::path folder = test::temporary_dir() / "deep/er";
  const auto sink = FrameSink::open(folder.string(), {});
  write_all(*sink);
  sink->finish();
  EXPECT_EQ(files_in(folder), static_cast<std::size_t>(count));
  const test::Reading back = test::read_all(folder);
  EXPECT_EQ(fs::path(back.names.at(0)).filename(), "000000.jpg");
  for (int i = 0; i < count; ++i) {
    EXPECT_LT(mean_difference(back.frames.at(static_cast<std::size_t>(i)), test::picture(i)), 4);
  }
}

TEST(ImageFolder, TellsThatAPlaceCannotBeWritten) {
  const fs::path folder = test::temporary_dir();
  test::write_bytes(folder / "file", "x");
  EXPECT_THAT(error_of(Error::Kind::system,
                       [&] { FrameSink::open((folder / "file/inside").string(), {}); }),
              HasSubstr("cannot make the folder"));
}

TEST(ImageFolder, RefusesAFrameOfAnotherSize) {
  const auto sink = FrameSink::open((test::temporary_dir() / "out/").string(), {});
  sink->write(test::picture(0));
  EXPECT_THROW(sink->write(test::picture(0, 10, 10)), Error);
}

}  // namespace
}  // namespace siamrt::media
