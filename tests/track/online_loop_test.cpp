// The online branch as a whole: ten frames of the original's complete online tracker
// (../shared/golden/ocean/online_loop.npz), and what its users are promised.

#include "track/material.hpp"
#include "track/state.hpp"

#include <siamrt/error.hpp>
#include <siamrt/tracker.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace siamrt {
namespace {

using track::Draws;
using track::Online;

/// What the original drew at random.
Draws golden_draws(const std::map<std::string, test::NpyArray>& golden) {
  Draws draws;
  const auto shifts = golden.at("shifts").as_double();
  for (size_t n = 0; n < 23; ++n)
    draws.shifts.push_back({static_cast<int>(shifts[2 * n]), static_cast<int>(shifts[2 * n + 1])});
  const auto bits = golden.at("dropout_keep").as_bytes();
  for (size_t copy = 0; copy < 7; ++copy) {
    auto& keep = draws.keeps.emplace_back();
    for (size_t k = copy * 512; k < (copy + 1) * 512; ++k)
      keep.push_back(static_cast<std::uint8_t>(bits[k / 8] >> (7 - k % 8) & 1));
  }
  return draws;
}

/// Largest difference from a golden filter of every 8th channel, as a share of its maximum.
double filter_difference(const std::vector<float>& filter, const std::vector<double>& golden) {
  double most = 0, largest = 0;
  for (size_t k = 0; k < golden.size(); ++k) {
    most = std::max(most, std::abs(filter[k / 16 * 8 * 16 + k % 16] - golden[k]));
    largest = std::max(largest, std::abs(golden[k]));
  }
  return most / largest;
}

Model open_online() {
  return Model::open(test::archive("ocean_online"), {Precision::fp32, 1, "cpu"});
}

Settings vot2019(const Model& model) {
  Settings settings = model.description().settings_for("vot2019");
  settings.search_big = settings.search;
  return settings;
}

TEST(OnlineLoop, EqualsTheOriginalForTenFrames) {
  SIAMRT_NEEDS_SHARED("golden/ocean/online_loop.npz");
  SIAMRT_NEEDS_ARCHIVE("ocean_online");
  const auto golden = test::read_npz(test::shared_dir() / "golden/ocean/online_loop.npz");
  const auto about = test::read_json(test::shared_dir() / "golden/ocean/online_loop.json");
  const Model model = open_online();
  Track track = Tracker(model, vot2019(model)).start(test::clip_frame(0), {316, 140, 112, 115});
  track.state().online =
      std::make_unique<Online>(model.network(), model.description().online, 480, 360);
  Online& online = *track.state().online;
  online.start(test::clip_frame(0), track.state().target, golden_draws(golden));
  const auto boxes = golden.at("target_boxes").as_double();
  for (int slot = 0; slot < 30; ++slot) {
    for (size_t k = 0; k < 4; ++k)
      EXPECT_NEAR(online.box_of(slot)[k], boxes[static_cast<size_t>(slot) * 4 + k], 1e-4) << slot;
  }
  EXPECT_LE(filter_difference(online.filter(), golden.at("filter_init").as_double()), 5e-3);
  const auto rows = golden.at("rows").as_double(), scores = golden.at("scores").as_double();
  const auto near = [](double ours, double golden_value, double share) {
    EXPECT_NEAR(ours, golden_value, share * std::max(1.0, std::abs(golden_value)));
  };
  for (size_t n = 0; n < 10; ++n) {
    SCOPED_TRACE("frame " + std::to_string(n + 1));
    const double* row = rows.data() + n * 15;
    near(online.scale(), row[3], 1e-5);
    track.next(test::clip_frame(static_cast<int>(n) + 1));
    EXPECT_EQ(to_string(online.finding()), about["flags"][n].get<std::string>());
    // From the third refit on, rounding decides on which side of 0 a score falls where the fit's
    // slope jumps (golden README): cell by cell only the frames before are compared.
    for (size_t k = 0; k < 196 && n < 4; ++k)
      ASSERT_NEAR(online.scores()[k], scores[n * 196 + k], 5e-3 * 0.3) << k;
    near(online.scale(), row[4], 1e-5);
    near(online.position().y, row[5], 1e-4);
    near(online.position().x, row[6], 1e-4);
    const track::Target& target = track.state().target;
    near(target.x, row[9], 1e-4);
    near(target.y, row[10], 1e-4);
    near(target.w, row[11], 1e-4);
    near(target.h, row[12], 1e-4);
    double sum = 0;
    for (const float value : online.filter()) sum += std::abs(value);
    near(sum, row[13], 1e-3);
    EXPECT_EQ(online.shares().count(), row[14]);
  }
  const auto shares = golden.at("sample_weights").as_double(),
             stored = golden.at("stored_boxes").as_double();
  for (int slot = 0; slot < 40; ++slot) {
    EXPECT_NEAR(online.shares().share(slot), shares[static_cast<size_t>(slot)], 1e-6) << slot;
    for (size_t k = 0; k < 4; ++k)
      EXPECT_NEAR(online.box_of(slot)[k], stored[static_cast<size_t>(slot) * 4 + k], 1e-2) << slot;
  }
}

TEST(OnlineLoop, IsRefusedWhereTheArchiveHasNoBranch) {
  const Model model = Model::open(test::archive("nanotrack_v3"), {Precision::fp32, 1, "cpu"});
  Settings settings = model.description().settings;
  settings.online_ratio = 0.5;
  EXPECT_THAT([&] { Tracker(model, settings); },
              testing::ThrowsMessage<Error>("setting 'online_ratio': nanotrack_v3 has no online "
                                            "branch, expected 0"));
}

/// An online network of a few numbers: the feature of a cell is the mean colour there.
class SmallNetwork final : public model::Network {
 public:
  static constexpr OnlineBranch about = {48, 4, 12, 3};

  std::vector<model::Features> embed(const std::vector<cv::Mat>& /*crops*/) const override {
    return {};
  }
  void locate(const std::vector<cv::Mat>& /*crops*/,
              const std::vector<model::Features>& /*features*/,
              model::Maps& /*maps*/) const override {}
  std::map<std::string, model::Array> stages(const cv::Mat& /*z*/,
                                             const cv::Mat& /*x*/) const override {
    return {};
  }
  void online(const std::vector<cv::Mat>& crops, float* features) const override {
    for (const cv::Mat& crop : crops) {
      for (int r = 0; r < about.cells; ++r) {
        for (int c = 0; c < about.cells; ++c) {
          const auto& pixel = crop.at<cv::Vec3f>(4 * r + 1, 4 * c + 1);
          for (int k = 0; k < 3; ++k) *features++ = (pixel[k] - 128) / 256;
        }
      }
    }
  }
  void online_start(const float* feature, float* start) const override {
    std::copy_n(feature, about.cells * about.cells * about.channels, start);
  }
  model::OnlineTables online_tables() const override {
    model::OnlineTables tables = {0.9F, 0.01F, {}, {}, {}};
    for (int k = 0; k < 100; ++k) {
      tables.label.push_back(std::exp(-0.5F * std::pow(static_cast<float>(k) / 8.5F, 2.0F)));
      tables.mask.push_back(3 * std::tanh(2 - 0.1F * static_cast<float>(k)));
      tables.spatial.push_back(1);
    }
    return tables;
  }
};

Online small_branch(const model::Network& network, int seed) {
  Online online(network, SmallNetwork::about, 480, 360);
  online.start(test::made_frame(0), {230, 172, 60, 44},
               Draws::from_seed(seed, SmallNetwork::about.crop, SmallNetwork::about.channels));
  return online;
}

TEST(OnlineBranchPromises, TheSameSeedGivesTheSameNumbersAndAnotherOthers) {
  const SmallNetwork network;
  Online one = small_branch(network, 4), again = small_branch(network, 4),
         other = small_branch(network, 5);
  for (int t = 1; t < 25; ++t) {
    for (Online* online : {&one, &again, &other}) {
      online->seek(test::made_frame(t));
      online->learn({230 + 4.0 * t, 172 + 3.0 * t, 60, 44});
    }
    EXPECT_EQ(one.scores(), again.scores()) << t;
  }
  EXPECT_EQ(one.filter(), again.filter());
  EXPECT_NE(one.filter(), other.filter());
}

TEST(OnlineBranchPromises, TheMemoryOfSamplesIsFullAt250AndOldOnesMakeRoom) {
  const SmallNetwork network;
  Online online = small_branch(network, 0);
  for (int t = 1; t < 300; ++t) {
    online.seek(test::made_frame(t % 8));
    online.learn({230 + 4.0 * (t % 8), 172 + 3.0 * (t % 8), 60, 44});
    ASSERT_LE(online.shares().count(), 250);
  }
  EXPECT_EQ(online.shares().count(), 250);
  double sum = 0;
  for (int slot = 0; slot < 250; ++slot) sum += online.shares().share(slot);
  EXPECT_NEAR(sum, 1, 1e-4);
  for (const float value : online.filter()) ASSERT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace siamrt
