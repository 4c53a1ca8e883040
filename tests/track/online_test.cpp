// The pieces of the online branch against the original's (../shared/golden/ocean/online.npz).
// Tolerances: the README's, 5e-3 of the maximum for fitted filters, elsewhere what float32 leaves.

#include "track/online.hpp"

#include "support/npz.hpp"
#include "support/shared.hpp"
#include "track/material.hpp"

#include <opencv2/imgproc.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace siamrt::track {
namespace {

using test::NpyArray;
using Values = std::vector<double>;

/// [channels][cells][cells] -> [cells * cells][channels], or a filter's [channels][16] as it is.
std::vector<float> channels_inside(const double* from, int channels, int cells) {
  std::vector<float> out(static_cast<size_t>(channels * cells));
  for (int c = 0; c < channels; ++c) {
    for (int k = 0; k < cells; ++k)
      out[static_cast<size_t>(k * channels + c)] = static_cast<float>(from[c * cells + k]);
  }
  return out;
}

double largest(const Values& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

template <typename Ours>
double difference(const Ours& ours, const Values& golden, size_t first = 0) {
  double most = 0;
  for (size_t k = 0; k < ours.size(); ++k)
    most = std::max(most, std::abs(static_cast<double>(ours[k]) - golden.at(first + k)));
  return most;
}

std::vector<float> floats(const Values& values, size_t first, size_t count) {
  return {values.begin() + static_cast<std::ptrdiff_t>(first),
          values.begin() + static_cast<std::ptrdiff_t>(first + count)};
}

class OnlinePieces : public testing::Test {
 protected:
  void SetUp() override {
    SIAMRT_NEEDS_SHARED("golden/ocean/online.npz");
    golden_ = test::read_npz(test::shared_dir() / "golden/ocean/online.npz");
    about_ = test::read_json(test::shared_dir() / "golden/ocean/online.json");
  }

  Values of(const std::string& name) { return golden_.at(name).as_double(); }

  model::OnlineTables tables() {
    model::OnlineTables tables;
    tables.step = std::exp(about_["opt_log_step_length"].get<float>());
    const float regularisation = about_["opt_filter_reg"];
    tables.regularisation = regularisation * regularisation;
    tables.label = floats(of("opt_label_weight"), 0, 100);
    tables.mask = floats(of("opt_mask_weight"), 0, 100);
    tables.spatial = floats(of("opt_spatial_weight"), 0, 100);
    return tables;
  }

  CropBox box(const std::string& name, size_t row, size_t first = 0) {
    const Values all = of(name);
    const size_t wide = golden_.at(name).shape.at(1);
    CropBox found;
    for (size_t k = 0; k < 4; ++k) found[k] = static_cast<float>(all[row * wide + first + k]);
    return found;
  }

  std::map<std::string, NpyArray> golden_;
  nlohmann::json about_;
};

constexpr FilterShape small = {16, 13, 16};

TEST_F(OnlinePieces, GoalsEqualTheOriginals) {
  for (size_t n = 0; n < 5; ++n) {
    Goal goal;
    make_goal(small, tables(), box("opt_boxes", n), goal);
    EXPECT_LE(difference(goal.label, of("opt_label_map"), n * 196), 2e-6) << n;
    EXPECT_LE(difference(goal.mask, of("opt_target_mask"), n * 196), 2e-6) << n;
    EXPECT_LE(difference(goal.spatial, of("opt_spatial_map"), n * 196), 2e-6) << n;
  }
}

TEST_F(OnlinePieces, FitsEqualTheOriginalsFromTheFirstFrameThroughTwoUpdates) {
  const Values feature = of("opt_feature");
  std::vector<std::vector<float>> features;
  std::vector<Goal> goals(5);
  for (size_t n = 0; n < 5; ++n) {
    features.push_back(channels_inside(feature.data() + n * 16 * 169, 16, 169));
    make_goal(small, tables(), box("opt_boxes", n), goals[n]);
  }
  const auto samples = [&](const std::vector<float>& weights) {
    std::vector<Sample> all;
    for (size_t n = 0; n < weights.size(); ++n)
      all.push_back({features[n].data(), &goals[n], weights[n]});
    return all;
  };
  FilterFit fit(small);
  std::vector<float> filter = floats(of("opt_filter_0"), 0, 256);
  const std::vector<float> equal(3, 1.0F / 3);
  size_t at = 1;
  int done = 0;
  for (const int steps : {1, 2, 25}) {  // opt_filter_iter: after 0, 1, 2, 25
    std::vector<float> from = floats(of("opt_filter_0"), 0, 256);
    fit.run(tables(), samples(equal), steps, from);
    EXPECT_LE(difference(from, of("opt_filter_iter"), 256 * at++), 5e-6) << steps;
    done = steps;
  }
  EXPECT_EQ(done, 25);
  std::vector<double> losses;
  fit.run(tables(), samples(equal), 25, filter, &losses);
  ASSERT_EQ(losses.size(), 26U);
  EXPECT_LE(difference(losses, of("opt_loss_init")), 1e-5 * largest(of("opt_loss_init")));
  EXPECT_LE(difference(filter, of("opt_filter_after_init")), 5e-6);
  const auto update = [&](const std::string& name, size_t count) {
    losses.clear();
    fit.run(tables(), samples(floats(of("opt_weights_" + name), 0, count)), 3, filter, &losses);
    EXPECT_LE(difference(filter, of("opt_filter_after_" + name)),
              5e-3 * largest(of("opt_filter_after_" + name)));
    EXPECT_LE(difference(losses, of("opt_loss_" + name)), 5e-3 * largest(of("opt_loss_" + name)));
  };
  update("update1", 4);
  update("update2", 5);
  std::vector<float> map(196);
  const Values scores = of("opt_scores_after");
  for (size_t n = 0; n < 5; ++n) {
    fit.score(features[n].data(), filter, map.data());
    EXPECT_LE(difference(map, scores, n * 196), 5e-3 * largest(scores)) << n;
  }
}

TEST_F(OnlinePieces, PoolingIsTheExactIntegralOfTheSurface) {
  const Values feature = of("roi_feature");  // 2 x 2 x 6 x 7: set into squares of 7
  for (size_t n = 0; n < 3; ++n) {
    const auto sample = static_cast<size_t>(of("roi_boxes")[n * 5]);
    std::vector<float> square(49 * 2, 0.0F);
    for (size_t c = 0; c < 2; ++c) {
      for (size_t k = 0; k < 42; ++k)
        square[k * 2 + c] = static_cast<float>(feature[(sample * 2 + c) * 42 + k]);
    }
    CropBox corners = box("roi_boxes", n, 1);
    corners[2] -= corners[0];
    corners[3] -= corners[1];
    std::vector<float> pooled;
    pool_filter({2, 7, 16}, square.data(), corners, 1, pooled);
    EXPECT_LE(difference(pooled, of("roi_pooled"), n * 32), 5e-6) << n;
  }
}

TEST_F(OnlinePieces, SharesOfSamplesFollowTheOriginals) {
  for (const std::string name : {"memory", "memory_min"}) {
    const bool least = name == "memory_min";
    const Values weights = of(name + "_weights"), slots = of(name + "_index");
    SampleShares shares(6, 12, least ? 0.25F : 0.0F);
    for (size_t n = 0; n < slots.size(); ++n) {
      const double rate = least ? 0.2 : of("memory_lr")[n];
      EXPECT_EQ(shares.insert(rate), slots[n]) << name << n;
      for (int slot = 0; slot < 12; ++slot)
        EXPECT_NEAR(shares.share(slot), weights[n * 12 + static_cast<size_t>(slot)], 1e-6)
            << name << n;
    }
  }
}

TEST_F(OnlinePieces, FindingsAndTranslationsEqualTheOriginals) {
  const Values maps = of("loc_maps"), translation = of("loc_translation");
  std::vector<float> scratch;
  for (size_t n = 0; n < 9; ++n) {
    LocaliseRules rules;
    rules.distractor = about_["loc_distractor_threshold"][n];
    const Located found = localise(floats(maps, n * 196, 196), 14, 224, 115, 112,
                                   about_["loc_sample_scale"].get<double>(), rules, scratch);
    EXPECT_EQ(to_string(found.finding), about_["loc_flags"][n].get<std::string>()) << n;
    EXPECT_NEAR(found.y, translation[2 * n], 1e-3) << n;
    EXPECT_NEAR(found.x, translation[2 * n + 1], 1e-3) << n;
  }
}

/// Every second row and column of a picture, channel by channel.
std::vector<float> thinned(const cv::Mat& picture) {
  std::vector<float> values;
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < picture.rows; y += 2) {
      for (int x = 0; x < picture.cols; x += 2) values.push_back(picture.at<cv::Vec3f>(y, x)[c]);
    }
  }
  return values;
}

TEST_F(OnlinePieces, PatchesLieAndLookAsTheOriginals) {
  const Values coordinates = of("sample_coords");
  for (size_t n = 0; n < 4; ++n) {
    const int out = static_cast<int>(about_["sample_out"][n].get<double>());
    const Place centre = {about_["sample_pos_yx"][n][0], about_["sample_pos_yx"][n][1]};
    const PatchCut cut = cut_patch(centre, about_["sample_side"][n], out);
    EXPECT_EQ(cut.step * cut.top, coordinates[4 * n]) << n;
    EXPECT_EQ(cut.step * cut.left, coordinates[4 * n + 1]) << n;
    EXPECT_EQ(cut.step * (cut.top + cut.side), coordinates[4 * n + 2]) << n;
    EXPECT_EQ(cut.step * (cut.left + cut.side), coordinates[4 * n + 3]) << n;
    cv::Mat crop;
    sample_patch(test::clip_frame(0), cut, out, crop);
    EXPECT_LE(difference(thinned(crop), of("sample_" + std::to_string(n))), 1e-3) << n;
  }
}

TEST_F(OnlinePieces, TransformsEqualTheOriginals) {
  using Kind = Transform::Kind;
  const std::vector<Transform> made = {{Kind::shift, 0, 0, 0, 0},   {Kind::shift, 0, 0, 13, -13},
                                       {Kind::flip, 0, 0, 3, -5},   {Kind::blur, 2, 0.2F, 0, 0},
                                       {Kind::blur, 0.2F, 2, 0, 0}, {Kind::blur, 2, 2, -4, 6},
                                       {Kind::rotate, 10, 0, 0, 0}, {Kind::rotate, -45, 0, 0, 0}};
  const Values in = of("aug_in"), out = of("aug_out");
  cv::Mat patch(96, 96, CV_32FC3);
  for (int c = 0; c < 3; ++c) {
    for (int k = 0; k < 96 * 96; ++k)
      patch.at<cv::Vec3f>(k / 96, k % 96)[c] =
          static_cast<float>(in[static_cast<size_t>(c * 96 * 96 + k)]);
  }
  for (size_t n = 0; n < made.size(); ++n) {
    cv::Mat crop;
    transform_patch(patch, made[n], 48, crop);
    EXPECT_LE(difference(thinned(crop), out, n * 3 * 24 * 24), 2e-3) << n;
  }
}

TEST_F(OnlinePieces, ScoresAreResizedAsOpenCvDoes) {
  const Values in = of("resize_in");
  std::vector<float> scores = floats(in, 0, 196);
  for (const int size : {25, 27, 29}) {
    cv::Mat grid;
    cv::resize(cv::Mat(14, 14, CV_32F, scores.data()), grid, {size, size}, 0, 0, cv::INTER_CUBIC);
    const std::vector<float> ours(grid.ptr<float>(), grid.ptr<float>() + size * size);
    EXPECT_LE(difference(ours, of("resize_" + std::to_string(size))), 1e-6);
  }
}

TEST(OnlineDraws, AreTheSameForASeedAndOthersForAnother) {
  const Draws one = Draws::from_seed(1, 224, 512), again = Draws::from_seed(1, 224, 512),
              other = Draws::from_seed(2, 224, 512);
  ASSERT_EQ(one.shifts.size(), 23U);
  ASSERT_EQ(one.keeps.size(), 7U);
  EXPECT_EQ(one.keeps, again.keeps);
  EXPECT_NE(one.keeps, other.keeps);
  EXPECT_EQ(one.shifts[1].y, 67);  // published shifts are not random
  size_t kept = 0;
  for (const auto& keep : one.keeps)
    kept += static_cast<size_t>(std::count(keep.begin(), keep.end(), 1));
  EXPECT_NEAR(static_cast<double>(kept) / (7 * 512), 0.8, 0.03);
  for (size_t n = 5; n < 23; ++n) EXPECT_LE(std::abs(one.shifts[n].y), 37);
}

}  // namespace
}  // namespace siamrt::track
