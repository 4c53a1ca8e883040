// The online branch as a whole: ten frames of the original's complete online tracker
// (../shared/golden/ocean/online_loop.npz).

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
  double scores_off = 0;
  for (size_t n = 0; n < 10; ++n) {
    SCOPED_TRACE("frame " + std::to_string(n + 1));
    const double* row = rows.data() + n * 15;
    near(online.scale(), row[3], 1e-5);
    track.next(test::clip_frame(static_cast<int>(n) + 1));
    EXPECT_EQ(to_string(online.finding()), about["flags"][n].get<std::string>());
    double off = 0;
    for (size_t k = 0; k < 196; ++k)
      off = std::max(off, std::abs(online.scores()[k] - scores[n * 196 + k]));
    EXPECT_LE(off, n < 4 ? 1e-4 : 5e-3 * 0.3);
    scores_off = std::max(scores_off, off);
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
  const double filter_off =
      filter_difference(online.filter(), golden.at("filter_last").as_double());
  EXPECT_LE(filter_off, 5e-3);
  RecordProperty("largest_score_difference", std::to_string(scores_off));
  RecordProperty("filter_difference", std::to_string(filter_off));
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

}  // namespace
}  // namespace siamrt
