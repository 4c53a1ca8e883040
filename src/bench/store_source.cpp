#include "bench/store_source.hpp"

#include "media/prefetch.hpp"

namespace siamrt::bench {
namespace {

constexpr int decoded_ahead = 4;
constexpr double images_per_second = 25;

class StoreSource final : public FrameSource {
 public:
  explicit StoreSource(std::shared_ptr<const data::FrameStore> store) : store_(std::move(store)) {}

  Read next(Frame& frame) override {
    if (index_ + 1 >= store_->count()) return Read::end;
    frame = store_->read(++index_);
    return Read::frame;
  }
  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return store_->count(); }
  double fps() const noexcept override { return images_per_second; }
  bool seek(std::int64_t index) override {
    if (index < 0 || index >= store_->count()) return false;
    index_ = index - 1;
    return true;
  }
  Kind kind() const noexcept override { return Kind::images; }
  std::string name() const override { return index_ < 0 ? "" : store_->name(index_); }

 private:
  std::shared_ptr<const data::FrameStore> store_;
  std::int64_t index_ = -1;
};

}  // namespace

std::unique_ptr<FrameSource> frames_ahead(std::shared_ptr<const data::FrameStore> store) {
  return media::read_ahead(std::make_unique<StoreSource>(std::move(store)), decoded_ahead,
                           media::WhenFull::wait);
}

}  // namespace siamrt::bench
