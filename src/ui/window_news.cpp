// The part of Control that takes what is new from session and saver.

#include "ui/window_control.hpp"

#include "session/target.hpp"

#include <algorithm>
#include <utility>

namespace siamrt::ui {
namespace {

constexpr auto lanes_every = std::chrono::milliseconds(400);

}  // namespace

bool Control::refresh() {
  bool news = std::exchange(changed_, false);
  news = refresh_shown() || news;
  news = refresh_lanes() || news;
  news = refresh_recording() || news;
  news = refresh_notices() || news;
  return news;
}

bool Control::refresh_shown() {
  ShownPtr latest = session_.latest();
  if (latest->serial == shown_->serial) return false;
  shown_ = std::move(latest);
  if (selected_ && target(*selected_) == nullptr && !drawing_) selected_.reset();
  if (shown_->message != told_) {
    told_ = shown_->message;
    if (!told_.empty()) tell(told_, true);
  }
  return true;
}

/// True where the seconds that are shown have changed.
bool Control::refresh_recording() {
  const auto now = saver_.recording();
  const auto seconds = [](const std::optional<session::Recorder::State>& each) {
    return each ? static_cast<std::int64_t>(each->seconds) : -1;
  };
  const bool news = seconds(now) != seconds(recording_);
  recording_ = now;
  return news;
}

/// Copying all boxes takes time where there are many: it is done now and then, and seldom where it
/// is slow.
bool Control::refresh_lanes() {
  const Clock::time_point begin = Clock::now();
  if (shown_->live || lanes_serial_ == shown_->serial || begin < lanes_due_) return false;
  lanes_serial_ = shown_->serial;
  lanes_.clear();
  for (const session::Target& target : session_.record().targets)
    lanes_.push_back({target.number(), target.spans(), target.keys()});
  const Clock::time_point end = Clock::now();
  constexpr int share = 30;
  lanes_due_ = end + std::max<Clock::duration>(lanes_every, (end - begin) * share);
  return true;
}

bool Control::refresh_notices() {
  bool news = false;
  Saver::State state = saver_.state();
  if (state.serial != saver_serial_) {
    saver_serial_ = state.serial;
    tell(state.line, state.failed);
    news = true;
  }
  saver_state_ = std::move(state);
  if (!notice_.empty() && Clock::now() > notice_until_ && !saver_state_.running) {
    notice_.clear();
    news = true;
  }
  return news;
}

}  // namespace siamrt::ui
