#include "session/reader.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace siamrt::session {
namespace {

constexpr std::size_t fewest_kept = 4;   // also of the largest pictures
constexpr std::size_t most_kept = 256;   // also of the smallest
constexpr std::int64_t most_ahead = 4;   // frames decoded before they are asked for
constexpr std::int64_t most_chunk = 32;  // frames read at once where a video is watched backwards
constexpr auto retry_after = std::chrono::seconds(1);
constexpr auto stalled_after = std::chrono::seconds(3);

std::size_t frames_in(std::size_t bytes, const Frame& picture) {
  const std::size_t one = std::max<std::size_t>(1, picture.total() * picture.elemSize());
  return std::clamp(bytes / one, fewest_kept, most_kept);
}

}  // namespace

Reader::Reader(Open open, std::size_t cache_bytes, std::function<void()> changed)
    : open_(std::move(open)),
      cache_bytes_(cache_bytes),
      changed_(std::move(changed)),
      source_(open_()),
      last_arrival_(Clock::now()) {
  live_ =
      source_->kind() == FrameSource::Kind::camera || source_->kind() == FrameSource::Kind::stream;
  fps_ = source_->fps() > 0 ? source_->fps() : 25;
  if (!live_) stated_ = source_->count();
  thread_ = std::thread([this] { live_ ? run_live() : run_file(); });
}

Reader::~Reader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::optional<std::int64_t> Reader::count() const {
  const std::lock_guard lock(mutex_);
  return end_ ? end_ : stated_;
}

std::shared_ptr<const ReadFrame> Reader::get(std::int64_t index, Direction direction) {
  std::shared_ptr<const ReadFrame> found;
  {
    const std::lock_guard lock(mutex_);
    wanted_ = index;
    direction_ = direction;
    const auto place = cache_.find(index);
    if (place != cache_.end()) found = place->second;
  }
  wake_.notify_all();
  return found;
}

bool Reader::is_beyond(std::int64_t index) const {
  const std::lock_guard lock(mutex_);
  return index < 0 || (end_ && index >= *end_);
}

std::shared_ptr<const ReadFrame> Reader::newest(std::int64_t index) const {
  const std::lock_guard lock(mutex_);
  if (cache_.empty() || cache_.rbegin()->first <= index) return nullptr;
  return cache_.rbegin()->second;
}

std::shared_ptr<const ReadFrame> Reader::kept(std::int64_t index) const {
  const std::lock_guard lock(mutex_);
  const auto place = cache_.find(index);
  return place == cache_.end() ? nullptr : place->second;
}

std::string Reader::trouble() const {
  const std::lock_guard lock(mutex_);
  if (!trouble_.empty() || !live_) return trouble_;
  const auto silent = Clock::now() - last_arrival_;
  if (silent < stalled_after) return {};
  return fmt::format("no frame for {} s",
                     std::chrono::duration_cast<std::chrono::seconds>(silent).count());
}

/// The frame to read next: the wanted one, or one of those that will be wanted soon. Nothing where
/// all are there. requires: mutex_ held.
std::optional<std::int64_t> Reader::next_missing() const {
  const auto room = static_cast<std::int64_t>(most_kept_ / 2);
  const std::int64_t step = direction_ == Direction::forward ? 1 : -1;
  for (std::int64_t k = 0; k <= std::min(most_ahead, room); ++k) {
    const std::int64_t index = wanted_ + step * k;
    if (index < 0 || (end_ && index >= *end_)) return std::nullopt;
    if (cache_.count(index) == 0) return index;
  }
  return std::nullopt;
}

void Reader::run_file() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto index = next_missing();
    if (!index) {
      wake_.wait(lock);
      continue;
    }
    const Direction direction = direction_;
    lock.unlock();
    load(*index, direction);
    changed_();
    lock.lock();
  }
}

/// Reads frame `index`. A video can only be decoded forwards: on the way back a whole piece before
/// the frame is read at once.
void Reader::load(std::int64_t index, Direction direction) {
  std::int64_t first = index;
  if (direction == Direction::backward && source_->kind() == FrameSource::Kind::video) {
    const std::lock_guard lock(mutex_);
    first = std::max<std::int64_t>(
        0, index + 1 - std::min<std::int64_t>(most_chunk, static_cast<long>(most_kept_ / 2)));
  }
  try {
    if (source_->index() + 1 != first && !source_->seek(first)) {
      const std::lock_guard lock(mutex_);
      end_ = std::min(end_.value_or(first), first);
      return;
    }
    for (std::int64_t at = first; at <= index; ++at) {
      if (!read_into_cache(at)) return;
      const std::lock_guard lock(mutex_);
      const bool elsewhere = std::abs(wanted_ - index) > most_chunk;  // a newer wish: go there
      if (stopping_ || elsewhere) return;
    }
  } catch (const std::exception& fault) {
    const std::lock_guard lock(mutex_);
    trouble_ = fault.what();
    end_ = std::min(end_.value_or(first), std::max<std::int64_t>(0, source_->index() + 1));
  }
}

/// False at the end of the clip.
bool Reader::read_into_cache(std::int64_t expected) {
  auto frame = std::make_shared<ReadFrame>();
  const FrameSource::Read read = source_->next(frame->picture);
  frame->arrived = Clock::now();
  if (read == FrameSource::Read::end) {
    const std::lock_guard lock(mutex_);
    end_ = expected;
    return false;
  }
  frame->index = source_->index();
  keep(std::move(frame));
  return true;
}

/// Puts a frame into the cache; the one farthest from where things happen makes room.
void Reader::keep(std::shared_ptr<const ReadFrame> frame) {
  const std::lock_guard lock(mutex_);
  if (!frame->picture.empty()) most_kept_ = frames_in(cache_bytes_, frame->picture);
  if (live_) wanted_ = frame->index;
  cache_[frame->index] = std::move(frame);
  while (cache_.size() > most_kept_) {
    const std::int64_t before = wanted_ - cache_.begin()->first;
    const std::int64_t behind = cache_.rbegin()->first - wanted_;
    cache_.erase(before >= behind ? cache_.begin() : std::prev(cache_.end()));
  }
}

void Reader::run_live() {
  std::int64_t offset = 0;  // frame numbers go on after the input was opened again
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    if (!read_live(offset)) {
      changed_();
      if (reopen()) {
        const std::lock_guard again(mutex_);
        offset = cache_.empty() ? 0 : cache_.rbegin()->first + 1;
      }
    }
    changed_();
    lock.lock();
  }
}

/// False where the input ended or failed.
bool Reader::read_live(std::int64_t offset) {
  if (!source_) return false;
  try {
    auto frame = std::make_shared<ReadFrame>();
    const FrameSource::Read read = source_->next(frame->picture);
    if (read == FrameSource::Read::unreadable) return true;
    if (read == FrameSource::Read::frame) {
      frame->arrived = Clock::now();
      frame->index = offset + source_->index();
      keep(std::move(frame));
      const std::lock_guard lock(mutex_);
      last_arrival_ = Clock::now();
      trouble_.clear();
      return true;
    }
    const std::lock_guard lock(mutex_);
    trouble_ = "the input ended; opening it again";
  } catch (const std::exception& fault) {
    const std::lock_guard lock(mutex_);
    trouble_ = fmt::format("{}; opening it again", fault.what());
  }
  return false;
}

/// True where the input is open again; false when stopping or after one vain attempt.
bool Reader::reopen() {
  {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, retry_after, [this] { return stopping_; });
    if (stopping_) return false;
  }
  try {
    source_.reset();  // a camera can be opened only once
    source_ = open_();
    return true;
  } catch (const std::exception& fault) {
    const std::lock_guard lock(mutex_);
    trouble_ = fmt::format("{}; trying again", fault.what());
  }
  return false;
}

}  // namespace siamrt::session
