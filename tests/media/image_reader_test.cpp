// decode_image against cv::imread(IMREAD_COLOR), which the benchmarks' readers are.

#include "media/image_reader.hpp"

#include "damage.hpp"
#include "pictures.hpp"
#include "support/shared.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <random>

namespace siamrt::media {
namespace {

namespace fs = std::filesystem;

std::string encoded(const std::string& extension, const cv::Mat& image,
                    const std::vector<int>& options = {}) {
  std::vector<unsigned char> bytes;
  if (!cv::imencode(extension, image, bytes, options))
    throw std::runtime_error("cannot encode " + extension);
  return {bytes.begin(), bytes.end()};
}

/// Expects the same pixels as cv::imread on a file with these bytes gives.
void expect_as_imread(const std::string& bytes, const std::string& extension) {
  const fs::path path = test::temporary_dir() / ("picture" + extension);
  test::write_bytes(path, bytes);
  const cv::Mat expected = cv::imread(path.string(), cv::IMREAD_COLOR);
  ASSERT_FALSE(expected.empty()) << extension;
  const std::optional<Frame> found = read_image(path.string());
  ASSERT_TRUE(found.has_value()) << extension;
  EXPECT_EQ(found->type(), CV_8UC3);
  EXPECT_EQ(test::largest_difference(*found, expected), 0) << extension;
}

cv::Mat grey() {
  cv::Mat image;
  cv::cvtColor(test::picture(3, 61, 37), image, cv::COLOR_BGR2GRAY);
  return image;
}

cv::Mat sixteen_bit(const cv::Mat& image) {
  cv::Mat wide;
  image.convertTo(wide, CV_16U, 257);
  wide += cv::Scalar::all(100);  // so that rounding and cutting differ
  return wide;
}

TEST(DecodeImage, GivesColourPicturesOfEveryFormatAsImreadDoes) {
  const cv::Mat image = test::picture(1, 61, 37);
  for (const char* extension : {".jpg", ".png", ".bmp", ".tiff", ".webp", ".ppm", ".jp2"}) {
    expect_as_imread(encoded(extension, image), extension);
  }
  expect_as_imread(encoded(".jpg", image, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}), ".jpg");
}

TEST(DecodeImage, MakesGreyPicturesBgr) {
  for (const char* extension : {".jpg", ".png", ".bmp", ".tiff", ".pgm"}) {
    expect_as_imread(encoded(extension, grey()), extension);
  }
  const std::optional<Frame> frame = decode_image(encoded(".png", grey()));
  cv::Mat planes[3];
  cv::split(*frame, planes);
  EXPECT_EQ(test::largest_difference(planes[0], grey()), 0);
  EXPECT_EQ(test::largest_difference(planes[2], grey()), 0);
}

TEST(DecodeImage, KeepsTheUpperByteOfSixteenBits) {
  const cv::Mat image = test::picture(2, 61, 37);
  for (const char* extension : {".png", ".tiff", ".ppm"}) {
    expect_as_imread(encoded(extension, sixteen_bit(image)), extension);
  }
  expect_as_imread(encoded(".png", sixteen_bit(grey())), ".png");
  cv::Mat one(1, 1, CV_16UC3, cv::Scalar(0x12ff, 0x8000, 0xff01));
  EXPECT_EQ(decode_image(encoded(".png", one))->at<cv::Vec3b>(0, 0), cv::Vec3b(0x12, 0x80, 0xff));
}

TEST(DecodeImage, DropsAlpha) {
  cv::Mat image;
  cv::cvtColor(test::picture(4), image, cv::COLOR_BGR2BGRA);
  for (int x = 0; x < image.cols; ++x) image.at<cv::Vec4b>(5, x)[3] = static_cast<uchar>(3 * x);
  for (const char* extension : {".png", ".tiff"})
    expect_as_imread(encoded(extension, image), extension);
  EXPECT_EQ(test::largest_difference(*decode_image(encoded(".png", image)), test::picture(4)), 0);
}

TEST(DecodeImage, TakesPalettesAndSingleBits) {
  expect_as_imread(encoded(".png", grey(), {cv::IMWRITE_PNG_BILEVEL, 1}), ".png");
  expect_as_imread(encoded(".pbm", grey() > 100), ".pbm");
  using namespace std::string_literals;
  // A bitmap of 2x2 pixels with four palette entries.
  const std::string bitmap =
      "BM\x4e\0\0\0\0\0\0\0\x46\0\0\0\x28\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\x08\0\0\0\0\0\x08\0\0\0\0"
      "\0\0\0\0\0\0\0\x04\0\0\0\x04\0\0\0"
      "\x0a\x14\x1e\0\x28\x32\x3c\0\x46\x50\x5a\0\x64\x6e\x78\0\x02\x03\0\0\0\x01\0\0"s;
  expect_as_imread(bitmap, ".bmp");
  EXPECT_EQ(decode_image(bitmap)->at<cv::Vec3b>(0, 1), cv::Vec3b(0x28, 0x32, 0x3c));
}

TEST(DecodeImage, ConvertsCmykJpeg) {
  cv::Mat cmyk(29, 43, CV_8UC4);
  cv::randu(cmyk, cv::Scalar::all(0), cv::Scalar::all(256));
  expect_as_imread(test::cmyk_jpeg(cmyk), ".jpg");
}

TEST(DecodeImage, TurnsPicturesAsTheirExifOrientationSays) {
  const std::string jpeg = encoded(".jpg", test::picture(5, 61, 37));
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string turned = test::with_orientation(jpeg, orientation);
    expect_as_imread(turned, ".jpg");
    EXPECT_EQ(decode_image(turned)->cols, orientation <= 4 ? 61 : 37) << orientation;
  }
  expect_as_imread(test::with_orientation(jpeg, 77), ".jpg");
}

TEST(DecodeImage, TurnsPngFilesAsImreadDoes) {
  using namespace std::string_literals;
  const std::string exif = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"s;
  expect_as_imread(test::with_chunk(encoded(".png", test::picture(5, 61, 37)), "eXIf", exif),
                   ".png");
}

TEST(DecodeImage, GivesNothingForDamagedPicturesAndPrintsNothing) {
  const cv::Mat image = test::picture(6, 61, 37);
  test::StderrCapture quiet;
  for (const char* extension : {".jpg", ".png"}) {
    const std::string whole = encoded(extension, image);
    for (std::size_t size = 0; size + 2 < whole.size(); size += 1 + size / 20) {
      EXPECT_FALSE(decode_image(whole.substr(0, size)).has_value()) << extension << ' ' << size;
    }
  }
  EXPECT_FALSE(decode_image("").has_value());
  EXPECT_FALSE(decode_image("plain text").has_value());
  EXPECT_FALSE(decode_image(std::string(100000, '\0')).has_value());
  EXPECT_EQ(quiet.text(), "");
}

TEST(DecodeImage, GivesNothingForAJpegWithDamagedData) {
  const std::string whole = encoded(".jpg", test::picture(7, 160, 120));
  std::string damaged = whole;
  for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 200; ++i) damaged[i] = '\xff';
  test::StderrCapture quiet;
  EXPECT_TRUE(decode_image(whole).has_value());
  EXPECT_FALSE(decode_image(damaged).has_value());
  EXPECT_EQ(quiet.text(), "");
}

TEST(DecodeImage, GivesNothingForAPngWhoseCheckSumsFail) {
  std::string png = encoded(".png", test::picture(8));
  png[png.size() / 2] = static_cast<char>(png[png.size() / 2] ^ 1);
  test::StderrCapture quiet;
  EXPECT_FALSE(decode_image(png).has_value());
  EXPECT_EQ(quiet.text(), "");
}

TEST(DecodeImage, IsSilentAboutChunksThatNoPixelDependsOn) {
  const cv::Mat image = test::picture(9);
  const std::string png = encoded(".png", image);
  const std::string profile("broken\0\0profile", 15);
  test::StderrCapture quiet;
  EXPECT_EQ(test::largest_difference(*decode_image(test::with_chunk(png, "iCCP", profile)), image),
            0);
  EXPECT_EQ(
      test::largest_difference(*decode_image(test::with_chunk(png, "tEXt", "x", true)), image), 0);
  EXPECT_EQ(quiet.text(), "");
}

TEST(DecodeImage, SurvivesRandomDamageInEveryFormat) {
  std::mt19937 random(8);
  for (const char* extension : {".jpg", ".png", ".bmp", ".ppm", ".webp"}) {
    const std::string whole = encoded(extension, test::picture(1, 40, 30));
    for (int i = 0; i < 100; ++i) {
      std::string bytes = whole;
      // The headers' sides stay, as huge ones would only test the allocator.
      for (int k = 0; k < 3; ++k)
        bytes[64 + random() % (bytes.size() - 64)] = static_cast<char>(random());
      const std::optional<Frame> frame = decode_image(bytes);
      EXPECT_TRUE(!frame || frame->type() == CV_8UC3);
    }
  }
}

TEST(ReadImage, GivesNothingForAFileThatCannotBeRead) {
  const fs::path folder = test::temporary_dir();
  EXPECT_FALSE(read_image((folder / "none.jpg").string()).has_value());
  EXPECT_FALSE(read_image(folder.string()).has_value());
}

}  // namespace
}  // namespace siamrt::media
