#include "media/exif.hpp"

#include "pictures.hpp"

#include <gtest/gtest.h>

namespace siamrt::media {
namespace {

using namespace std::string_literals;

const std::string little = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"s;
const std::string big = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0"s;

TEST(ExifOrientation, IsReadInBothByteOrders) {
  EXPECT_EQ(exif_orientation(little), 6);
  EXPECT_EQ(exif_orientation(big), 8);
}

TEST(ExifOrientation, IsUprightForABrokenBlockOfAnyLength) {
  for (std::size_t size = 0; size < 18; ++size) {
    EXPECT_EQ(exif_orientation(little.substr(0, size)), 1) << size;
    EXPECT_EQ(exif_orientation(big.substr(0, size)), 1) << size;
  }
  std::string far = little;
  far[7] = '\xff';  // the directory lies far beyond the end
  EXPECT_EQ(exif_orientation(far), 1);
  std::string odd = little;
  odd[18] = 9;
  EXPECT_EQ(exif_orientation(odd), 1);
  EXPECT_EQ(exif_orientation("PNG and so on, no TIFF"), 1);
}

/// Where the pixel in the stored top left corner must appear.
TEST(ApplyOrientation, BringsTheStoredCornerToItsPlace) {
  struct Case {
    int orientation;
    cv::Size size;
    cv::Point corner;
  };
  const std::vector<Case> cases = {{1, {3, 2}, {0, 0}}, {2, {3, 2}, {2, 0}}, {3, {3, 2}, {2, 1}},
                                   {4, {3, 2}, {0, 1}}, {5, {2, 3}, {0, 0}}, {6, {2, 3}, {1, 0}},
                                   {7, {2, 3}, {1, 2}}, {8, {2, 3}, {0, 2}}, {0, {3, 2}, {0, 0}},
                                   {9, {3, 2}, {0, 0}}};
  for (const Case& expected : cases) {
    Frame frame(2, 3, CV_8UC3, cv::Scalar(0, 0, 0));
    frame.at<cv::Vec3b>(0, 0) = {1, 2, 3};
    apply_orientation(frame, expected.orientation);
    EXPECT_EQ(frame.size(), expected.size) << expected.orientation;
    EXPECT_EQ(frame.at<cv::Vec3b>(expected.corner), cv::Vec3b(1, 2, 3)) << expected.orientation;
  }
}

}  // namespace
}  // namespace siamrt::media
