// What users of the online branch are promised, on a network of a few numbers.

#include "track/small_online.hpp"

#include <gtest/gtest.h>

namespace siamrt::track {
namespace {

TEST(OnlineBranchPromises, TheSameSeedGivesTheSameNumbersAndAnotherOthers) {
  const SmallNetwork network;
  Online one = small_branch(network, 4), again = small_branch(network, 4),
         other = small_branch(network, 5);
  for (int t = 1; t < 25; ++t) {
    for (Online* online : {&one, &again, &other}) {
      online->seek(test::made_frame(t));
      online->learn({230 + 4.0 * t, 172 + 3.0 * t, 60, 44});
    }
    EXPECT_EQ(one.scores(), again.scores()) << t;
  }
  EXPECT_EQ(one.filter(), again.filter());
  EXPECT_NE(one.filter(), other.filter());
}

TEST(OnlineBranchPromises, TheMemoryOfSamplesIsFullAt250AndOldOnesMakeRoom) {
  const SmallNetwork network;
  Online online = small_branch(network, 0);
  for (int t = 1; t < 300; ++t) {
    online.seek(test::made_frame(t % 8));
    online.learn({230 + 4.0 * (t % 8), 172 + 3.0 * (t % 8), 60, 44});
    ASSERT_LE(online.shares().count(), 250);
  }
  EXPECT_EQ(online.shares().count(), 250);
  double sum = 0;
  for (int slot = 0; slot < 250; ++slot) sum += online.shares().share(slot);
  EXPECT_NEAR(sum, 1, 1e-4);
  for (const float value : online.filter()) ASSERT_TRUE(std::isfinite(value));
}

TEST(OnlineBranchPromises, ThreadsChangeNothing) {
  const SmallNetwork network;
  Online one = small_branch(network, 4, 1), three = small_branch(network, 4, 3);
  for (int t = 1; t < 25; ++t) {
    for (Online* online : {&one, &three}) {
      online->seek(test::made_frame(t));
      online->learn({230 + 4.0 * t, 172 + 3.0 * t, 60, 44});
    }
    ASSERT_EQ(one.scores(), three.scores()) << t;
  }
  EXPECT_EQ(one.filter(), three.filter());
}

TEST(OnlineBranchPromises, ACopyMovedElsewhereKeepsWhatWasLearntAndGoesItsOwnWay) {
  const SmallNetwork network;
  Online seed = small_branch(network, 0);
  const std::vector<float> learnt = seed.filter();
  Online copy = seed;
  copy.move({250, 190, 66, 50});
  EXPECT_EQ(copy.filter(), learnt);
  EXPECT_EQ(copy.scale(), seed.scale());
  EXPECT_EQ(copy.position().x, 250);
  EXPECT_EQ(copy.position().y, 190);
  for (int t = 1; t < 12; ++t) {
    copy.seek(test::made_frame(t));
    copy.learn({230 + 4.0 * t, 172 + 3.0 * t, 60, 44});
  }
  EXPECT_NE(copy.filter(), learnt);
  EXPECT_EQ(seed.filter(), learnt);
  EXPECT_EQ(seed.shares().count(), 30);
}

}  // namespace
}  // namespace siamrt::track
