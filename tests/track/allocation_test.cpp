// Counts what our own code asks of the heap. operator new is replaced for the whole program.

#include "track/small_online.hpp"
#include "track/small_tracks.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<long> allocations{0};
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace siamrt {

TEST(Track, AllocatesNothingAfterTheFirstFrame) {
  Track track = Tracker(nanotrack()).start(test::made_frame(0), patch);
  FakeNetwork network;
  network.corner = 100;  // finite, so that the target moves
  track.state().network = &network;
  const Frame frame = test::made_frame(1);
  track.next(frame);
  const uchar* crop = track.state().crop.data;
  const long before = allocations;
  for (int t = 0; t < 20; ++t) track.next(frame);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(track.state().crop.data, crop);
  EXPECT_NE(track.box(), patch);
}

/// The branch's own code (networks allocate as they like), past the 250 samples that it keeps, with
/// a fit every tenth frame.
TEST(Track, AllocatesNothingForItsOnlineBranchAfterTheStart) {
  const track::SmallNetwork network;
  track::Online online = track::small_branch(network, 0);
  const std::vector<Frame> frames = {test::made_frame(0), test::made_frame(1), test::made_frame(2)};
  const auto step = [&](int t) {
    online.seek(frames[static_cast<size_t>(t % 3)]);
    online.on_grid({25, {}, 0});
    online.learn({230 + 4.0 * (t % 3), 172 + 3.0 * (t % 3), 60, 44});
  };
  step(1);
  const long before = allocations;
  for (int t = 2; t < 300; ++t) step(t);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(online.shares().count(), 250);
}

}  // namespace siamrt
