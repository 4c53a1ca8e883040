// NanoTrack and LightTrack with their real weights through their archives
// (../shared/golden/nanotrack).

#include "model/golden.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>

namespace siamrt::test {
namespace {

// Stages: of an array's largest value. The README measured the whole trackers only (boxes within
// 0.001 px, scores within 4e-7); 5e-5 is what the sister folder allows for raw outputs.
constexpr double relative = 5e-5;

std::filesystem::path folder() { return shared_dir() / "golden" / "nanotrack"; }

class NanoTrack : public testing::TestWithParam<int> {
 protected:
  static std::string name() { return "real/nanotrack_v" + std::to_string(GetParam()); }
  static std::map<std::string, NpyArray> golden() {
    return read_npz((folder() / ("stages_v" + std::to_string(GetParam()) + ".npz")).string());
  }
};

TEST_P(NanoTrack, EveryStageEqualsTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack");
  SIAMRT_NEEDS_ARCHIVE(name());
  auto crops = read_npz((folder() / "crops.npz").string());
  auto stages =
      open_single(archive_path(name())).network().stages(picture(crops["z"]), picture(crops["x"]));
  for (auto& [stage, array] : golden()) {
    if (array.shape.size() != 4) continue;  // points, window, pscore, ...: the tracker's
    SCOPED_TRACE(stage);
    const Values expected = array.as_double();
    ASSERT_TRUE(stages.count(stage) == 1);
    EXPECT_LE(difference(values_of(stages[stage]), expected), relative * largest(expected));
  }
}

TEST_P(NanoTrack, FusedMapsEqualTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack");
  SIAMRT_NEEDS_ARCHIVE(name());
  auto crops = read_npz((folder() / "crops.npz").string());
  auto expected = golden();
  const Values sides = expected["loc"].as_double();
  for (const int threads : {1, 2}) {
    SCOPED_TRACE(threads);
    ModelOptions options;
    options.threads = threads;
    const Model model = Model::open(archive_path(name()), options);
    const auto maps = maps_of(model, picture(crops["z"]), picture(crops["x"]));
    const Values corners = corners_from_sides(sides, maps.size, 16, 127.0 - 16 * (maps.size / 2));
    EXPECT_LE(difference(as_values(maps.score), expected["score"].as_double()), 1e-5);
    // Sides are exponentials: rounding in the logit scales with them. v1's reach 4031 px far from
    // the target.
    for (size_t i = 0; i < corners.size(); ++i) {
      ASSERT_NEAR(maps.box[i], corners[i], sides[i] < 128 ? 1e-3 : 1e-5 * sides[i])
          << "value " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, NanoTrack, testing::Values(1, 2, 3),
                         [](const auto& each) { return "v" + std::to_string(each.param); });

/// LightTrack's crop of `side` frame pixels around (cx, cy), resized to `out` (its notes, section
/// 10).
cv::Mat crop(const cv::Mat& frame, const cv::Scalar& fill, double cx, double cy, int side,
             int out) {
  const double c = (side + 1) / 2.0;
  const int x0 = static_cast<int>(std::nearbyint(cx - c));
  const int y0 = static_cast<int>(std::nearbyint(cy - c));
  cv::Mat padded;
  const int margin = side;
  cv::copyMakeBorder(frame, padded, margin, margin, margin, margin, cv::BORDER_CONSTANT, fill);
  cv::Mat result;
  cv::resize(padded(cv::Rect(x0 + margin, y0 + margin, side, side)), result, {out, out});
  return result;
}

struct LightTrackCrops {
  cv::Mat z;
  cv::Mat x;
};

/// Template of frame 0, search crop of frame 5 with the state right after the start.
LightTrackCrops light_track_crops() {
  const auto frames = shared_dir() / "golden" / "siamfcpp" / "frames";
  const cv::Mat first = cv::imread((frames / "000000.png").string());
  const cv::Mat later = cv::imread((frames / "000005.png").string());
  const cv::Scalar mean = cv::mean(first);
  const cv::Scalar fill(std::floor(mean[0]), std::floor(mean[1]), std::floor(mean[2]));
  const double cx = 316 + 112 / 2.0;
  const double cy = 140 + 115 / 2.0;
  const double side = std::sqrt((112 + 0.5 * 227) * (115 + 0.5 * 227));
  const double search = side + (256 - 127) * side / 127;
  return {crop(first, fill, cx, cy, static_cast<int>(std::nearbyint(side)), 127),
          crop(later, fill, cx, cy, static_cast<int>(std::round(search)), 256)};
}

TEST(LightTrack, EveryStageEqualsTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack");
  SIAMRT_NEEDS_ARCHIVE("real/lighttrack_mobile");
  auto golden = read_npz((folder() / "lighttrack_stages.npz").string());
  const LightTrackCrops crops = light_track_crops();
  auto stages =
      open_single(archive_path("real/lighttrack_mobile")).network().stages(crops.z, crops.x);
  for (const char* name : {"z_in", "x_in"}) {
    EXPECT_LE(difference(thinned(stages[name], 1, 8), golden[name].as_double()), 1e-6) << name;
  }
  for (const char* name : {"zf", "cls", "reg"}) {
    const Values expected = golden[name].as_double();
    EXPECT_LE(difference(values_of(stages[name]), expected), relative * largest(expected)) << name;
  }
}

TEST(LightTrack, FusedMapsEqualTheOriginals) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack");
  SIAMRT_NEEDS_ARCHIVE("real/lighttrack_mobile");
  auto golden = read_npz((folder() / "lighttrack_stages.npz").string());
  const LightTrackCrops crops = light_track_crops();
  const auto maps = maps_of(open_single(archive_path("real/lighttrack_mobile")), crops.z, crops.x);
  Values score = golden["cls"].as_double();
  for (double& value : score) value = 1 / (1 + std::exp(-value));
  EXPECT_LE(difference(as_values(maps.score), score), 1e-5);
  EXPECT_LE(
      difference(as_values(maps.box), corners_from_sides(golden["reg"].as_double(), 16, 16, 0)),
      1e-3);
}

}  // namespace
}  // namespace siamrt::test
