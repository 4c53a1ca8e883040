#include "session/desk.hpp"

#include <algorithm>
#include <utility>

namespace siamrt::session {

std::shared_ptr<const Shown> Session::Desk::latest() const {
  const std::lock_guard lock(shown_mutex_);
  return shown_;
}

std::shared_ptr<const Shown> Session::Desk::wait(std::uint64_t after,
                                                 std::chrono::milliseconds patience) const {
  std::unique_lock lock(shown_mutex_);
  const bool fresh =
      shown_changed_.wait_for(lock, patience, [this, after] { return shown_->serial > after; });
  return fresh ? shown_ : nullptr;
}

Record Session::Desk::record() const {
  Record record;
  record.input = input_;
  record.model = follower_->name();
  record.fps = reader_->fps();
  record.count = reader_->count();
  record.live = reader_->live();
  const std::lock_guard lock(data_mutex_);
  record.width = size_.width;
  record.height = size_.height;
  for (const auto& [number, target] : targets_) record.targets.push_back(target);
  return record;
}

void Session::Desk::publish() {
  auto shown = std::make_shared<Shown>();
  shown->serial = ++serial_;
  shown->index = position_;
  shown->frame = frame_;
  shown->readable = readable_;
  shown->state = state_;
  shown->ended = ended_;
  shown->live = reader_->live();
  shown->count = reader_->count();
  shown->fps = reader_->fps();
  shown->speed = speed_;
  shown->relocate_after = relocate_after_;
  shown->insights = insights_;
  for (const auto& [number, target] : targets_) shown->targets.push_back(shown_target(target));
  add_overlaps(*shown);
  shown->next_number = next_number_;
  shown->undo = history_.undo_words();
  shown->redo = history_.redo_words();
  const double gap = gaps_.mean();
  shown->timing = {crop_.median(), network_.median(), decode_.median(), latency_.median(),
                   gap > 0 ? 1 / gap : 0};
  shown->dropped = dropped_;
  shown->trouble = reader_->trouble();
  shown->message = message_;
  {
    const std::lock_guard lock(shown_mutex_);
    shown_ = std::move(shown);
  }
  shown_changed_.notify_all();
}

ShownTarget Session::Desk::shown_target(const Target& target) const {
  ShownTarget shown;
  shown.number = target.number();
  if (const Mark* mark = target.at(position_)) shown.mark = *mark;
  const auto& marks = target.marks();
  for (auto each = marks.lower_bound(position_ - options_.trail);
       each != marks.end() && each->first <= position_; ++each) {
    const Box& box = each->second.box;
    shown.trail.push_back({box.x + box.w / 2, box.y + box.h / 2});
  }
  const auto live = lives_.find(target.number());
  if (live == lives_.end()) return shown;
  shown.found_again = live->second.found == position_;
  if (insights_ && live->second.at == position_ && live->second.followed)
    shown.insight = follower_->insight(*live->second.followed);
  return shown;
}

/// Each truth goes to the target that covers it best; a lone target takes it even where it does
/// not.
void Session::Desk::add_overlaps(Shown& shown) const {
  for (const Truth& truth : truth_) {
    const auto index = static_cast<std::size_t>(position_);
    if (position_ < 0 || index >= truth.boxes.size() || !is_valid(truth.boxes[index])) continue;
    const Box& box = truth.boxes[index];
    shown.truth.push_back(box);
    ShownTarget* nearest = nullptr;
    double best = shown.targets.size() == 1 ? -1 : 0;
    for (ShownTarget& target : shown.targets) {
      if (!target.mark) continue;
      const double overlap = iou(target.mark->box, box);
      if (overlap > best) nearest = &target;
      best = std::max(best, overlap);
    }
    if (nearest != nullptr) nearest->iou = best;
  }
}

}  // namespace siamrt::session
