// SiamFC++ through its archive against what the original network computes
// (../shared/golden/siamfcpp).

#include "model/golden.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>

namespace siamrt::test {
namespace {

/// Tolerance of the boxes: four times what rounding alone explains (first table of the golden
/// README).
struct Case {
  const char* name;
  double box;
};

class SiamFcpp : public testing::TestWithParam<Case> {
 protected:
  static std::string file(const std::string& name) {
    return (shared_dir() / "golden" / "siamfcpp" / name).string();
  }
  static std::string archive() { return archive_path(std::string("siamfcpp_") + GetParam().name); }
};

TEST_P(SiamFcpp, EveryStageEqualsTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/siamfcpp");
  SIAMRT_NEEDS_ARCHIVE(std::string("siamfcpp_") + GetParam().name);
  auto crops = read_npz(file("crops.npz"));
  auto golden = read_npz(file(std::string("net_") + GetParam().name + ".npz"));
  auto stages = open_single(archive()).network().stages(picture(crops["net_template"]),
                                                        picture(crops["net_search"]));
  for (const char* name :
       {"f_z", "f_x", "c_x", "r_x", "c_corr", "r_corr", "cls_tower", "bbox_tower"}) {
    SCOPED_TRACE(name);
    const double limit =
        2e-5 * std::max(std::abs(golden[name + std::string("_stats")].as_double()[2]),
                        std::abs(golden[name + std::string("_stats")].as_double()[3]));
    const auto stride = static_cast<size_t>(golden[name + std::string("_stride")].scalar());
    ASSERT_TRUE(stages.count(name) == 1);
    EXPECT_LE(
        difference(thinned(stages[name], stride), golden[name + std::string("_sub")].as_double()),
        limit);
  }
  for (const char* name : {"c_z_k", "r_z_k", "cls", "ctr"}) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(stages.count(name) == 1);
    const Values expected = golden[name].as_double();
    EXPECT_LE(difference(values_of(stages[name]), expected), 2e-5 * largest(expected));
  }
  EXPECT_LE(difference(values_of(stages["score"]), golden["score"].as_double()), 4 * 1.7e-6);
  EXPECT_LE(difference(values_of(stages["box"]), planes(golden["box"].as_double())),
            GetParam().box);
}

TEST_P(SiamFcpp, FusedMapsEqualTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/siamfcpp");
  SIAMRT_NEEDS_ARCHIVE(std::string("siamfcpp_") + GetParam().name);
  auto crops = read_npz(file("crops.npz"));
  auto golden = read_npz(file(std::string("net_") + GetParam().name + ".npz"));
  for (const int threads : {1, 2}) {
    SCOPED_TRACE(threads);
    ModelOptions options;
    options.threads = threads;
    const Model model = Model::open(archive(), options);
    const auto maps = maps_of(model, picture(crops["net_template"]), picture(crops["net_search"]));
    EXPECT_LE(difference(as_values(maps.score), golden["score"].as_double()), 4 * 1.7e-6);
    EXPECT_LE(difference(as_values(maps.box), planes(golden["box"].as_double())), GetParam().box);
  }
}

INSTANTIATE_TEST_SUITE_P(Backbones, SiamFcpp,
                         testing::Values(Case{"alexnet", 4 * 4.3e-4}, Case{"googlenet", 4 * 6.3e-3},
                                         Case{"shufflenetv2x0_5", 4 * 4.6e-4},
                                         Case{"shufflenetv2x1_0", 4 * 1.3e-3},
                                         Case{"tinyconv", 4 * 7.6e-5}),
                         [](const auto& each) { return std::string(each.param.name); });

/// The original's crop of side `out`, for box 316,140,112,115 (notes of the family; the room
/// `track` has its own).
cv::Mat crop(const cv::Mat& frame, const cv::Scalar& border, int out) {
  const double context = 0.5 * (112 + 115);
  const double scale = 127 / std::sqrt((112 + context) * (115 + context));
  const auto n = static_cast<float>(std::nearbyint(out / scale));
  const float left = 316 + (112 - 1) / 2.F - (n - 1) / 2;
  const float top = 140 + (115 - 1) / 2.F - (n - 1) / 2;
  const double a = static_cast<double>(n - 1) / (out - 1);
  const cv::Mat matrix = (cv::Mat_<double>(2, 3) << a, 0, left, 0, a, top);
  cv::Mat result;
  cv::warpAffine(frame, result, matrix, {out, out}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, border);
  return result;
}

TEST(SiamFcppLarge, GoogLeNetOnASearchCropOf399EqualsTheOriginal) {
  SIAMRT_NEEDS_SHARED("golden/siamfcpp");
  SIAMRT_NEEDS_ARCHIVE("siamfcpp_googlenet");
  const auto folder = shared_dir() / "golden" / "siamfcpp";
  auto crops = read_npz((folder / "crops.npz").string());
  auto golden = read_npz((folder / "net_googlenet_x399.npz").string());
  const Values border = crops["border_bgr"].as_double();
  const cv::Mat frame = cv::imread((folder / "frames" / "000005.png").string());
  const cv::Mat search = crop(frame, {border[0], border[1], border[2]}, 399);
  const Model model = open_single(archive_path("siamfcpp_googlenet"));
  const auto maps = maps_of(model, picture(crops["net_template"]), search);
  EXPECT_EQ(maps.size, 31);
  EXPECT_LE(difference(as_values(maps.score), golden["score"].as_double()), 4 * 1.5e-6);
  EXPECT_LE(difference(as_values(maps.box), planes(golden["box"].as_double())), 4 * 6.3e-3);
}

}  // namespace
}  // namespace siamrt::test
