#include "media/prefetch.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace siamrt::media {
namespace {

/// One answer of the inner source with all that can be asked about it.
struct Item {
  FrameSource::Read read = FrameSource::Read::end;
  Frame frame;
  std::int64_t index = -1;
  std::string name;
  std::exception_ptr failure;
};

class ReadAhead final : public FrameSource {
 public:
  ReadAhead(std::unique_ptr<FrameSource> source, int depth, WhenFull when_full)
      : source_(std::move(source)),
        depth_(static_cast<std::size_t>(depth)),
        when_full_(when_full),
        count_(source_->count()),
        fps_(source_->fps()),
        kind_(source_->kind()),
        index_(source_->index()),
        name_(source_->name()) {
    start();
  }
  ~ReadAhead() override { stop(); }

  Read next(Frame& frame) override;
  std::int64_t index() const noexcept override { return index_; }
  std::optional<std::int64_t> count() const noexcept override { return count_; }
  double fps() const noexcept override { return fps_; }
  bool seek(std::int64_t index) override;
  Kind kind() const noexcept override { return kind_; }
  std::string name() const override { return name_; }

 private:
  void start();
  void stop();
  void read();
  Item read_one();
  bool put(Item item);

  std::unique_ptr<FrameSource> source_;  ///< the thread's alone while it runs
  const std::size_t depth_;
  const WhenFull when_full_;
  const std::optional<std::int64_t> count_;
  const double fps_;
  const Kind kind_;
  std::int64_t index_;
  std::string name_;
  bool ended_ = false;

  std::mutex mutex_;  ///< guards the three below
  std::deque<Item> waiting_;
  bool stopping_ = false;
  std::condition_variable changed_;
  std::thread thread_;
};

void ReadAhead::start() {
  stopping_ = false;
  thread_ = std::thread([this] { read(); });
}

void ReadAhead::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Item ReadAhead::read_one() {
  Item item;
  try {
    item.read = source_->next(item.frame);
    item.index = source_->index();
    item.name = source_->name();
  } catch (...) {
    item.read = Read::end;
    item.failure = std::current_exception();
  }
  return item;
}

/// False when reading is to stop.
bool ReadAhead::put(Item item) {
  std::unique_lock lock(mutex_);
  const bool last = item.read == Read::end;
  if (waiting_.size() >= depth_ && when_full_ == WhenFull::drop_oldest && !last)
    waiting_.pop_front();
  changed_.wait(lock, [this, last] { return stopping_ || waiting_.size() < depth_ || last; });
  waiting_.push_back(std::move(item));  // also when stopping: a seek that fails goes on with it
  changed_.notify_all();
  return !last && !stopping_;
}

void ReadAhead::read() {
  while (put(read_one())) {
  }
}

FrameSource::Read ReadAhead::next(Frame& frame) {
  if (ended_) return Read::end;
  Item item;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty(); });
    item = std::move(waiting_.front());
    waiting_.pop_front();
  }
  changed_.notify_all();
  ended_ = item.read == Read::end;
  if (item.failure) std::rethrow_exception(item.failure);
  if (ended_) return Read::end;
  index_ = item.index;
  name_ = std::move(item.name);
  if (item.read == Read::frame) frame = std::move(item.frame);
  return item.read;
}

bool ReadAhead::seek(std::int64_t index) {
  stop();
  const bool possible = source_->seek(index);
  if (possible) {
    waiting_.clear();
    ended_ = false;
  }
  start();
  return possible;
}

}  // namespace

std::unique_ptr<FrameSource> read_ahead(std::unique_ptr<FrameSource> source, int depth,
                                        WhenFull when_full) {
  return std::make_unique<ReadAhead>(std::move(source), depth, when_full);
}

std::unique_ptr<FrameSource> read_ahead(std::unique_ptr<FrameSource> source) {
  constexpr int usual_depth = 4;
  const bool live =
      source->kind() == FrameSource::Kind::camera || source->kind() == FrameSource::Kind::stream;
  return read_ahead(std::move(source), usual_depth, live ? WhenFull::drop_oldest : WhenFull::wait);
}

}  // namespace siamrt::media
