#include "session/desk.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace siamrt::session {
namespace {

constexpr std::size_t most_tasks = 256;  // waiting at once; a caller that floods is refused
constexpr auto look_again = std::chrono::milliseconds(200);

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

}  // namespace

Session::Desk::Desk(const std::string& input, std::unique_ptr<Follower> follower,
                    const Options& options)
    : input_(input),
      options_(options),
      follower_(std::move(follower)),
      truth_(find_truth(input)),
      relocate_after_(options.relocate_after) {
  shown_ = std::make_shared<Shown>();
  reader_ =
      std::make_unique<Reader>([input] { return FrameSource::open(input); }, options.cache_bytes,
                               [this] {
                                 {
                                   const std::lock_guard lock(mutex_);
                                   woken_ = true;
                                 }
                                 wake_.notify_all();
                               });
  if (reader_->live()) {
    state_ = Shown::State::playing;
  } else {
    goal_ = 0;
  }
  thread_ = std::thread([this] { run(); });
}

Session::Desk::~Desk() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Session::Desk::post(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= most_tasks) refuse("session: too much is asked for at once");
    tasks_.push_back(std::move(task));
  }
  wake_.notify_all();
}

void Session::Desk::run() {
  publish();
  while (true) {
    const std::function<void()> task = next_task();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    if (task) {
      task();
      starved_ = false;
      continue;
    }
    try {
      if (move_on()) publish();
    } catch (const std::exception& fault) {
      message_ = fault.what();
      stop_moving();
      publish();
    }
  }
}

/// Waits until there is something to do; an empty function says that it is time to move on.
std::function<void()> Session::Desk::next_task() {
  std::unique_lock lock(mutex_);
  wake_.wait_until(lock, wake_at(), [this] {
    return stopping_ || !tasks_.empty() || (woken_ && (starved_ || reader_->live()));
  });
  woken_ = false;
  if (tasks_.empty()) return {};
  std::function<void()> task = std::move(tasks_.front());
  tasks_.pop_front();
  return task;
}

Session::Desk::Clock::time_point Session::Desk::wake_at() const {
  const Clock::time_point now = Clock::now();
  const bool still = state_ == Shown::State::paused && steps_ == 0 && !goal_;
  if (still || starved_ || reader_->live()) return now + look_again;
  const bool paced = state_ == Shown::State::playing && steps_ == 0 && !goal_ && speed_ > 0;
  return paced ? due_ : now;
}

/// Waits a little for the reader; false when the session ends.
bool Session::Desk::wait_for_reader() {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, look_again, [this] { return stopping_ || woken_; });
  woken_ = false;
  return !stopping_;
}

/// Shows the next frame if one is due and there. True if something changed.
bool Session::Desk::move_on() {
  starved_ = false;
  if (reader_->live()) return take_newest();
  if (goal_) return go();
  if (steps_ > 0) return advance(Direction::forward);
  if (state_ == Shown::State::tracking_back) return advance(Direction::backward);
  if (state_ != Shown::State::playing) return false;
  if (speed_ > 0 && Clock::now() < due_) return false;
  return advance(Direction::forward);
}

/// Shows the frame sought, without tracking.
bool Session::Desk::go() {
  std::int64_t goal = *goal_;
  const auto count = reader_->count();
  if (count) goal = std::min(goal, *count - 1);
  goal = std::max<std::int64_t>(0, goal);
  const auto frame =
      reader_->get(goal, goal < position_ ? Direction::backward : Direction::forward);
  if (!frame) {
    starved_ = !reader_->is_beyond(goal);
    if (!starved_ && goal == 0) goal_.reset();  // not one frame: trouble() says why
    return !starved_;
  }
  goal_.reset();
  ended_ = false;
  show(*frame, std::nullopt);
  return true;
}

/// Shows the frame beside the present one and tracks into it.
bool Session::Desk::advance(Direction direction) {
  const bool paced = state_ == Shown::State::playing && steps_ == 0 && speed_ > 0;
  const Clock::time_point begin = paced ? std::min(due_, Clock::now()) : Clock::now();
  const std::int64_t index = position_ + (direction == Direction::forward ? 1 : -1);
  const auto frame = reader_->get(index, direction);
  if (!frame) {
    starved_ = !reader_->is_beyond(index);
    if (starved_) return false;
    ended_ = direction == Direction::forward;
    stop_moving();
    return true;
  }
  if (steps_ > 0) --steps_;
  show(*frame, direction);
  count_frame(begin);
  const auto period = std::chrono::duration<double>(1 / (reader_->fps() * std::max(speed_, 1e-3)));
  due_ = std::max(Clock::now(), due_ + std::chrono::duration_cast<Clock::duration>(period));
  if (state_ == Shown::State::tracking_back && going_back_.empty()) stop_moving();
  return true;
}

bool Session::Desk::take_newest() {
  const std::string trouble = reader_->trouble();
  const bool news = std::exchange(told_trouble_, trouble) != trouble;
  if (state_ != Shown::State::playing) return news;
  const auto frame = reader_->newest(position_);
  if (!frame) return news;
  if (position_ >= 0) dropped_ += frame->index - position_ - 1;
  show(*frame, Direction::forward);
  count_frame(frame->arrived);
  return true;
}

void Session::Desk::stop_moving() {
  state_ = Shown::State::paused;
  steps_ = 0;
  goal_.reset();
  going_back_.clear();
  last_shown_.reset();
  gaps_.clear();
}

/// Makes a frame the present one. Targets are followed into it from the one before, or stay as
/// their boxes have them.
void Session::Desk::show(const ReadFrame& frame, std::optional<Direction> following) {
  const std::int64_t from = position_;
  std::vector<int> numbers;
  if (following && from >= 0) {
    numbers = to_follow(from, frame.index, *following);
    for (const int number : numbers) ensure_live(number, from, *following);
  }
  const bool fits = !frame.picture.empty() && (size_.empty() || frame.picture.size() == size_);
  position_ = frame.index;
  readable_ = !frame.picture.empty();
  if (readable_) frame_ = frame.picture;
  if (size_.empty() && readable_) {
    const std::lock_guard lock(data_mutex_);
    size_ = frame_.size();
  }
  if (fits) {
    follow(frame, numbers);
  } else {
    hold(frame.index, from, numbers);
  }
}

void Session::Desk::count_frame(Clock::time_point begin) {
  const Clock::time_point now = Clock::now();
  latency_.add(std::chrono::duration<double>(now - begin).count());
  if (last_shown_) gaps_.add(std::chrono::duration<double>(now - *last_shown_).count());
  last_shown_ = now;
}

void Session::Desk::require_file(const char* what) const {
  if (reader_->live())
    refuse(fmt::format("{}: a camera or stream has only the present frame", what));
}

void Session::Desk::play() {
  if (state_ == Shown::State::playing) return;
  stop_moving();
  if (ended_) seek(0);
  state_ = Shown::State::playing;
  due_ = Clock::now();
}

void Session::Desk::pause() { stop_moving(); }

void Session::Desk::toggle() { state_ == Shown::State::paused ? play() : pause(); }

void Session::Desk::step(int frames) {
  require_file("step");
  const std::int64_t waiting = steps_;
  stop_moving();
  constexpr int most = 1000;
  if (frames > 0) steps_ = static_cast<int>(std::min<std::int64_t>(most, waiting + frames));
  if (frames < 0) seek(std::max<std::int64_t>(0, position_ + std::max(frames, -most)));
}

void Session::Desk::seek(std::int64_t frame) {
  require_file("seek");
  ended_ = false;
  steps_ = 0;
  if (state_ == Shown::State::tracking_back) stop_moving();
  goal_ = std::max<std::int64_t>(0, frame);
  due_ = Clock::now();
}

void Session::Desk::set_speed(double speed) {
  constexpr double slowest = 1.0 / 16;
  constexpr double fastest = 64;
  if (!(speed == 0 || (speed >= slowest && speed <= fastest))) {
    refuse(fmt::format("speed: {}, expected 0 (as fast as it goes) or 0.0625 to 64", speed));
  }
  speed_ = speed;
  due_ = Clock::now();
}

}  // namespace siamrt::session
