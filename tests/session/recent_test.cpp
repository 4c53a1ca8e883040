#include "session/recent.hpp"

#include "session/made.hpp"

#include <chrono>
#include <thread>

namespace siamrt::session {
namespace {

TEST(Recent, IsZeroWithoutValues) {
  const Recent none;
  EXPECT_EQ(none.median(), 0);
  EXPECT_EQ(none.mean(), 0);
}

TEST(Recent, OneSlowFrameDoesNotShowInTheMedian) {
  Recent times;
  times.add(0.9);  // the first frame: the network makes its plans
  for (int n = 0; n < 4; ++n) times.add(0.01);
  EXPECT_DOUBLE_EQ(times.median(), 0.01);
  EXPECT_GT(times.mean(), 0.1);
}

TEST(Recent, ForgetsWhatIsOld) {
  Recent times;
  for (std::size_t n = 0; n < Recent::most; ++n) times.add(5);
  for (std::size_t n = 0; n < Recent::most; ++n) times.add(1);
  EXPECT_DOUBLE_EQ(times.median(), 1);
  EXPECT_DOUBLE_EQ(times.mean(), 1);
  times.clear();
  EXPECT_EQ(times.median(), 0);
}

/// The follower's first call takes long, as that of a network does.
class SlowAtFirst final : public Follower {
 public:
  std::unique_ptr<Followed> start(const Frame& frame, const Box& box) override {
    return made->start(frame, box);
  }
  std::unique_ptr<Followed> resume(const Followed& seed, const Frame& frame,
                                   const Box& box) override {
    return made->resume(seed, frame, box);
  }
  std::vector<Estimate> next(const Frame& frame, const std::vector<Followed*>& all) override {
    if (calls->batches.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(400));
    return made->next(frame, all);
  }
  std::optional<Estimate> search_everywhere(const Frame& frame, Followed& one) override {
    return made->search_everywhere(frame, one);
  }
  std::optional<Insight> insight(const Followed&) const override { return std::nullopt; }
  void keep_insights(bool) override {}
  std::string name() const override { return "slow at first"; }

  std::shared_ptr<Calls> calls = std::make_shared<Calls>();
  std::unique_ptr<Follower> made = made_follower(calls);
};

TEST(Latency, IsThatOfTheLastFramesAndNotOfTheFirst) {
  Session session(made_clip(12).string(), std::make_unique<SlowAtFirst>());
  wait_at(session, 0);
  session.add(0, made_truth(0)).get();
  session.step(1);
  EXPECT_GT(wait_at(session, 1)->timing.latency, 0.3);
  for (int n = 2; n < 12; ++n) {
    session.step(1);
    wait_at(session, n);
  }
  const double latency = session.latest()->timing.latency;
  EXPECT_GT(latency, 0);
  EXPECT_LT(latency, 0.1);
}

}  // namespace
}  // namespace siamrt::session
