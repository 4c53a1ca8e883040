#include "session/target.hpp"

namespace siamrt::session {

const Mark* Target::at(std::int64_t frame) const {
  const auto found = marks_.find(frame);
  return found == marks_.end() ? nullptr : &found->second;
}

bool Target::is_key(std::int64_t frame) const {
  const Mark* mark = at(frame);
  return mark != nullptr && mark->origin == Origin::hand;
}

void Target::note(std::int64_t frame, const Mark& mark) {
  Mark& place = marks_[frame];
  if (place.origin != Origin::hand) place = mark;
}

void Target::set_by_hand(std::int64_t frame, const Box& box) {
  marks_[frame] = {box, 1, false, Origin::hand};
  auto next = marks_.upper_bound(frame);
  while (next != marks_.end() && next->second.origin != Origin::hand) next = marks_.erase(next);
}

std::optional<std::int64_t> Target::key_up_to(std::int64_t frame) const {
  for (auto next = marks_.upper_bound(frame); next != marks_.begin();) {
    --next;
    if (next->second.origin == Origin::hand) return next->first;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Target::key_from(std::int64_t frame) const {
  for (auto next = marks_.lower_bound(frame); next != marks_.end(); ++next) {
    if (next->second.origin == Origin::hand) return next->first;
  }
  return std::nullopt;
}

std::vector<std::int64_t> Target::keys() const {
  std::vector<std::int64_t> keys;
  for (const auto& [frame, mark] : marks_) {
    if (mark.origin == Origin::hand) keys.push_back(frame);
  }
  return keys;
}

std::vector<Span> Target::spans() const {
  std::vector<Span> spans;
  for (const auto& [frame, mark] : marks_) {
    const bool goes_on =
        !spans.empty() && spans.back().last + 1 == frame && spans.back().lost == mark.lost;
    if (goes_on) {
      spans.back().last = frame;
    } else {
      spans.push_back({frame, frame, mark.lost});
    }
  }
  return spans;
}

void Target::forget_old(std::size_t most) {
  while (marks_.size() > most) marks_.erase(marks_.begin());
}

}  // namespace siamrt::session
