#include "session/desk.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <utility>

namespace siamrt::session {

/// Targets as they are now, so that what is about to be done to them can be undone. Nothing is
/// remembered before History::did().
Change Session::Desk::before_change(std::string what, const std::vector<int>& numbers) const {
  Change change;
  change.what = std::move(what);
  change.next_number = next_number_;
  for (const int number : numbers) {
    Change::Before before;
    before.number = number;
    if (const auto found = targets_.find(number); found != targets_.end())
      before.target = found->second;
    if (const auto live = lives_.find(number); live != lives_.end())
      before.seeds = live->second.seeds;
    change.before.push_back(std::move(before));
  }
  return change;
}

std::string Session::Desk::undo() {
  auto change = history_.take_undo();
  if (!change) throw Error(Error::Kind::usage, "undo: nothing was done that could be undone");
  history_.undid(swapped(*change));
  return change->what;
}

std::string Session::Desk::redo() {
  auto change = history_.take_redo();
  if (!change) throw Error(Error::Kind::usage, "redo: nothing was undone");
  history_.redid(swapped(*change));
  return change->what;
}

/// Brings back the targets of a change; what they were instead.
Change Session::Desk::swapped(Change& change) {
  std::vector<int> numbers;
  numbers.reserve(change.before.size());
  for (const Change::Before& each : change.before) numbers.push_back(each.number);
  Change instead = before_change(change.what, numbers);
  for (Change::Before& each : change.before) bring_back(each);
  next_number_ = change.next_number;
  if (state_ == Shown::State::tracking_back && going_back_.empty()) stop_moving();
  return instead;
}

void Session::Desk::bring_back(Change::Before& before) {
  const int number = before.number;
  going_back_.erase(number);
  lives_.erase(number);
  {
    const std::lock_guard lock(data_mutex_);
    targets_.erase(number);
    if (!before.target) return;
    targets_.emplace(number, std::move(*before.target));
  }
  lives_[number].seeds = std::move(before.seeds);
  // A file is played from where the boxes end; live input has the present frame alone: the target
  // is looked for where it was last.
  const auto& marks = targets_.at(number).marks();
  if (!reader_->live() || marks.empty() || marks.rbegin()->first >= position_) return;
  const Mark last = marks.rbegin()->second;
  note(number, position_, {last.box, 0, last.lost, Origin::held});
}

}  // namespace siamrt::session
