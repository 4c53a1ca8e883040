#include "track/made_maps.hpp"
#include "track/material.hpp"

#include <cmath>

namespace siamrt::track {
namespace {

class Steps : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Steps, OfSiamFcppEqualTheGoldenSteps) {
  const std::string file = std::string("golden/siamfcpp/track_") + GetParam() + ".npz";
  SIAMRT_NEEDS_SHARED(file);
  auto golden = test::read_npz(test::shared_dir() / file);
  const auto column = [&](const char* name) { return golden[name].as_double(); };
  const auto hyper = column("hyper");
  Settings settings;
  settings.penalty_k = hyper[0];
  settings.window_influence = hyper[1];
  settings.lr = hyper[2];
  const int size = static_cast<int>(hyper[7]);
  const auto window = column("window");
  const auto ours = make_window(Window::cosine, size);
  for (size_t k = 0; k < window.size(); ++k) ASSERT_NEAR(ours[k], window[k], 1e-15);

  const auto pos = column("pos_in"), sz = column("sz_in"), scale = column("scale"),
             best = column("best");
  const auto corners = column("box_xyxy_best"), score = column("score_best"),
             penalty = column("penalty_best");
  const auto ranked = column("pscore_best"), rate = column("lr"), pos_raw = column("pos_raw"),
             sz_raw = column("sz_raw");
  const auto pos_out = column("pos_out"), sz_out = column("sz_out"), rect = column("rect"),
             crc = column("search_crc32");
  const Frame first = test::clip_frame(0);
  Cropper cropper;
  cv::Mat crop;
  ASSERT_FALSE(best.empty());
  for (size_t n = 0; n < best.size(); ++n) {
    const Target last = {pos[2 * n], pos[2 * n + 1], sz[2 * n], sz[2 * n + 1]};
    const double side = context_side(last, 0.5);
    const Rules& rules = rules_of(Family::siamfcpp);
    EXPECT_EQ(127 / side, scale[n]);
    const int search = static_cast<int>(hyper[5]);
    cropper(test::clip_frame(static_cast<int>(n) + 1),
            rules.place(last, rules.search_side(side, 127, search)), mean_colour(first), search,
            crop);
    EXPECT_EQ(test::crc32(crop), crc[n]) << "step " << n;
    // The file holds the chosen cell's box only: the others stay NaN and are passed over.
    MadeMaps maps(size);
    const int k = static_cast<int>(best[n]);
    maps.put(k, static_cast<float>(score[n]), corners[4 * n], corners[4 * n + 1],
             corners[4 * n + 2], corners[4 * n + 3]);
    const Decoded found = decode_once(Family::siamfcpp, settings, maps.view(),
                                      {127 / side, search, first.cols, first.rows}, last);
    ASSERT_EQ(found.best, k);
    EXPECT_NEAR(found.penalty, penalty[n], 3e-6);
    EXPECT_NEAR(found.ranked, ranked[n], 3e-6);
    EXPECT_NEAR(found.rate, rate[n], 3e-6);
    const Box box = rules.rectangle(found.target);
    const double pairs[][2] = {{found.unclipped.x, pos_raw[2 * n]},
                               {found.unclipped.y, pos_raw[2 * n + 1]},
                               {found.unclipped.w, sz_raw[2 * n]},
                               {found.unclipped.h, sz_raw[2 * n + 1]},
                               {found.target.x, pos_out[2 * n]},
                               {found.target.y, pos_out[2 * n + 1]},
                               {found.target.w, sz_out[2 * n]},
                               {found.target.h, sz_out[2 * n + 1]},
                               {box.x, rect[4 * n]},
                               {box.y, rect[4 * n + 1]},
                               {box.w, rect[4 * n + 2]},
                               {box.h, rect[4 * n + 3]}};
    for (const auto& pair : pairs) EXPECT_NEAR(pair[0], pair[1], 1e-3) << "step " << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, Steps,
                         testing::Values("alexnet_bag", "alexnet_edge", "alexnet_free",
                                         "tinyconv_small", "googlenet_bag"),
                         [](const auto& one) { return std::string(one.param); });

TEST(Decode, OfOceanEqualsTheGoldenRowsWithCompleteMaps) {
  SIAMRT_NEEDS_SHARED("golden/ocean/tracker.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/ocean/tracker.npz");
  const auto about = test::read_json(test::shared_dir() / "golden/ocean/tracker.json");
  for (const std::string name : {"otb", "vot2019_align"}) {
    const auto& with = about["cases"][name];
    const int size = with["score_size"];
    const int search = with["instance_size"];
    Settings settings;
    settings.penalty_k = with["penalty_k"];
    settings.window_influence = with["window_influence"];
    settings.lr = with["lr"];
    settings.ratio = with["ratio"];
    const auto row = golden[name + "__rows"].as_double();  // the first of them is used
    const auto logit = golden[name + "__cls"].as_double();
    const auto sides = golden[name + "__box_first"].as_double();
    const auto sigmoid = [](double x) { return static_cast<float>(1 / (1 + std::exp(-x))); };
    MadeMaps maps(size);
    const auto cells = static_cast<size_t>(maps.cells);
    for (int k = 0; k < maps.cells; ++k) {
      const double x = 8 * (k % size - size / 2) + search / 2;
      const double y = 8 * (k / size - size / 2) + search / 2;
      const auto at = [&](size_t plane) { return sides[static_cast<size_t>(k) + plane * cells]; };
      maps.put(k, sigmoid(logit[static_cast<size_t>(k)]), x - at(0), y - at(1), x + at(2),
               y + at(3));
    }
    if (with["align"]) {
      const auto aligned = golden[name + "__cls_align"].as_double();
      for (size_t k = 0; k < cells; ++k) maps.aligned.push_back(sigmoid(aligned[k]));
    }
    const Target last = {row[1], row[2], row[3], row[4]};
    const double side = context_side(last, 0.5);
    EXPECT_NEAR(127 / side, row[5], 1e-12);
    EXPECT_EQ(rules_of(Family::ocean).search_side(side, 127, search), row[6]);
    const Decoded found =
        decode_once(Family::ocean, settings, maps.view(), {127 / side, search, 480, 360}, last);
    EXPECT_EQ(found.best, static_cast<int>(row[7]) * size + static_cast<int>(row[8])) << name;
    EXPECT_NEAR(found.score, row[13], 1e-6);
    const Box box = rules_of(Family::ocean).rectangle(found.target);
    const double values[] = {found.unclipped.x,
                             found.unclipped.y,
                             found.unclipped.w,
                             found.unclipped.h,
                             found.target.x,
                             found.target.y,
                             found.target.w,
                             found.target.h,
                             box.x,
                             box.y,
                             box.w,
                             box.h};
    for (size_t i = 0; i < 12; ++i) EXPECT_NEAR(values[i], row[14 + i], 1e-3) << name << i;
  }
}

TEST(Decode, OfOceanEqualsEveryGoldenRowAtItsChosenCell) {
  SIAMRT_NEEDS_SHARED("golden/ocean/tracker.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/ocean/tracker.npz");
  const auto about = test::read_json(test::shared_dir() / "golden/ocean/tracker.json");
  int rows_seen = 0;
  for (const auto& [name, with] : about["cases"].items()) {
    Settings settings;
    settings.penalty_k = with["penalty_k"];
    settings.window_influence = with["window_influence"];
    settings.lr = with["lr"];
    const int size = with["score_size"];
    const int search = with["instance_size"];
    const auto rows = golden[name + "__rows"].as_double();
    for (size_t at = 0; at < rows.size(); at += 26, ++rows_seen) {
      const double* row = rows.data() + at;
      const Target last = {row[1], row[2], row[3], row[4]};
      const double side = context_side(last, 0.5);
      EXPECT_EQ(rules_of(Family::ocean).search_side(side, 127, search), row[6]) << name;
      MadeMaps maps(size);
      const int row_index = static_cast<int>(row[7]);
      const int column_index = static_cast<int>(row[8]);
      const double x = 8 * (column_index - size / 2) + search / 2;
      const double y = 8 * (row_index - size / 2) + search / 2;
      maps.put(row_index * size + column_index, static_cast<float>(row[13]), x - row[9],
               y - row[10], x + row[11], y + row[12]);
      const Decoded found =
          decode_once(Family::ocean, settings, maps.view(), {127 / side, search, 480, 360}, last);
      const Box box = rules_of(Family::ocean).rectangle(found.target);
      const double values[] = {found.unclipped.x,
                               found.unclipped.y,
                               found.unclipped.w,
                               found.unclipped.h,
                               found.target.x,
                               found.target.y,
                               found.target.w,
                               found.target.h,
                               box.x,
                               box.y,
                               box.w,
                               box.h};
      for (size_t i = 0; i < 12; ++i)
        EXPECT_NEAR(values[i], row[14 + i], 1e-3) << name << " row " << at / 26 << " value " << i;
    }
  }
  EXPECT_EQ(rows_seen, 9 + 5 + 5 + 3 + 3 + 3 + 5);
}

TEST(Decode, OfNanoTrackEqualsTheGoldenStages) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack/stages_v1.npz");
  for (const std::string version : {"1", "2", "3"}) {
    auto golden =
        test::read_npz(test::shared_dir() / ("golden/nanotrack/stages_v" + version + ".npz"));
    const auto about =
        test::read_json(test::shared_dir() / ("golden/nanotrack/stages_v" + version + ".json"));
    Settings settings;
    settings.penalty_k = about["penalty_k"];
    settings.window_influence = about["window_influence"];
    settings.lr = about["lr"];
    const int size = about["score_size"];
    const auto score = golden["score"].as_double(), box = golden["pred_bbox"].as_double();
    const auto pscore = golden["pscore"].as_double();
    MadeMaps maps(size);
    const auto cells = static_cast<size_t>(maps.cells);
    for (size_t k = 0; k < cells; ++k) {
      const double x = box[k] + 127, y = box[k + cells] + 127, w = box[k + 2 * cells],
                   h = box[k + 3 * cells];
      maps.put(static_cast<int>(k), static_cast<float>(score[k]), x - w / 2, y - h / 2, x + w / 2,
               y + h / 2);
    }
    const Rules& rules = rules_of(Family::nanotrack);
    const Target last = rules.start({316, 140, 112, 115});
    const double side = context_side(last, 0.5);
    EXPECT_EQ(side, about["s_z_unrounded"]);
    EXPECT_EQ(127 / side, about["scale_z"]);
    Ranking ranking;
    const Decoded found = decode(rules, settings, maps.view(), {127 / side, 255, 480, 360},
                                 weighted_window(settings, size), last, ranking);
    EXPECT_EQ(found.best, about["best_idx"]);
    EXPECT_NEAR(found.score, about["best_score"], 1e-7);
    for (size_t k = 0; k < cells; ++k) ASSERT_NEAR(ranking.ranked[k], pscore[k], 5e-6) << k;
    const Box out = rules.rectangle(found.target);
    EXPECT_NEAR(out.x, about["bbox"][0], 1e-4);
    EXPECT_NEAR(out.y, about["bbox"][1], 1e-4);
    EXPECT_NEAR(out.w, about["bbox"][2], 1e-4);
    EXPECT_NEAR(out.h, about["bbox"][3], 1e-4);
  }
}

TEST(Decode, OfLightTrackEqualsTheGoldenStep) {
  SIAMRT_NEEDS_SHARED("golden/nanotrack/lighttrack_stages.npz");
  auto golden = test::read_npz(test::shared_dir() / "golden/nanotrack/lighttrack_stages.npz");
  const auto about =
      test::read_json(test::shared_dir() / "golden/nanotrack/lighttrack_stages.json");
  Settings settings;
  settings.penalty_k = about["penalty_k"];
  settings.window_influence = about["window_influence"];
  settings.lr = about["lr"];
  const auto logit = golden["cls"].as_double(), sides = golden["reg"].as_double();
  MadeMaps maps(16);
  for (size_t k = 0; k < 256; ++k) {
    const double x = (static_cast<double>(k % 16) - 8) * 16 + 128;
    const double y = (static_cast<double>(k / 16) - 8) * 16 + 128;
    maps.put(static_cast<int>(k), static_cast<float>(1 / (1 + std::exp(-logit[k]))), x - sides[k],
             y - sides[k + 256], x + sides[k + 512], y + sides[k + 768]);
  }
  const Rules& rules = rules_of(Family::lighttrack);
  const Target last = rules.start({316, 140, 112, 115});
  const Decoded found = decode_once(Family::lighttrack, settings, maps.view(),
                                    {127 / context_side(last, 0.5), 256, 480, 360}, last);
  const Box box = rules.rectangle(found.target);
  EXPECT_NEAR(found.score, about["score"], 1e-6);
  EXPECT_NEAR(box.x, about["box"][0], 1e-4);
  EXPECT_NEAR(box.y, about["box"][1], 1e-4);
  EXPECT_NEAR(box.w, about["box"][2], 1e-4);
  EXPECT_NEAR(box.h, about["box"][3], 1e-4);
}

}  // namespace siamrt::track
