// Whole tracks of Ocean's forms beside the original tracker's (golden/ocean/tracker.npz), with the
// settings that the archives hold for the original's data sets. The quick program runs the
// shortest, the slow one (SIAMRT_SLOW_TESTS) the others; the online branch's own loop is in
// online_loop_test.cpp.

#include "track/decode.hpp"
#include "track/material.hpp"
#include "track/state.hpp"
#include "track/window.hpp"

#include <siamrt/tracker.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt {
namespace {

/// A case of the golden file and where its settings come from.
struct Case {
  const char* name;
  const char* archive;
  const char* benchmark;  ///< "" for the defaults
};

constexpr Case cases[] = {
#ifdef SIAMRT_SLOW_TESTS
    {"otb", "ocean", "otb2015"},
    {"got10k", "ocean", "got10k"},
    {"vot2019_align", "ocean_aligned", "vot2019"},
    {"edge_box", "ocean", "otb2015"},
    {"epoch_defaults", "ocean", ""},
#else
    {"small_box", "ocean", "vot2019_align"},
#endif
};

constexpr size_t columns = 26;

class OceanTracks : public testing::TestWithParam<Case> {};

struct Golden {
  std::vector<double> rows;
  nlohmann::json about;
  std::map<std::string, test::NpyArray> arrays;

  explicit Golden(const std::string& name)
      : about(test::read_json(test::shared_dir() / "golden/ocean/tracker.json")["cases"][name]),
        arrays(test::read_npz(test::shared_dir() / "golden/ocean/tracker.npz")) {
    rows = arrays.at(name + "__rows").as_double();
  }

  Box box() const {
    const auto& b = about["first_box"];
    return {b[0], b[1], b[2], b[3]};
  }
  int cell(const double* row) const {
    return static_cast<int>(row[7]) * about["score_size"].get<int>() + static_cast<int>(row[8]);
  }
};

/// 1e-4 of the number, as the golden README suggests; of a pixel at least.
void expect_near(double ours, double golden) {
  EXPECT_NEAR(ours, golden, 1e-4 * std::max(1.0, std::abs(golden)));
}

void expect_box(const Box& box, const double* row) {
  expect_near(box.x, row[22]);
  expect_near(box.y, row[23]);
  expect_near(box.w, row[24]);
  expect_near(box.h, row[25]);
}

TEST_P(OceanTracks, EqualTheGoldenRows) {
  SIAMRT_NEEDS_SHARED("golden/ocean/tracker.npz");
  const Golden golden(GetParam().name);
  const Model model = Model::open(test::archive(GetParam().archive), {Precision::fp32, 1, "cpu"});
  const Settings settings = model.description().settings_for(GetParam().benchmark);
  EXPECT_EQ(settings.penalty_k, golden.about["penalty_k"]);
  EXPECT_EQ(settings.window_influence, golden.about["window_influence"]);
  EXPECT_EQ(settings.lr, golden.about["lr"]);
  EXPECT_EQ(settings.ratio, golden.about["ratio"]);
  Track track = Tracker(model, settings).start(test::clip_frame(0), golden.box());
  EXPECT_EQ(track.search_size(), golden.about["instance_size"]);
  for (size_t at = 0; at < golden.rows.size(); at += columns) {
    const double* row = golden.rows.data() + at;
    SCOPED_TRACE(row[0]);
    const Estimate estimate = track.next(test::clip_frame(static_cast<int>(row[0])));
    const auto& ranked = track.state().ranking.ranked;
    EXPECT_EQ(std::max_element(ranked.begin(), ranked.end()) - ranked.begin(), golden.cell(row));
    EXPECT_NEAR(estimate.score, row[13], 1e-4 * row[13]);
    expect_box(estimate.box, row);
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, OceanTracks, testing::ValuesIn(cases),
                         [](const auto& one) { return std::string(one.param.name); });

#ifdef SIAMRT_SLOW_TESTS

/// The case whose online scores were given to the original, frame by frame: the tracker's steps
/// with those in the place of a branch's.
TEST(OceanOnlineTracks, WithGivenOnlineScoresEqualTheGoldenRows) {
  SIAMRT_NEEDS_SHARED("golden/ocean/tracker.npz");
  const Golden golden("online_fused");
  const auto given = golden.arrays.at("online_fused__online_score").as_double();
  const Model model = Model::open(test::archive("ocean_online"), {Precision::fp32, 1, "cpu"});
  Settings settings = model.description().settings_for("vot2019");
  settings.online_ratio = 0;  // no branch; its scores come from the file
  Track track = Tracker(model, settings).start(test::clip_frame(0), golden.box());
  Track::State& state = track.state();
  state.settings.online_ratio = 0.7;
  EXPECT_EQ(state.settings.penalty_k, golden.about["penalty_k"]);
  for (size_t n = 0; n * columns < golden.rows.size(); ++n) {
    const double* row = golden.rows.data() + n * columns;
    SCOPED_TRACE(row[0]);
    const double side = track::context_side(state.target, settings.context);
    const track::Rules& rules = *state.rules;
    const Frame frame = test::clip_frame(static_cast<int>(row[0]));
    state.cropper(frame, rules.place(state.target, rules.search_side(side, 127, state.search)),
                  state.fill, state.search, state.crop);
    state.network->locate({state.crop}, state.templates.all(), state.maps);
    const std::vector<float> small(given.begin() + static_cast<std::ptrdiff_t>(n * 196),
                                   given.begin() + static_cast<std::ptrdiff_t>((n + 1) * 196));
    cv::Mat online;
    cv::resize(cv::Mat(14, 14, CV_32F, const_cast<float*>(small.data())), online, {25, 25}, 0, 0,
               cv::INTER_CUBIC);
    track::CellMaps maps = {625, state.maps.score_of(0), nullptr, state.maps.box_of(0)};
    maps.online = online.ptr<float>();
    const track::Decoded found =
        track::decode(rules, state.settings, maps, {127 / side, state.search, 480, 360},
                      state.window, state.target, state.ranking);
    EXPECT_EQ(found.best, golden.cell(row));
    EXPECT_NEAR(found.score, row[13], 1e-4 * row[13]);
    state.target = found.target;
    expect_box(rules.rectangle(found.target), row);
  }
}

#endif

}  // namespace
}  // namespace siamrt
