// Ocean's base form through its archive against the original network (../shared/golden/ocean).

#include "model/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace siamrt::test {
namespace {

constexpr double relative = 1e-5;  // of an array's largest value; the golden README's suggestion

class Ocean : public testing::Test {
 protected:
  void SetUp() override {
    SIAMRT_NEEDS_SHARED("golden/ocean");
    SIAMRT_NEEDS_ARCHIVE("ocean");
    folder_ = shared_dir() / "golden" / "ocean";
    crops_ = read_npz((folder_ / "crops_net.npz").string());
    std::ifstream file(folder_ / "parameters.json");
    steps_ = nlohmann::json::parse(file)["subsampling"];
  }

  /// Our name of a golden array: the README's `box` holds sides.
  static std::string ours(const std::string& name) { return name == "box" ? "sides" : name; }

  void check_stages(const std::string& file, const std::string& search) {
    auto golden = read_npz((folder_ / file).string());
    const Model model = open_single(archive_path("ocean"));
    auto stages = model.network().stages(picture(crops_["z"]), picture(crops_[search]));
    for (auto& [name, array] : golden) {
      SCOPED_TRACE(name);
      const auto step = steps_.at(name);
      const Values expected = array.as_double();
      ASSERT_TRUE(stages.count(ours(name)) == 1);
      EXPECT_LE(
          difference(thinned(stages[ours(name)], step[0].get<size_t>(), step[1].get<size_t>()),
                     expected),
          relative * largest(expected));
    }
  }

  void check_maps(const std::string& file, const std::string& search, double centre) {
    auto golden = read_npz((folder_ / file).string());
    const Values sides = golden["box"].as_double();
    Values score = golden["cls"].as_double();
    for (double& value : score) value = 1 / (1 + std::exp(-value));
    for (const int threads : {1, 2}) {
      SCOPED_TRACE(threads);
      ModelOptions options;
      options.threads = threads;
      const Model model = Model::open(archive_path("ocean"), options);
      const auto maps = maps_of(model, picture(crops_["z"]), picture(crops_[search]));
      const double first = centre - 8.0 * (maps.size / 2);
      EXPECT_LE(difference(as_values(maps.score), score), 1e-5);
      EXPECT_LE(difference(as_values(maps.box), corners_from_sides(sides, maps.size, 8, first)),
                relative * largest(sides));
    }
  }

  std::filesystem::path folder_;
  std::map<std::string, NpyArray> crops_;
  nlohmann::json steps_;
};

TEST_F(Ocean, EveryStageEqualsTheOriginalsAt255) { check_stages("base.npz", "x255"); }
TEST_F(Ocean, EveryStageEqualsTheOriginalsAt271) { check_stages("base271.npz", "x271"); }
TEST_F(Ocean, FusedMapsEqualTheOriginalsAt255) { check_maps("base.npz", "x255", 127); }
TEST_F(Ocean, FusedMapsEqualTheOriginalsAt271) { check_maps("base271.npz", "x271", 135); }

}  // namespace
}  // namespace siamrt::test
