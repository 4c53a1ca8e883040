#include "cli/timed_source.hpp"

#include <chrono>

namespace siamrt::cli {
namespace {

class TimedSource : public FrameSource {
 public:
  TimedSource(std::unique_ptr<FrameSource> inner, std::shared_ptr<ReadTimes> times)
      : inner_(std::move(inner)), times_(std::move(times)) {}

  Read next(Frame& frame) override {
    const auto before = std::chrono::steady_clock::now();
    const Read result = inner_->next(frame);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - before;
    if (result == Read::frame) times_->add(taken.count());
    return result;
  }
  std::int64_t index() const noexcept override { return inner_->index(); }
  std::optional<std::int64_t> count() const noexcept override { return inner_->count(); }
  double fps() const noexcept override { return inner_->fps(); }
  bool seek(std::int64_t index) override { return inner_->seek(index); }
  Kind kind() const noexcept override { return inner_->kind(); }
  std::string name() const override { return inner_->name(); }

 private:
  std::unique_ptr<FrameSource> inner_;
  std::shared_ptr<ReadTimes> times_;
};

}  // namespace

void ReadTimes::add(double seconds) {
  const std::lock_guard<std::mutex> lock(mutex_);
  durations_.add(seconds);
}

Durations ReadTimes::get() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return durations_;
}

std::unique_ptr<FrameSource> timed(std::unique_ptr<FrameSource> source,
                                   std::shared_ptr<ReadTimes> times) {
  return std::make_unique<TimedSource>(std::move(source), std::move(times));
}

}  // namespace siamrt::cli
