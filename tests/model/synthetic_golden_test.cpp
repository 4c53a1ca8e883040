// All networks on made pictures with made weights: needs nothing but the repository
// (tests/golden/synthetic).

#include "model/golden.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace siamrt::test {
namespace {

std::map<std::string, NpyArray> golden() {
  return read_npz((tests_dir() / "golden" / "synthetic" / "networks.npz").string());
}

model::Maps run(const std::string& archive, int search) {
  return maps_of(open_single(archive_path(archive)), synthetic_image(127, 0),
                 synthetic_image(search, 5));
}

class SyntheticSiamFcpp : public testing::TestWithParam<const char*> {};

TEST_P(SyntheticSiamFcpp, MapsEqualTheOriginals) {
  const std::string network = GetParam();
  SIAMRT_NEEDS_ARCHIVE("siamfcpp_" + network);
  auto expected = golden();
  const auto maps = run("siamfcpp_" + network, 303);
  EXPECT_LE(difference(as_values(maps.score), expected[network + ".score"].as_double()), 1e-4);
  EXPECT_LE(difference(as_values(maps.box), planes(expected[network + ".box"].as_double())),
            network == "googlenet" ? 2e-2 : 5e-3);
}

INSTANTIATE_TEST_SUITE_P(Backbones, SyntheticSiamFcpp,
                         testing::Values("alexnet", "googlenet", "shufflenetv2x0_5",
                                         "shufflenetv2x1_0", "tinyconv"),
                         [](const auto& each) { return std::string(each.param); });

TEST(SyntheticOcean, MapsEqualTheOriginals) {
  SIAMRT_NEEDS_ARCHIVE("ocean");
  auto expected = golden();
  const auto maps = run("ocean", 255);
  Values score = expected["ocean.cls"].as_double();
  for (double& value : score) value = 1 / (1 + std::exp(-value));
  EXPECT_LE(difference(as_values(maps.score), score), 1e-4);
  EXPECT_LE(difference(as_values(maps.box),
                       corners_from_sides(expected["ocean.box"].as_double(), 25, 8, 127 - 96)),
            5e-3);
}

class SyntheticNanoTrack : public testing::TestWithParam<const char*> {};

TEST_P(SyntheticNanoTrack, MapsEqualTheOriginals) {
  const std::string network = GetParam();
  SIAMRT_NEEDS_ARCHIVE(network);
  auto expected = golden();
  const auto maps = run(network, 255);
  const Values logits = expected[network + ".cls"].as_double();
  const size_t cells = logits.size() / 2;
  Values score(cells);
  for (size_t k = 0; k < cells; ++k) score[k] = 1 / (1 + std::exp(logits[k] - logits[cells + k]));
  EXPECT_LE(difference(as_values(maps.score), score), 1e-4);
  const Values sides = expected[network + ".loc"].as_double();
  const Values corners = corners_from_sides(sides, maps.size, 16, 127.0 - 16 * (maps.size / 2));
  EXPECT_LE(difference(as_values(maps.box), corners), std::max(5e-3, 1e-5 * largest(sides)));
}

INSTANTIATE_TEST_SUITE_P(Versions, SyntheticNanoTrack,
                         testing::Values("nanotrack_v1", "nanotrack_v2", "nanotrack_v3"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace siamrt::test
