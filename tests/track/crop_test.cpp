#include "track/crop.hpp"

#include "reference/crop.hpp"
#include "track/families.hpp"
#include "track/material.hpp"

#include <opencv2/core.hpp>

#include <random>

namespace siamrt::track {
namespace {

using test::crc32;

cv::Mat crop_of(const Frame& frame, const Cut& cut, int out) {
  Cropper cropper;
  cv::Mat crop;
  cropper(frame, cut, mean_colour(frame), out, crop);
  return crop;
}

/// The template crop (z pixels) or, with `search` > 0, the search crop of a track that starts in
/// `box`.
Cut cut_at_start(Family family, const Box& box, int search = 0, int z = 127) {
  const Rules& rules = rules_of(family);
  const Target target = rules.start(box);
  const double side = context_side(target, 0.5);
  return rules.place(
      target, search > 0 ? rules.search_side(side, z, search) : rules.template_side(side, z));
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

Box box_of(const nlohmann::json& numbers) {
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

const nlohmann::json& made() {
  static const nlohmann::json all =
      test::read_json(test::tests_dir() / "golden/synthetic/tracks_and_crops.json");
  return all;
}

}  // namespace

TEST(MadeFrames, AreTheOnesTheGoldensWereMadeFrom) {
  for (int t = 0; t < 8; ++t)
    EXPECT_EQ(crc32(test::made_frame(t)), made()["frame_crc32"][static_cast<size_t>(t)]);
}

TEST(MeanColour, IsCutDownNotRounded) {
  cv::Mat frame(3, 5, CV_8UC3, cv::Scalar(10, 20, 30));
  EXPECT_EQ(mean_colour(frame), (Colour{10, 20, 30}))
      << "a whole mean must not fall to the number below";
  frame.at<cv::Vec3b>(0, 0) = {24, 34, 44};
  EXPECT_EQ(mean_colour(frame), (Colour{10, 20, 30})) << "10.93";
  frame.at<cv::Vec3b>(0, 0) = {25, 35, 45};
  EXPECT_EQ(mean_colour(frame), (Colour{11, 21, 31}));
}

TEST(MeanColour, OfOneColouredFramesIsThatColourAtAnySize) {
  for (int side = 1; side < 60; ++side) {
    const cv::Mat frame(side, 2 * side + 1, CV_8UC3, cv::Scalar(127, 254, 1));
    ASSERT_EQ(mean_colour(frame), (Colour{127, 254, 1})) << side;
  }
}

TEST(Crop, OfSiamFcppEqualsTheOriginalsOnMadeFrames) {
  const Frame frame = test::made_frame(0);
  ASSERT_EQ(made()["siamfcpp_crops"].size(), 8U);
  for (const auto& golden : made()["siamfcpp_crops"]) {
    const Box box = box_of(golden["box"]);
    EXPECT_EQ(crc32(crop_of(frame, cut_at_start(Family::siamfcpp, box), 127)),
              golden["template_crc32"])
        << golden;
    EXPECT_EQ(crc32(crop_of(frame, cut_at_start(Family::siamfcpp, box, 303), 303)),
              golden["search303_crc32"])
        << golden;
    EXPECT_EQ(127 / context_side(rules_of(Family::siamfcpp).start(box), 0.5), golden["scale"])
        << golden;
  }
}

TEST(Crop, OfOceanEqualsTheOriginalsOnMadeFrames) {
  const Frame frame = test::made_frame(0);
  ASSERT_EQ(made()["ocean_crops"].size(), 8U);
  for (const auto& golden : made()["ocean_crops"]) {
    const Target target = {golden["centre"][0], golden["centre"][1], 1, 1};
    const double side = std::round(golden["side_before_rounding"].get<double>());
    for (const Family family : {Family::ocean, Family::lighttrack}) {
      const Cut cut = rules_of(family).place(target, side);
      EXPECT_EQ(crc32(crop_of(frame, cut, golden["model_size"])), golden["crc32"]) << golden;
    }
  }
}

TEST(Crop, OfNanoTrackEqualsTheOriginalsOnMadeFrames) {
  const Frame frame = test::made_frame(0);
  ASSERT_EQ(made()["nanotrack_crops"].size(), 7U);
  for (const auto& golden : made()["nanotrack_crops"]) {
    const Target target = {golden["centre"][0], golden["centre"][1], 1, 1};
    const Cut cut = rules_of(Family::nanotrack).place(target, golden["side"]);
    EXPECT_EQ(crc32(crop_of(frame, cut, golden["model_size"])), golden["crc32"]) << golden;
  }
}

TEST(Crop, OfSiamFcppEqualsAllThirtyGoldenCropsOfTheRealClip) {
  SIAMRT_NEEDS_SHARED("golden/siamfcpp/crops.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/siamfcpp/crops.npz");
  const Frame frame = test::clip_frame(0);
  ASSERT_EQ(crc32(frame), golden["frame_crc32"].as_double()[0]);
  const auto border = golden["border_bgr"].as_double();
  const Colour fill = mean_colour(frame);
  for (size_t c = 0; c < 3; ++c) EXPECT_EQ(fill[c], border[c]);
  const auto boxes = golden["boxes_xywh"].as_double();
  const auto crcs = golden["crc32"].as_double();
  for (size_t n = 0; n < 10; ++n) {
    const Box box = {boxes[4 * n], boxes[4 * n + 1], boxes[4 * n + 2], boxes[4 * n + 3]};
    const cv::Mat z = crop_of(frame, cut_at_start(Family::siamfcpp, box), 127);
    EXPECT_EQ(crc32(z), crcs[3 * n]) << n;
    EXPECT_TRUE(same(z, test::image_of(golden["template"], n))) << n;
    EXPECT_EQ(crc32(crop_of(frame, cut_at_start(Family::siamfcpp, box, 303), 303)), crcs[3 * n + 1])
        << n;
    EXPECT_EQ(crc32(crop_of(frame, cut_at_start(Family::siamfcpp, box, 399), 399)), crcs[3 * n + 2])
        << n;
  }
}

TEST(Crop, OfSiamFcppUsesTheGoldenMatrices) {
  SIAMRT_NEEDS_SHARED("golden/siamfcpp/crops.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/siamfcpp/crops.npz");
  const auto boxes = golden["boxes_xywh"].as_double();
  for (const auto& [name, out] : {std::pair("m_template", 127), std::pair("m_search", 303)}) {
    const auto maps = golden[name].as_double();
    for (size_t n = 0; n < 10; ++n) {
      const Box box = {boxes[4 * n], boxes[4 * n + 1], boxes[4 * n + 2], boxes[4 * n + 3]};
      const Cut cut = cut_at_start(Family::siamfcpp, box, out == 127 ? 0 : out);
      EXPECT_EQ(cut.width / (out - 1), maps[6 * n]) << name << n;
      EXPECT_EQ(cut.x, maps[6 * n + 2]) << name << n;
      EXPECT_EQ(cut.height / (out - 1), maps[6 * n + 4]) << name << n;
      EXPECT_EQ(cut.y, maps[6 * n + 5]) << name << n;
    }
  }
}

TEST(Crop, OfOceanEqualsAllTenGoldenCropsOfTheRealClip) {
  SIAMRT_NEEDS_SHARED("golden/ocean/crops.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/ocean/crops.npz");
  const auto about = test::read_json(test::shared_dir() / "golden/ocean/crops.json");
  const Frame frame = test::clip_frame(0);
  ASSERT_EQ(about["crops"].size(), 10U);
  for (const auto& crop : about["crops"]) {
    const double side = std::round(crop["side_before_rounding"].get<double>());
    EXPECT_EQ(side, crop["side"]);
    const Cut cut = rules_of(Family::ocean).place({crop["pos"][0], crop["pos"][1], 1, 1}, side);
    EXPECT_TRUE(same(crop_of(frame, cut, crop["model_size"]), test::image_of(golden[crop["name"]])))
        << crop;
  }
}

TEST(Crop, OfOceanFromTheStartBoxEqualsTheGoldenNetworkInputs) {
  SIAMRT_NEEDS_SHARED("golden/ocean/crops_net.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/ocean/crops_net.npz");
  const Box box = {316, 140, 112, 115};
  EXPECT_TRUE(same(crop_of(test::clip_frame(0), cut_at_start(Family::ocean, box), 127),
                   test::image_of(golden["z"])));
  Cropper cropper;
  cv::Mat crop;
  for (const int search : {255, 271}) {  // frame 5 with the first frame's colour
    cropper(test::clip_frame(5), cut_at_start(Family::ocean, box, search),
            mean_colour(test::clip_frame(0)), search, crop);
    EXPECT_TRUE(same(crop, test::image_of(golden["x" + std::to_string(search)]))) << search;
  }
}

TEST(Crop, OfNanoTrackFromTheStartBoxEqualsTheGoldenCrops) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack/crops.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/nanotrack/crops.npz");
  const Box box = {316, 140, 112, 115};
  const Cut z = cut_at_start(Family::nanotrack, box);
  const Cut x = cut_at_start(Family::nanotrack, box, 255);
  EXPECT_EQ(z.width, 227);
  EXPECT_EQ(x.width, 456);
  EXPECT_TRUE(same(crop_of(test::clip_frame(0), z, 127), test::image_of(golden["z"])));
  Cropper cropper;
  cv::Mat crop;
  cropper(test::clip_frame(5), x, mean_colour(test::clip_frame(0)), 255, crop);
  EXPECT_TRUE(same(crop, test::image_of(golden["x"])));
}

TEST(Sides, OfOceanRoundHalvesAwayFromZeroInTheSearchAndToEvenInTheTemplate) {
  const Rules& ocean = rules_of(Family::ocean);
  EXPECT_EQ(ocean.template_side(20.5, 127), 20);
  EXPECT_EQ(ocean.template_side(21.5, 127), 22);
  EXPECT_EQ(ocean.search_side(254, 127, 127 + 64), 382);      // 254 + 128: whole
  EXPECT_EQ(ocean.search_side(127 * 0.5, 127, 127 + 9), 68);  // 63.5 + 4.5
  EXPECT_EQ(ocean.search_side(127, 127, 127), 127);
  EXPECT_EQ(ocean.search_side(126.5, 127, 127), 127);
  EXPECT_EQ(ocean.search_side(127.5, 127, 127), 128);
}

TEST(Sides, AreAtLeastOnePixel) {
  for (const Family family :
       {Family::siamfcpp, Family::ocean, Family::lighttrack, Family::nanotrack}) {
    EXPECT_EQ(rules_of(family).template_side(0.02, 127), 1) << to_string(family);
    EXPECT_EQ(rules_of(family).search_side(0.02, 127, 255), 1) << to_string(family);
  }
}

TEST(Crop, EqualsThePlainTwinOnRandomCuts) {
  std::mt19937 random(20);
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random);
  };
  Cropper cropper;
  cv::Mat crop;
  for (int n = 0; n < 150; ++n) {
    cv::Mat frame(static_cast<int>(uniform(1, 90)), static_cast<int>(uniform(1, 120)), CV_8UC3);
    cv::randu(frame, 0, 256);
    const int out = static_cast<int>(uniform(2, 130));
    const double side = std::floor(std::exp(uniform(0, 6)));
    const Cut window = {Cut::Sampling::window, std::floor(uniform(-1.2 * side, 130)),
                        std::floor(uniform(-1.2 * side, 100)), side, side};
    const Cut corners = {Cut::Sampling::corners, uniform(-1.2 * side, 130),
                         uniform(-1.2 * side, 100), side - 1, side - 0.9999};
    for (const Cut& cut : {window, corners}) {
      const Colour fill = {static_cast<uchar>(n), static_cast<uchar>(255 - n), 77};
      cropper(frame, cut, fill, out, crop);
      ASSERT_TRUE(same(crop, reference::crop(frame, cut, fill, out)))
          << "case " << n << ": " << frame.size() << " side " << side << " to " << out << " at "
          << cut.x << ',' << cut.y;
#if CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR == 6  // the release that the goldens were made with
      ASSERT_TRUE(same(crop, reference::opencv_crop(frame, cut, fill, out)))
          << "case " << n << ": " << frame.size() << " side " << side << " to " << out << " at "
          << cut.x << ',' << cut.y;
#endif
    }
  }
}

TEST(Crop, OfAPartOfALargerImageReadsThatPartOnly) {
  cv::Mat large(80, 90, CV_8UC3);
  cv::randu(large, 0, 256);
  const cv::Mat part = large(cv::Rect(20, 10, 40, 30));
  const Cut cut = {Cut::Sampling::window, -5, -5, 64, 64};
  EXPECT_TRUE(same(crop_of(part, cut, 33), crop_of(part.clone(), cut, 33)));
}

TEST(Crop, OfAHugeWindowFarAwayIsFillAndCostsNoMemory) {
  const Frame frame = test::made_frame(0);
  Cropper cropper;
  cv::Mat crop;
  for (const Cut::Sampling sampling : {Cut::Sampling::window, Cut::Sampling::corners}) {
    cropper(frame, {sampling, 3e6, -8e6, 4e6, 4e6}, {1, 2, 3}, 255, crop);
    EXPECT_TRUE(same(crop, cv::Mat(255, 255, CV_8UC3, cv::Scalar(1, 2, 3))));
  }
}

}  // namespace siamrt::track
