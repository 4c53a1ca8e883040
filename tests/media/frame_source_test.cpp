// What a user of FrameSource sees, whatever the kind of input.

#include "core/digest.hpp"
#include "damage.hpp"
#include "pictures.hpp"
#include "support/npz.hpp"
#include "support/shared.hpp"

#include <siamrt/error.hpp>
#include <siamrt/frame_source.hpp>

#include <gmock/gmock.h>
#include <opencv2/imgcodecs.hpp>

#include <sstream>

namespace siamrt {
namespace {

namespace fs = std::filesystem;
using Read = FrameSource::Read;
using test::error_of_opening;
using test::read_all;
using test::Reading;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> file_names(const Reading& reading) {
  std::vector<std::string> names;
  for (const std::string& name : reading.names) names.push_back(fs::path(name).filename().string());
  return names;
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

TEST(FrameSource, ReadsRealSequencesFromTarAndFolderAsImreadDoes) {
  for (const std::string name : {"Deer", "Car4"}) {
    SIAMRT_NEEDS_SHARED("sequences/" + name + ".tar");
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

TEST(FrameSource, ReadsAFolderInNaturalOrder) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "f%d.png", 12);
  test::write_bytes(folder / "notes.md", "no picture");
  test::write_bytes(folder / "._f3.png", "what a Mac leaves");
  fs::create_directory(folder / "z.png");
  const auto source = FrameSource::open(folder.string());
  EXPECT_EQ(source->kind(), FrameSource::Kind::images);
  EXPECT_EQ(source->count(), 12);
  EXPECT_EQ(source->index(), -1);
  EXPECT_DOUBLE_EQ(source->fps(), 25);
  const Reading reading = read_all(*source);
  EXPECT_THAT(reading.reads, Each(Read::frame));
  EXPECT_THAT(file_names(reading),
              ElementsAre("f1.png", "f2.png", "f3.png", "f4.png", "f5.png", "f6.png", "f7.png",
                          "f8.png", "f9.png", "f10.png", "f11.png", "f12.png"));
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(
        test::largest_difference(reading.frames[static_cast<std::size_t>(i)], test::picture(i)), 0)
        << i;
  }
}

TEST(FrameSource, FindsTheImagesOfABenchmarksSequenceInItsSubfolder) {
  for (const char* inner : {"img", "color"}) {
    const fs::path folder = test::temporary_dir();
    test::write_pictures(folder / inner, "%04d.jpg", 3);
    test::write_bytes(folder / "groundtruth_rect.txt", "1,2,3,4\n");
    EXPECT_EQ(read_all(folder).frames.size(), 3u) << inner;
  }
}

TEST(FrameSource, ReadsAGlobInNaturalOrder) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "a%d.png", 11);
  test::write_pictures(folder, "b%d.png", 2);
  EXPECT_EQ(read_all(folder / "*.png").frames.size(), 13u);
  EXPECT_THAT(file_names(read_all(folder / "a1?.png")), ElementsAre("a10.png", "a11.png"));
  EXPECT_THAT(file_names(read_all(folder / "[b]*.png")), ElementsAre("b1.png", "b2.png"));
  EXPECT_THAT(error_of_opening((folder / "c*.png").string()), HasSubstr("c*.png: no file matches"));
}

TEST(FrameSource, ReadsANumberPatternFromTheLowestNumber) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%04d.png", 3, 9);
  test::write_bytes(folder / "00010.png", "five digits are another pattern");
  test::write_bytes(folder / "x0010.png", "another name");
  EXPECT_THAT(file_names(read_all(folder / "%04d.png")),
              ElementsAre("0009.png", "0010.png", "0011.png"));
  EXPECT_THAT(error_of_opening((folder / "%03d.jpg").string()), HasSubstr("no file matches"));
  const fs::path plain = test::temporary_dir();
  test::write_pictures(plain, "100%% f%d.png", 2, 99);
  EXPECT_THAT(file_names(read_all(plain / "100%% f%d.png")),
              ElementsAre("100% f99.png", "100% f100.png"));
}

TEST(FrameSource, NamesTheNumberThatAPatternLacks) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%04d.png", 5);
  fs::remove(folder / "0003.png");
  EXPECT_THAT(error_of_opening((folder / "%04d.png").string()),
              HasSubstr("0003.png is missing between 0002.png and 0004.png"));
}

TEST(FrameSource, ReadsAListFileRelativeToItsFolder) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder / "in side", "%d.png", 3);
  const std::string absolute = (folder / "in side/1.png").string();
  test::write_bytes(folder / "list.txt", "\xEF\xBB\xBF# frames\r\n\r\nin side/3.png\r\n" +
                                             absolute + "\r\n  in side/2.png");
  EXPECT_THAT(file_names(read_all(folder / "list.txt")), ElementsAre("3.png", "1.png", "2.png"));
}

TEST(FrameSource, NamesTheLineOfAListThatIsWrong) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%d.png", 1);
  const std::string list = (folder / "list.txt").string();
  test::write_bytes(list, "1.png\n\nnone.png\n");
  EXPECT_EQ(error_of_opening(list), list + ":3: none.png: no such file");
  test::write_bytes(list, "# nothing\n");
  EXPECT_EQ(error_of_opening(list), list + ": names no image, expected one path a line");
}

TEST(FrameSource, ReadsASingleImage) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "only%d.png", 2);
  EXPECT_THAT(file_names(read_all(folder / "only2.png")), ElementsAre("only2.png"));
}

TEST(FrameSource, GoesOnAfterAnImageThatDoesNotDecode) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%d.jpg", 6);
  const std::string whole = test::read_bytes(folder / "3.jpg");
  test::write_bytes(folder / "1.jpg", "");
  test::write_bytes(folder / "3.jpg", "this is no picture");
  test::write_bytes(folder / "5.jpg", whole.substr(0, whole.size() / 2));
  const auto source = FrameSource::open(folder.string());
  const Reading reading = read_all(*source);
  EXPECT_THAT(reading.reads, ElementsAre(Read::unreadable, Read::frame, Read::unreadable,
                                         Read::frame, Read::unreadable, Read::frame));
  EXPECT_THAT(file_names(reading),
              ElementsAre("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg"));
}

TEST(FrameSource, LeavesTheFrameAloneWhenItCannotBeRead) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%d.png", 2);
  const auto source = FrameSource::open(folder.string());
  fs::remove(folder / "2.png");
  Frame frame;
  ASSERT_EQ(source->next(frame), Read::frame);
  EXPECT_EQ(source->next(frame), Read::unreadable);
  EXPECT_EQ(test::largest_difference(frame, test::picture(0)), 0);
  EXPECT_EQ(source->next(frame), Read::end);
  EXPECT_EQ(source->next(frame), Read::end);
  EXPECT_EQ(source->index(), 1);
}

TEST(FrameSource, SeeksInImagesAnywhere) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder, "%d.png", 5);
  const auto source = FrameSource::open(folder.string());
  Frame frame;
  for (const int index : {3, 0, 4, 4, 1}) {
    ASSERT_TRUE(source->seek(index));
    ASSERT_EQ(source->next(frame), Read::frame);
    EXPECT_EQ(source->index(), index);
    EXPECT_EQ(test::largest_difference(frame, test::picture(index)), 0);
  }
  EXPECT_FALSE(source->seek(-1));
  EXPECT_FALSE(source->seek(6));
  EXPECT_TRUE(source->seek(5));
  EXPECT_EQ(source->next(frame), Read::end);
}

TEST(FrameSource, ReadsTheImagesOfAZipInNaturalOrder) {
  const fs::path folder = test::temporary_dir();
  test::write_pictures(folder / "s/img", "%d.png", 11);
  test::write_bytes(folder / "s/groundtruth.txt", "1,2,3,4\n");
  const std::string zip = (folder / "s.zip").string();
  test::write_zip(zip, folder / "s");
  const Reading reading = read_all(zip);
  ASSERT_EQ(reading.frames.size(), 11u);
  EXPECT_EQ(reading.names[1], zip + ":s/img/2.png");
  EXPECT_EQ(test::largest_difference(reading.frames[10], test::picture(10)), 0);
  test::write_bytes(zip, "PK\x03\x04 cut short");
  EXPECT_THAT(error_of_opening(zip), StartsWith(zip + ": "));
}

TEST(FrameSource, TellsInOneLineWhyAnInputCannotBeRead) {
  const fs::path folder = test::temporary_dir();
  fs::create_directory(folder / "empty");
  test::write_bytes(folder / "nothing.avi", "");
  test::write_bytes(folder / "text.mp4", "this is no video, whatever it is called\n");
  test::write_bytes(folder / "bad.png", "this is no picture");
  fs::create_directory(folder / "bad");
  test::write_bytes(folder / "bad/1.jpg", "no");
  test::write_bytes(folder / "bad/2.jpg", "neither");
  const auto error = [&](const char* name) { return error_of_opening((folder / name).string()); };
  const std::string root = folder.string() + "/";
  EXPECT_EQ(error("missing.avi"), root + "missing.avi: cannot read: No such file or directory");
  EXPECT_THAT(error("empty"), StartsWith(root + "empty: no image in this folder (jpg, "));
  EXPECT_EQ(error("nothing.avi"), root + "nothing.avi: is empty");
  EXPECT_EQ(error("text.mp4"), root + "text.mp4: no video that can be read");
  EXPECT_EQ(error("bad.png"), root + "bad.png: no picture that decodes");
  EXPECT_EQ(error("bad"), root + "bad: none of its 2 images decodes");
  EXPECT_THAT(error_of_opening(""), HasSubstr("empty name"));
}

TEST(FrameSource, TellsThatThereIsNoSuchCamera) {
  if (fs::exists("/dev/video97")) GTEST_SKIP() << "this machine has a camera 97";
  EXPECT_EQ(error_of_opening("97", Error::Kind::system),
            "camera 97: no such camera, or it gives no picture");
}

TEST(FrameSource, TellsThatAStreamCannotBeOpened) {
  EXPECT_THAT(error_of_opening("http://127.0.0.1:9/none.mp4"),
              StartsWith("http://127.0.0.1:9/none.mp4: cannot open"));
  EXPECT_THAT(error_of_opening("nonsense://x"), StartsWith("nonsense://x: cannot open"));
}

}  // namespace
}  // namespace siamrt
