// Networks that got an online branch on features which they have anyway, with made weights.

#include "track/small_tracks.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace siamrt {
namespace {

Model opened(const std::string& name) {
  return Model::open(test::archive(name), {Precision::fp32, 1, "cpu"});
}

std::vector<Estimate> followed(const Model& model, double ratio, int count) {
  Settings settings = model.description().settings;
  settings.online_ratio = ratio;
  return follow(Tracker(model, settings), patch, count);
}

}  // namespace

TEST(OnlineForms, TrackAsThePlainNetworksWhereTheBranchIsOff) {
  for (const std::string name : {"nanotrack_v2", "siamfcpp_alexnet"}) {
    SCOPED_TRACE(name);
    const std::vector<Estimate> plain = followed(opened(name), 0, 2);
    const std::vector<Estimate> off = followed(opened(name + "_online"), 0, 2);
    for (size_t n = 0; n < plain.size(); ++n) {
      EXPECT_EQ(plain[n].box, off[n].box);
      EXPECT_EQ(plain[n].score, off[n].score);
    }
  }
}

TEST(OnlineForms, FitAFilterAndRepeatThemselves) {
  for (const std::string name : {"nanotrack_v2_online", "siamfcpp_alexnet_online"}) {
    SCOPED_TRACE(name);
    const Model model = opened(name);
    ASSERT_TRUE(model.description().online.placed);
    const int count = name == "nanotrack_v2_online" ? 12 : 2;  // the tenth frame refits
    const std::vector<Estimate> once = followed(model, 0.5, count);
    const std::vector<Estimate> again = followed(model, 0.5, count);
    for (size_t n = 0; n < once.size(); ++n) {
      EXPECT_EQ(once[n].box, again[n].box) << n;
      EXPECT_TRUE(is_valid(once[n].box)) << n;
    }
    Settings settings = model.description().settings;
    settings.online_ratio = 0.5;
    Track track = Tracker(model, settings).start(test::made_frame(0), patch);
    track.next(test::made_frame(1));
    const track::Online& online = *track.state().online;
    double energy = 0;
    for (const float value : online.filter()) energy += std::abs(value);
    EXPECT_GT(energy, 0);
    for (const float score : online.scores()) ASSERT_TRUE(std::isfinite(score));
  }
}

}  // namespace siamrt
