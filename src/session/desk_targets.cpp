#include "session/desk.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace siamrt::session {
namespace {

constexpr std::size_t most_seeds = 8;            // of a target; others are made again when needed
constexpr std::size_t most_live_marks = 200000;  // of a target of live input: hours

[[noreturn]] void refuse(Error::Kind kind, const std::string& line) { throw Error(kind, line); }

}  // namespace

Target& Session::Desk::find(int number) {
  const auto found = targets_.find(number);
  if (found == targets_.end())
    refuse(Error::Kind::usage, fmt::format("target {}: there is no such target", number + 1));
  return found->second;
}

/// A frame of the clip, waited for. Throws Error(input) for one that is gone or does not decode.
std::shared_ptr<const ReadFrame> Session::Desk::fetch(std::int64_t index) {
  std::shared_ptr<const ReadFrame> frame = reader_->kept(index);
  while (!frame && !reader_->live() && !reader_->is_beyond(index)) {
    frame = reader_->get(index, index < position_ ? Direction::backward : Direction::forward);
    if (!frame && !wait_for_reader()) break;
  }
  if (!frame) refuse(Error::Kind::input, fmt::format("frame {}: is not there (any more)", index));
  if (frame->picture.empty())
    refuse(Error::Kind::input, fmt::format("frame {}: does not decode", index));
  return frame;
}

int Session::Desk::add(std::int64_t frame, const Box& box) {
  if (targets_.size() >= options_.most_targets) {
    refuse(Error::Kind::usage,
           fmt::format("targets: there are {} already, the most allowed", targets_.size()));
  }
  const int number = next_number_;
  Change change = before_change(fmt::format("target {} drawn", number + 1), {number});
  place(number, frame, box);
  history_.did(std::move(change));
  ++next_number_;
  return number;
}

void Session::Desk::correct(int number, std::int64_t frame, const Box& box) {
  find(number);
  Change change = before_change(fmt::format("target {} corrected", number + 1), {number});
  change.corrected = {number, frame};
  place(number, frame, box);
  history_.did(std::move(change));
}

/// Sets a key frame and follows the target on from there.
void Session::Desk::place(int number, std::int64_t frame, const Box& box) {
  const Frame picture = frame == position_ && readable_ ? frame_ : fetch(frame)->picture;
  const std::shared_ptr<Followed> followed = follower_->start(picture, box);
  {
    const std::lock_guard lock(data_mutex_);
    targets_.try_emplace(number, number).first->second.set_by_hand(frame, box);
  }
  Live& live = lives_[number];
  live.seeds[frame] = followed;
  if (live.seeds.size() > most_seeds) {
    const bool first_is_new = live.seeds.begin()->first == frame;
    live.seeds.erase(first_is_new ? std::prev(live.seeds.end()) : live.seeds.begin());
  }
  live.followed = followed;
  live.at = live.key = frame;
  live.lost_for = 0;
  going_back_.erase(number);
  if (frame >= position_) return;
  if (reader_->live()) {
    catch_up(number, frame);
  } else if (state_ == Shown::State::playing && !goal_) {
    goal_ = frame;  // plays on from there: other targets have their boxes already
  }
}

/// Live input: through the frames that came since the one that the box was drawn on.
void Session::Desk::catch_up(int number, std::int64_t from) {
  Live& live = lives_[number];
  for (std::int64_t index = from + 1; index <= position_; ++index) {
    const auto frame = reader_->kept(index);
    if (frame && frame->picture.size() == size_) follow(*frame, {number});
  }
  if (live.at == position_) return;
  const Mark* last = targets_.at(number).at(live.at);
  if (last != nullptr) note(number, position_, {last->box, 0, last->lost, Origin::held});
  live.at = position_;
}

void Session::Desk::remove(int number) {
  find(number);
  history_.did(before_change(fmt::format("target {} removed", number + 1), {number}));
  const std::lock_guard lock(data_mutex_);
  targets_.erase(number);
  lives_.erase(number);
  going_back_.erase(number);
}

void Session::Desk::track_back(std::optional<int> number) {
  require_file("tracking back");
  stop_moving();
  if (number) find(*number);
  for (const auto& [each, target] : targets_) {
    if ((!number || *number == each) && target.at(position_) != nullptr) going_back_.insert(each);
  }
  if (going_back_.empty()) {
    refuse(Error::Kind::usage,
           fmt::format("tracking back: no box in frame {} to start from; draw one", position_));
  }
  const std::vector<int> numbers(going_back_.begin(), going_back_.end());
  const std::string whose =
      numbers.size() == 1 ? fmt::format("target {}", numbers.front() + 1) : "targets";
  history_.did(before_change(whose + " tracked backwards", numbers));
  ended_ = false;
  state_ = Shown::State::tracking_back;
}

void Session::Desk::set_relocate_after(int lost_frames) {
  constexpr int most = 100000;
  if (lost_frames < 0 || lost_frames > most) {
    refuse(Error::Kind::usage,
           fmt::format("relocate: {}, expected 0 (never) to {} frames", lost_frames, most));
  }
  relocate_after_ = lost_frames;
}

void Session::Desk::set_insights(bool on) {
  insights_ = on;
  follower_->keep_insights(on);
}

void Session::Desk::restore(std::vector<Target> targets) {
  if (targets.size() > options_.most_targets) {
    refuse(Error::Kind::usage,
           fmt::format("targets: {}, expected at most {}", targets.size(), options_.most_targets));
  }
  stop_moving();
  std::set<int> touched;
  for (const auto& [number, target] : targets_) touched.insert(number);
  for (const Target& target : targets) touched.insert(target.number());
  history_.did(before_change("session loaded", {touched.begin(), touched.end()}));
  const std::lock_guard lock(data_mutex_);
  targets_.clear();
  lives_.clear();
  for (Target& target : targets) {
    next_number_ = std::max(next_number_, target.number() + 1);
    targets_.emplace(target.number(), std::move(target));
  }
}

/// Targets that are known in `from` and are to be followed into `to`. Forwards: those without a box
/// there. Backwards: those that were asked for, until their next key frame.
std::vector<int> Session::Desk::to_follow(std::int64_t from, std::int64_t to, Direction direction) {
  std::vector<int> numbers;
  for (const auto& [number, target] : targets_) {
    if (direction == Direction::forward) {
      if (target.at(from) != nullptr && target.at(to) == nullptr) numbers.push_back(number);
    } else if (going_back_.count(number) > 0) {
      if (target.at(from) == nullptr || target.is_key(to)) {
        going_back_.erase(number);
      } else {
        numbers.push_back(number);
      }
    }
  }
  return numbers;
}

/// Makes sure that the target is being followed and stands on frame `from`, the present one.
void Session::Desk::ensure_live(int number, std::int64_t from, Direction direction) {
  const Target& target = targets_.at(number);
  Live& live = lives_[number];
  auto key = direction == Direction::forward ? target.key_up_to(from) : target.key_from(from);
  if (!key) key = direction == Direction::forward ? target.key_from(from) : target.key_up_to(from);
  if (!key) key = from;  // restored without key frames: looks as it does here
  if (live.followed && live.at == from && live.key == *key) return;
  const std::shared_ptr<Followed> seed = seed_for(number, *key);
  live.followed = follower_->resume(*seed, frame_, target.at(from)->box);
  live.at = from;
  live.key = *key;
  live.lost_for = 0;
}

std::shared_ptr<Followed> Session::Desk::seed_for(int number, std::int64_t key) {
  Live& live = lives_[number];
  const auto found = live.seeds.find(key);
  if (found != live.seeds.end()) return found->second;
  const Frame picture = key == position_ && readable_ ? frame_ : fetch(key)->picture;
  std::shared_ptr<Followed> seed = follower_->start(picture, targets_.at(number).at(key)->box);
  if (live.seeds.size() >= most_seeds) live.seeds.erase(live.seeds.begin());
  live.seeds[key] = seed;
  return seed;
}

/// All of them in one call of the network.
void Session::Desk::follow(const ReadFrame& frame, const std::vector<int>& numbers) {
  if (numbers.empty()) return;
  std::vector<Followed*> followed;
  followed.reserve(numbers.size());
  for (const int number : numbers) followed.push_back(lives_[number].followed.get());
  const std::vector<Estimate> estimates = follower_->next(frame.picture, followed);
  StageTimes sum;
  for (size_t n = 0; n < numbers.size(); ++n) {
    sum.crop += estimates[n].times.crop;
    sum.network += estimates[n].times.network;
    sum.decode += estimates[n].times.decode;
    take(numbers[n], frame, estimates[n]);
  }
  crop_.add(sum.crop);
  network_.add(sum.network);
  decode_.add(sum.decode);
}

/// What became of one target; a lost one is looked for everywhere now and then, if that is wanted.
void Session::Desk::take(int number, const ReadFrame& frame, Estimate estimate) {
  Live& live = lives_[number];
  live.at = frame.index;
  live.lost_for = estimate.lost ? live.lost_for + 1 : 0;
  if (relocate_after_ > 0 && live.lost_for > 0 && live.lost_for % relocate_after_ == 0) {
    if (const auto found = follower_->search_everywhere(frame.picture, *live.followed)) {
      estimate = *found;
      live.lost_for = 0;
      live.found = frame.index;
    }
  }
  const Origin origin = estimate.finite ? Origin::tracked : Origin::held;
  note(number, frame.index,
       {estimate.box, estimate.finite ? estimate.score : 0, estimate.lost, origin});
}

/// A frame that cannot be tracked keeps the last boxes.
void Session::Desk::hold(std::int64_t index, std::int64_t from, const std::vector<int>& numbers) {
  for (const int number : numbers) {
    const Mark last = *targets_.at(number).at(from);
    note(number, index, {last.box, 0, last.lost, Origin::held});
    lives_[number].at = index;
  }
}

void Session::Desk::note(int number, std::int64_t index, const Mark& mark) {
  const std::lock_guard lock(data_mutex_);
  Target& target = targets_.at(number);
  target.note(index, mark);
  if (reader_->live()) target.forget_old(most_live_marks);
}

}  // namespace siamrt::session
