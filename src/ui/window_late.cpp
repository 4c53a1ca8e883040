#include "ui/window_late.hpp"

#include <utility>

namespace siamrt::ui {
namespace {

using session::Followed;
using session::Follower;
using session::Insight;

class LateFollower final : public Follower {
 public:
  LateFollower(std::shared_future<std::shared_ptr<Follower>> coming, std::string name)
      : coming_(std::move(coming)), name_(std::move(name)) {}

  std::unique_ptr<Followed> start(const Frame& frame, const Box& box) override {
    return there().start(frame, box);
  }
  std::unique_ptr<Followed> resume(const Followed& seed, const Frame& frame,
                                   const Box& box) override {
    return there().resume(seed, frame, box);
  }
  std::vector<Estimate> next(const Frame& frame, const std::vector<Followed*>& followed) override {
    return there().next(frame, followed);
  }
  std::optional<Estimate> search_everywhere(const Frame& frame, Followed& followed) override {
    return there().search_everywhere(frame, followed);
  }
  std::optional<Insight> insight(const Followed& followed) const override {
    return there().insight(followed);
  }
  void keep_insights(bool on) override { there().keep_insights(on); }

  std::string name() const override { return is_ready(coming_) ? coming_.get()->name() : name_; }

 private:
  Follower& there() const { return *coming_.get(); }

  const std::shared_future<std::shared_ptr<Follower>> coming_;
  const std::string name_;
};

}  // namespace

std::unique_ptr<Follower> follow_later(std::shared_future<std::shared_ptr<Follower>> coming,
                                       std::string name) {
  return std::make_unique<LateFollower>(std::move(coming), std::move(name));
}

}  // namespace siamrt::ui
