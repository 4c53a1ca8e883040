// Ocean's forms through their archives against the original network (../shared/golden/ocean). The
// online form's features are compared in tests/track/online_features_test.cpp.

#include "model/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace siamrt::test {
namespace {

/// One golden file and what made it.
struct Form {
  const char* name;     ///< of the test
  const char* archive;  ///< its network has the same weights as the file's
  const char* file;
  const char* search;  ///< the search crop in crops_net.npz
  double centre;       ///< of the grid, crop pixels
};

constexpr Form forms[] = {
    {"Base255", "ocean", "base.npz", "x255", 127},
    {"Base271", "ocean", "base271.npz", "x271", 135},
    {"Aligned255", "ocean_aligned", "align.npz", "x255", 127},
    {"Aligned271", "ocean_aligned", "align271.npz", "x271", 135},
    {"Botnet255", "ocean_botnet", "bot.npz", "x255", 127},
};

/// Share of an array's largest value that it may be off by: the golden README's suggestions.
double limit_of(const std::string& name) {
  const bool looser = name == "cls_align" || name == "energy_z" || name == "energy_x";
  return looser ? 2e-5 : 1e-5;
}

/// Our name of a golden array: the README's `box` holds sides.
std::string ours(const std::string& name) {
  return name == "box" ? "sides" : name == "box_in_crop" ? "box" : name;
}

Values sigmoid(Values logits) {
  for (double& value : logits) value = 1 / (1 + std::exp(-value));
  return logits;
}

class Ocean : public testing::TestWithParam<Form> {
 protected:
  void SetUp() override {
    SIAMRT_NEEDS_SHARED("golden/ocean");
    SIAMRT_NEEDS_ARCHIVE(GetParam().archive);
    const auto folder = shared_dir() / "golden" / "ocean";
    auto crops = read_npz((folder / "crops_net.npz").string());
    z_ = picture(crops["z"]);
    x_ = picture(crops[GetParam().search]);
    golden_ = read_npz((folder / GetParam().file).string());
    std::ifstream file(folder / "parameters.json");
    steps_ = nlohmann::json::parse(file)["subsampling"];
  }

  cv::Mat z_;
  cv::Mat x_;
  std::map<std::string, NpyArray> golden_;
  nlohmann::json steps_;
};

TEST_P(Ocean, EveryStageEqualsTheOriginals) {
  const Model model = open_single(archive_path(GetParam().archive));
  auto stages = model.network().stages(z_, x_);
  for (auto& [name, array] : golden_) {
    SCOPED_TRACE(name);
    const auto step = steps_.value(name, nlohmann::json{1, 1});
    const Values expected = array.as_double();
    ASSERT_TRUE(stages.count(ours(name)) == 1);
    EXPECT_LE(difference(thinned(stages[ours(name)], step[0].get<size_t>(), step[1].get<size_t>()),
                         expected),
              limit_of(name) * largest(expected));
  }
}

TEST_P(Ocean, FusedMapsEqualTheOriginals) {
  const Values sides = golden_["box"].as_double();
  const Values score = sigmoid(golden_["cls"].as_double());
  for (const int threads : {1, 2}) {
    SCOPED_TRACE(threads);
    ModelOptions options;
    options.threads = threads;
    const Model model = Model::open(archive_path(GetParam().archive), options);
    const auto maps = maps_of(model, z_, x_);
    const double first = GetParam().centre - 8.0 * (maps.size / 2);
    EXPECT_LE(difference(as_values(maps.score), score), 1e-5);
    EXPECT_LE(difference(as_values(maps.box), corners_from_sides(sides, maps.size, 8, first)),
              1e-5 * largest(sides));
    if (golden_.count("cls_align") == 0) continue;
    EXPECT_LE(difference(as_values(maps.extra.at("aligned_score")),
                         sigmoid(golden_["cls_align"].as_double())),
              1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, Ocean, testing::ValuesIn(forms),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace siamrt::test
