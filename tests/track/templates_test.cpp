#include "track/templates.hpp"

#include "reference/multi_template.hpp"
#include "track/small_tracks.hpp"

#include <siamrt/error.hpp>

#include <cmath>
#include <random>

namespace siamrt::track {
namespace {

/// Features with an address of their own.
model::Features marked(const int& where) {
  const auto* held = reinterpret_cast<const model::Features::Held*>(&where);
  return model::Features(
      std::shared_ptr<const model::Features::Held>(std::shared_ptr<void>(), held));
}

Settings several(int templates, int every = 1, double least = 0) {
  Settings settings;
  settings.templates = templates;
  settings.template_every = every;
  settings.template_min_score = least;
  return settings;
}

Model tinyconv() {
  return Model::open(test::archive("siamfcpp_tinyconv"), {Precision::fp32, 1, "cpu"});
}

Settings tinyconv_settings(int templates) {
  Settings settings = tinyconv().description().settings;
  settings.templates = templates;
  settings.template_every = 2;
  return settings;
}

double distance(const Box& a, const Box& b) {
  return std::max(
      {std::abs(a.x - b.x), std::abs(a.y - b.y), std::abs(a.w - b.w), std::abs(a.h - b.h)});
}

}  // namespace

TEST(Templates, KeepTheFirstAndDropTheOldestOfTheOthers) {
  const int frames[5] = {};
  Templates templates(marked(frames[0]), several(3));
  const auto held = [&] {
    std::vector<long> found;
    for (const model::Features& one : templates.all())
      found.push_back(reinterpret_cast<const int*>(one.held()) - frames);
    return found;
  };
  EXPECT_EQ(held(), (std::vector<long>{0, 0, 0}));
  templates.take(marked(frames[1]));
  EXPECT_EQ(held(), (std::vector<long>{0, 0, 1}));
  templates.take(marked(frames[2]));
  EXPECT_EQ(held(), (std::vector<long>{0, 1, 2}));
  templates.take(marked(frames[3]));
  EXPECT_EQ(held(), (std::vector<long>{0, 2, 3}));
  EXPECT_EQ(templates.first().held(), marked(frames[0]).held());
}

TEST(Templates, AreRenewedEverySoManyFramesWhereTheScoreIsHighEnough) {
  const int frame = 0;
  Templates templates(marked(frame), several(2, 3, 0.5));
  std::vector<int> due;
  for (int t = 1; t <= 12; ++t) {
    if (templates.due(t == 6 ? 0.49 : 0.5)) due.push_back(t);
  }
  EXPECT_EQ(due, (std::vector<int>{3, 9, 12}));
  Templates any(marked(frame), several(2));
  EXPECT_TRUE(any.due(0));
  EXPECT_FALSE(any.due(-1)) << "no finite estimate";
  EXPECT_FALSE(Templates(marked(frame), several(1)).due(1)) << "one template stays";
}

TEST(Templates, MixTheirScoresAsWritten) {
  std::mt19937 random(5);
  for (const int templates : {1, 2, 5}) {
    model::Maps maps;
    maps.count = 3;
    maps.size = 4;
    maps.templates = templates;
    for (int k = 0; k < 3 * templates * 16; ++k)
      maps.score.push_back(std::uniform_real_distribution<float>(0, 1)(random));
    const model::Maps before = maps;
    mix_scores(maps, 1, 0.4);
    for (int n = 0; n < 3; ++n) {
      for (int k = 0; k < 16; ++k) {
        double expected = before.score_of(n)[k];
        if (n == 1 && templates > 1) {
          expected *= 0.6;
          for (int t = 1; t < templates; ++t)
            expected += 0.4 * before.score_of(n)[t * 16 + k] / (templates - 1);
        }
        EXPECT_NEAR(maps.score_of(n)[k], expected, 1e-6) << templates << ' ' << n;
      }
    }
  }
}

TEST(Templates, OffLeaveEveryByteAsItWas) {
  const Model model = tinyconv();
  Settings off = model.description().settings;
  off.template_share = 0.9;
  off.template_every = 1;
  Track plain = Tracker(model).start(test::made_frame(0), patch);
  Track with = Tracker(model, off).start(test::made_frame(0), patch);
  for (int t = 1; t <= 4; ++t) {
    const Estimate a = plain.next(test::made_frame(t));
    const Estimate b = with.next(test::made_frame(t));
    EXPECT_EQ(a.box, b.box) << t;
    EXPECT_EQ(a.score, b.score) << t;
  }
}

TEST(Templates, FollowAsThePlainTwinDoes) {
  const Model model = tinyconv();
  for (const double share : {0.5, 0.9}) {
    Settings settings = tinyconv_settings(3);
    settings.template_share = share;
    Track track = Tracker(model, settings).start(test::made_frame(0), patch);
    Track single = Tracker(model).start(test::made_frame(0), patch);
    reference::MultiTemplate twin(model, settings, test::made_frame(0), patch);
    double apart = 0;
    for (int t = 1; t <= 9; ++t) {
      const Estimate estimate = track.next(test::made_frame(t));
      EXPECT_LT(distance(estimate.box, twin.next(test::made_frame(t))), 2e-3) << t;
      EXPECT_NEAR(estimate.score, twin.score(), 1e-5) << t;
      apart = std::max(apart, std::abs(single.next(test::made_frame(t)).score - estimate.score));
    }
    EXPECT_EQ(twin.origins(), (std::vector<int>{0, 6, 8}));
    EXPECT_GT(apart, 1e-4) << "later templates change nothing";
  }
}

TEST(Templates, OfManyTargetsAreNotMixedUp) {
  const Model model = tinyconv();
  const Tracker tracker(model, tinyconv_settings(3));
  const Tracker plain(model);
  const Box boxes[] = {patch, {20, 30, 90, 40}, {120, 200, 80, 90}};
  std::vector<Track> alone;
  std::vector<Track> together;
  for (const Box& box : boxes) {
    alone.push_back(tracker.start(test::made_frame(0), box));
    together.push_back(tracker.start(test::made_frame(0), box));
  }
  alone.push_back(plain.start(test::made_frame(0), boxes[1]));  // with one template, in between
  together.push_back(plain.start(test::made_frame(0), boxes[1]));
  const std::vector<Track*> batch = {&together[0], &together[3], &together[1], &together[2]};
  const size_t order[] = {0, 3, 1, 2};
  for (int t = 1; t <= 3; ++t) {
    const std::vector<Estimate> estimates = tracker.next(test::made_frame(t), batch);
    for (size_t n = 0; n < batch.size(); ++n) {
      const Estimate single = alone[order[n]].next(test::made_frame(t));
      EXPECT_LT(distance(estimates[n].box, single.box), 5e-3) << t << ' ' << n;
      EXPECT_NEAR(estimates[n].score, single.score, 1e-5) << t << ' ' << n;
    }
  }
}

TEST(Templates, CallTheNetworkOnceForAllThatHaveAsMany) {
  const Model model = nanotrack();
  Settings settings = model.description().settings;
  settings.templates = 3;
  const Tracker tracker(model, settings);
  FakeNetwork network;
  std::vector<Track> tracks;
  for (int n = 0; n < 3; ++n) tracks.push_back(tracker.start(test::made_frame(0), patch));
  tracks.push_back(Tracker(model).start(test::made_frame(0), patch));
  std::vector<Track*> batch;
  for (Track& track : tracks) {
    track.state().network = &network;
    batch.push_back(&track);
  }
  tracker.next(test::made_frame(1), batch);
  EXPECT_EQ(network.calls, 2);
}

TEST(Templates, OutOfRangeAreRefusedByName) {
  const Model model = nanotrack();
  Settings settings = model.description().settings;
  settings.templates = 0;
  EXPECT_THROW(Tracker(model, settings), Error);
  settings.templates = 33;
  EXPECT_THROW(Tracker(model, settings), Error);
}

}  // namespace siamrt::track
