// The online branch's network and pieces in one go, on three samples of a real frame and one later
// crop (../shared/golden/ocean/online.npz, arrays net_*): crops, features, first filter, fit and
// scores. Limits: 1e-5 of an array's largest value up to the first filter, 5e-3 from the fit on,
// whose slope jumps where a score crosses 0; both are the golden README's suggestions.

#include "track/material.hpp"
#include "track/online.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

using Values = std::vector<double>;

constexpr double fitted = 5e-3;  // share of an array's largest value

double largest(const Values& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

class OnlineNetwork : public testing::Test {
 protected:
  static constexpr float scale = 2.026608708444444F;  // net_scale of online.json
  static constexpr FilterShape shape = {512, 13, 16};

  void SetUp() override {
    SIAMRT_NEEDS_SHARED("golden/ocean/online.npz");
    SIAMRT_NEEDS_ARCHIVE("ocean_online");
    golden_ = test::read_npz(test::shared_dir() / "golden/ocean/online.npz");
    model_.emplace(Model::open(test::archive("ocean_online"), {Precision::fp32, 1, "cpu"}));
  }

  Values of(const std::string& name) { return golden_.at(name).as_double(); }

  std::vector<float> features_of(const std::vector<cv::Mat>& crops) {
    std::vector<float> features(crops.size() * shape.feature_size());
    model_->network().online(crops, features.data());
    return features;
  }

  /// Every 4th pixel of a crop against [3][56][56].
  void expect_crop(const cv::Mat& crop, const std::string& name) {
    const Values golden = of(name);
    for (size_t k = 0; k < golden.size(); ++k) {
      const auto cell = static_cast<int>(k % (56 * 56));
      const auto& pixel = crop.at<cv::Vec3f>(cell / 56 * 4, cell % 56 * 4);
      ASSERT_NEAR(pixel[static_cast<int>(k / (56 * 56))], golden[k], 1e-3) << name << ' ' << k;
    }
  }

  /// Every 8th channel of features against [..][64][169].
  void expect_features(const std::vector<float>& features, const std::string& name) {
    const Values golden = of(name);
    double most = 0;
    for (size_t k = 0; k < golden.size(); ++k) {
      const size_t sample = k / (64 * 169), channel = k / 169 % 64 * 8, cell = k % 169;
      const double ours = features[sample * shape.feature_size() + cell * 512 + channel];
      most = std::max(most, std::abs(ours - golden[k]));
    }
    EXPECT_LE(most, 1e-5 * largest(golden)) << name;
  }

  /// Every 4th channel of a filter.
  void expect_filter(const std::vector<float>& filter, const std::string& name, double share) {
    const Values golden = of(name);
    double most = 0;
    for (size_t k = 0; k < golden.size(); ++k)
      most = std::max(most, std::abs(filter[k / 16 * 4 * 16 + k % 16] - golden[k]));
    EXPECT_LE(most, share * largest(golden)) << name;
  }

  std::map<std::string, test::NpyArray> golden_;
  std::optional<Model> model_;
};

TEST_F(OnlineNetwork, EqualsTheOriginalsFromCropsToScores) {
  const Place centre = {std::nearbyint(197.5F), 372};
  cv::Mat patch;
  sample_patch(test::clip_frame(0), cut_patch(centre, scale * 448, 448), 448, patch);
  using Kind = Transform::Kind;
  const std::vector<Transform> made = {
      {Kind::shift, 0, 0, 0, 0}, {Kind::shift, 0, 0, 67, 67}, {Kind::flip, 0, 0, 11, -7}};
  std::vector<cv::Mat> crops(3);
  for (size_t n = 0; n < 3; ++n) transform_patch(patch, made[n], 224, crops[n]);
  expect_crop(crops[0], "net_patch0");
  const std::vector<float> features = features_of(crops);
  expect_features(features, "net_class_feature");

  const Values corners = of("net_boxes");
  const model::OnlineTables tables = model_->network().online_tables();
  std::vector<float> filter(shape.filter_size()), start(shape.feature_size());
  std::vector<Goal> goals(3);
  std::vector<Sample> samples;
  for (size_t n = 0; n < 3; ++n) {
    CropBox box;
    for (size_t k = 0; k < 4; ++k) box[k] = static_cast<float>(corners[4 * n + k]);
    const float* feature = features.data() + n * shape.feature_size();
    model_->network().online_start(feature, start.data());
    pool_filter(shape, start.data(), box, 1.0F / 3, filter);
    make_goal(shape, tables, box, goals[n]);
    samples.push_back({feature, &goals[n], 1.0F / 3});
  }
  expect_filter(filter, "net_filter_init", 1e-5);
  FilterFit fit(shape);
  Values losses;
  fit.run(tables, samples, 25, filter, &losses);
  expect_filter(filter, "net_filter", fitted);
  const Values golden_losses = of("net_loss");
  ASSERT_EQ(losses.size(), golden_losses.size());
  for (size_t n = 0; n < losses.size(); ++n)
    EXPECT_NEAR(losses[n], golden_losses[n], fitted * largest(golden_losses)) << "step " << n;

  const Values later = of("net_sample_centre");
  const PatchCut cut =
      cut_patch({static_cast<float>(later[0]), static_cast<float>(later[1])}, scale * 224, 224);
  EXPECT_NEAR(cut.scale(224), of("net_sample_scale")[0], 1e-6);
  EXPECT_EQ(cut.middle().y, of("net_sample_pos")[0]);
  EXPECT_EQ(cut.middle().x, of("net_sample_pos")[1]);
  cv::Mat crop;
  sample_patch(test::clip_frame(5), cut, 224, crop);
  expect_crop(crop, "net_patch5");
  const std::vector<float> seen = features_of({crop});
  expect_features(seen, "net_test_feature");
  std::vector<float> scores(shape.map_size());
  fit.score(seen.data(), filter, scores.data());
  const Values golden_scores = of("net_score");
  for (size_t k = 0; k < scores.size(); ++k)
    EXPECT_NEAR(scores[k], golden_scores[k], fitted * largest(golden_scores)) << k;
}

}  // namespace
}  // namespace siamrt::track
