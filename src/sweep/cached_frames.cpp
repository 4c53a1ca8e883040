#include "sweep/cached_frames.hpp"

#include <map>
#include <mutex>

namespace siamrt::sweep {
namespace {

class CachedFrames final : public data::FrameStore {
 public:
  CachedFrames(std::shared_ptr<const data::FrameStore> store, std::int64_t most_bytes)
      : store_(std::move(store)), left_(most_bytes) {}

  std::int64_t count() const override { return store_->count(); }
  std::string name(std::int64_t index) const override { return store_->name(index); }

  Frame read(std::int64_t index) const override {
    const std::lock_guard<std::mutex> hold(lock_);  // a thread of its own may read ahead
    const auto found = frames_.find(index);
    if (found != frames_.end()) return found->second;
    Frame frame = store_->read(index);
    const auto bytes = static_cast<std::int64_t>(frame.total() * frame.elemSize());
    if (bytes > left_) return frame;
    left_ -= bytes;
    frames_[index] = frame;
    return frame;
  }

 private:
  std::shared_ptr<const data::FrameStore> store_;
  mutable std::mutex lock_;
  mutable std::map<std::int64_t, Frame> frames_;
  mutable std::int64_t left_;
};

}  // namespace

std::shared_ptr<const data::FrameStore> cached(std::shared_ptr<const data::FrameStore> store,
                                               std::int64_t most_bytes) {
  return std::make_shared<CachedFrames>(std::move(store), most_bytes);
}

}  // namespace siamrt::sweep
