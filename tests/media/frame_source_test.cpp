// What a user of FrameSource sees, whatever the kind of input.

#include "core/digest.hpp"
#include "pictures.hpp"
#include "support/npz.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>
#include <siamrt/frame_source.hpp>

#include <gmock/gmock.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <sstream>

namespace siamrt {
namespace {

namespace fs = std::filesystem;
using Read = FrameSource::Read;
using test::picture;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// All that a source gives, read to the end.
struct Reading {
  std::vector<Read> reads;
  std::vector<Frame> frames;
  std::vector<std::string> names;
};

Reading read_all(FrameSource& source) {
  Reading all;
  Frame frame;
  for (Read read = source.next(frame); read != Read::end; read = source.next(frame)) {
    all.reads.push_back(read);
    if (read == Read::frame) all.frames.push_back(frame.clone());
    all.names.push_back(source.name());
  }
  return all;
}

Reading read_all(const fs::path& input) { return read_all(*FrameSource::open(input.string())); }

[[maybe_unused]] std::string error_of(const std::string& input,
                                      Error::Kind kind = Error::Kind::input) {
  try {
    FrameSource::open(input);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return error.what();
  }
  return "no error";
}

std::string digest(const Frame& frame) {
  return core::sha256(
      {reinterpret_cast<const char*>(frame.data), frame.total() * frame.elemSize()});
}

TEST(FrameSource, GivesTheRealClipFrameByFrameAsTheGoldenDigestsSay) {
  SIAMRT_NEEDS_SHARED("sequences/bag.avi");
  std::istringstream golden(
      test::read_text((test::shared_dir() / "golden/nanotrack/bag_frames_sha256.csv").string()));
  std::string line;
  std::getline(golden, line);
  const auto source = FrameSource::open((test::shared_dir() / "sequences/bag.avi").string());
  EXPECT_EQ(source->count(), 196);
  EXPECT_DOUBLE_EQ(source->fps(), 25);
  Frame frame;
  std::int64_t index = 0;
  for (; std::getline(golden, line); ++index) {
    ASSERT_EQ(source->next(frame), Read::frame) << index;
    ASSERT_TRUE(frame.isContinuous());
    EXPECT_EQ(digest(frame), line.substr(line.find(',') + 1, 64)) << index;
    EXPECT_EQ(source->index(), index);
  }
  EXPECT_EQ(index, 196);
  EXPECT_EQ(source->next(frame), Read::end);
}

TEST(FrameSource, ReadsEveryRealSequenceAsImreadDoes) {
  SIAMRT_NEEDS_SHARED("sequences/Deer.tar");
  for (const std::string name : {"Deer", "Car4", "Suv", "Skiing"}) {
    const fs::path folder = test::temporary_dir();
    const std::string tar = (test::shared_dir() / "sequences" / (name + ".tar")).string();
    ASSERT_EQ(std::system(("tar xf '" + tar + "' -C '" + folder.string() + "'").c_str()), 0);
    const Reading packed = read_all(tar);
    const Reading unpacked = read_all(folder / name);
    ASSERT_EQ(packed.frames.size(), unpacked.frames.size());
    ASSERT_GT(packed.frames.size(), 50u);
    for (std::size_t i = 0; i < packed.frames.size(); ++i) {
      EXPECT_EQ(test::largest_difference(packed.frames[i], unpacked.frames[i]), 0);
      EXPECT_EQ(test::largest_difference(cv::imread(unpacked.names[i]), unpacked.frames[i]), 0)
          << unpacked.names[i];
    }
  }
}

}  // namespace
}  // namespace siamrt
