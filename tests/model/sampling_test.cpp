#include "model/sampling.hpp"

#include "model/golden.hpp"
#include "model/tiny_archive.hpp"

#include <siamrt/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace siamrt::model {
namespace {

constexpr int side = 9;  // 2 / (side - 1) is exact, so that -1 and 9 cells are
constexpr int channels = 20;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

float unit(double cells) { return static_cast<float>(cells * 2 / (side - 1) - 1); }

/// One feature and a row of places in it, in cells.
struct Case {
  std::vector<float> feature = std::vector<float>(side * side * channels);
  std::vector<double> x, y;

  Case() {
    std::mt19937 stream(5);
    for (float& value : feature) value = static_cast<float>(stream() % 2001) / 1000 - 1;
  }

  std::vector<float> sampled() const {
    const auto wide = static_cast<std::int64_t>(x.size());
    std::vector<float> places;
    for (size_t n = 0; n < x.size(); ++n) {
      places.push_back(unit(x[n]));
      places.push_back(unit(y[n]));
    }
    std::vector<float> result(x.size() * channels, 7.0F);
    const Sampling sampling = {1, channels, side,         side,
                               1, wide,     {0, 0, 2, 1}, std::vector<float>(channels, 0.0F)};
    sampling.run(feature.data(), places.data(), result.data());
    return result;
  }

  /// The definition, cell by cell, in double.
  double plain(size_t n, int k) const {
    double sum = 0;
    for (int r = 0; r < side; ++r) {
      for (int c = 0; c < side; ++c) {
        const double share =
            std::max(0.0, 1 - std::abs(y[n] - r)) * std::max(0.0, 1 - std::abs(x[n] - c));
        if (share > 0) sum += share * feature[static_cast<size_t>((r * side + c) * channels + k)];
      }
    }
    return sum;
  }
};

TEST(Sampling, EqualsItsDefinitionInsideAndOutside) {
  Case made;
  std::mt19937 stream(6);
  for (int n = 0; n < 400; ++n) {
    made.x.push_back(static_cast<double>(stream()) / 4294967296.0 * 14 - 3);
    made.y.push_back(static_cast<double>(stream()) / 4294967296.0 * 14 - 3);
  }
  const auto found = made.sampled();
  for (size_t n = 0; n < made.x.size(); ++n) {
    for (int k = 0; k < channels; ++k)
      ASSERT_NEAR(found[n * channels + static_cast<size_t>(k)], made.plain(n, k), 4e-6)
          << made.x[n] << ' ' << made.y[n];
  }
}

TEST(Sampling, IsNothingFromAWholeCellOutsideOn) {
  Case made;
  made.x = {-1, side, 4, 4, -1, -1e30, 4, 1e30};
  made.y = {4, 4, -1, side, -1, 4, 1e30, -1e30};
  for (const float value : made.sampled()) ASSERT_EQ(value, 0);
}

TEST(Sampling, IsTheCellItselfOnItsCentre) {
  Case made;
  made.x = {0, side - 1, 3};
  made.y = {0, side - 1, 5};
  const auto found = made.sampled();
  for (size_t n = 0; n < 3; ++n) {
    for (int k = 0; k < channels; ++k)
      EXPECT_EQ(found[n * channels + static_cast<size_t>(k)], static_cast<float>(made.plain(n, k)));
  }
}

TEST(Sampling, SpoilsOnlyTheCellWhosePlaceIsNoNumber) {
  Case made;
  made.x = {2.5, nan, 3, infinity, -infinity, 6};
  made.y = {2.5, 2, nan, 2, 2, 6.25};
  const auto found = made.sampled();
  for (size_t n = 0; n < made.x.size(); ++n) {
    const bool spoilt = std::isnan(made.x[n]) || std::isnan(made.y[n]);
    for (size_t k = 0; k < channels; ++k) {
      EXPECT_EQ(std::isnan(found[n * channels + k]), spoilt) << n;
      if (std::isinf(made.x[n])) {
        EXPECT_EQ(found[n * channels + k], 0);
      }
    }
  }
}

TEST(Sampling, KeepsWhatIsNoNumberInAFeatureToItsNeighbourhood) {
  Case made;
  made.feature[0] = nan;
  made.x = {-0.5, 7.75, 0.5};
  made.y = {8.5, 8.5, 0.5};
  const auto found = made.sampled();
  EXPECT_FALSE(std::isnan(found[0]));
  EXPECT_FALSE(std::isnan(found[channels]));
  EXPECT_TRUE(std::isnan(found[2 * channels]));
}

/// A network whose locate samples a feature inside the boxes that it found, as Ocean's
/// object-aware branch does. `box_changed`: a line of TorchScript between the two.
Model open_sampling(const std::string& box_changed, int threads) {
  const auto replace = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  std::string methods =
      replace(test::tiny_methods, "    return score, box, out.mean([2, 3])\n",
              "    grid = torch.zeros([9, 9])\n    grid[4, 5] = 1.0\n" + box_changed +
                  "    place = torch.stack([box[:, 0], box[:, 1]], 3) * 0.02\n"
                  "    taken = torch.grid_sampler(r, place, 0, 0, True)\n"
                  "    return score, box, taken.sigmoid().mean(1)\n");
  methods = replace(methods, "\"extra\"", "\"aligned_score\"");
  const std::string path = (test::temporary_dir() / "sampling.pt").string();
  test::write_tiny_archive(path, replace(test::tiny_description, "extra]", "aligned_score]"),
                           methods);
  ModelOptions options;
  options.threads = threads;
  return Model::open(path, options);
}

TEST(Sampling, InAPlanEqualsLibTorchs) {
  const cv::Mat z = test::synthetic_image(32, 0), x = test::synthetic_image(64, 3);
  for (const int threads : {1, 2, 3}) {
    const Model model = open_sampling("", threads);
    auto plain = model.network().stages(z, x);
    const test::Values expected = test::values_of(plain["aligned_score"]);
    EXPECT_LE(test::difference(
                  test::as_values(test::maps_of(model, z, x).extra.at("aligned_score")), expected),
              1e-6);
    // Two at once: every feature is sampled at its own places.
    const auto features = model.network().embed({z, test::synthetic_image(32, 5)});
    Maps both;
    model.network().locate({test::synthetic_image(64, 0), x}, {features[1], features[0]}, both);
    const auto& found = both.extra.at("aligned_score");
    EXPECT_LE(test::difference(test::Values(found.begin() + 81, found.end()), expected), 1e-6);
  }
}

TEST(Sampling, IsRefusedByNameWhereABoxIsNotFinite) {
  const cv::Mat z = test::synthetic_image(32, 0), x = test::synthetic_image(64, 3);
  for (const int threads : {1, 2}) {
    const Model model = open_sampling("    box = box / (1.0 - grid)\n", threads);
    EXPECT_THAT([&] { test::maps_of(model, z, x); },
                testing::ThrowsMessage<Error>(
                    testing::HasSubstr("tiny: the box of row 4, column 5 is not finite")));
  }
}

}  // namespace
}  // namespace siamrt::model
