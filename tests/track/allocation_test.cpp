// Counts what our own code asks of the heap. operator new is replaced for the whole program.

#include "track/made_maps.hpp"
#include "track/material.hpp"
#include "track/state.hpp"

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
namespace {

/// A network that writes its maps in place.
class QuietNetwork final : public model::Network {
 public:
  std::vector<model::Features> embed(const std::vector<cv::Mat>& crops) const override {
    return std::vector<model::Features>(crops.size());
  }
  void locate(const std::vector<cv::Mat>& crops, const std::vector<model::Features>& /*features*/,
              model::Maps& maps) const override {
    maps.count = static_cast<int>(crops.size());
    maps.size = 16;
    maps.score.assign(256, 0.5F);
    maps.box.assign(1024, 100);
    std::fill(maps.box.begin() + 512, maps.box.end(), 150.0F);
  }
  std::map<std::string, model::Array> stages(const cv::Mat&, const cv::Mat&) const override {
    return {};
  }
};

}  // namespace

TEST(Track, AllocatesNothingAfterTheFirstFrame) {
  const Model model = Model::open(test::archive("nanotrack_v1"), {Precision::fp32, 1, "cpu"});
  Track track = Tracker(model).start(test::made_frame(0), {200, 150, 60, 44});
  const QuietNetwork network;
  track.state().network = &network;
  const Frame frame = test::made_frame(1);
  track.next(frame);
  const uchar* crop = track.state().crop.data;
  const long before = allocations;
  for (int t = 0; t < 20; ++t) track.next(frame);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(track.state().crop.data, crop);
}

}  // namespace siamrt
