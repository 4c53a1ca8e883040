#pragma once

#include <siamrt/frame_source.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace siamrt::session {

/// One frame as it was read. Shared, never written to.
struct ReadFrame {
  std::int64_t index = 0;
  Frame picture;  ///< empty: the frame exists but does not decode
  std::chrono::steady_clock::time_point arrived;
};

/// Reads frames on a thread of its own and never keeps its caller waiting.
///
/// A file is random access: get() says which frame is wanted and in which direction things go, and
/// frames around it are read ahead into a cache of bounded size; none is dropped. A camera or
/// stream gives its newest frame; older ones stay for a while, so that a box drawn on one of them
/// can be followed to the present. Where it ends or fails it is opened again, once a second.
class Reader {
 public:
  using Open = std::function<std::unique_ptr<FrameSource>()>;
  enum class Direction { forward, backward };

  /// Opens the source (errors of FrameSource::open come out). `changed` is called from the reading
  /// thread, without any lock held, whenever get(), newest() or trouble() may say something new.
  Reader(Open open, std::size_t cache_bytes, std::function<void()> changed);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool live() const noexcept { return live_; }
  double fps() const noexcept { return fps_; }

  /// Number of frames as far as known; exact once the end was seen. Nothing for live input.
  std::optional<std::int64_t> count() const;

  /// Files: the frame, or null if it is not there yet (it is being read then) or does not exist
  /// (see is_beyond()).
  std::shared_ptr<const ReadFrame> get(std::int64_t index, Direction direction);

  /// Files: true if the clip is known to have no such frame.
  bool is_beyond(std::int64_t index) const;

  /// Live input: the newest frame after `index`, or null.
  std::shared_ptr<const ReadFrame> newest(std::int64_t index) const;

  /// A frame that happens to be in memory, or null; asks for nothing.
  std::shared_ptr<const ReadFrame> kept(std::int64_t index) const;

  /// What is wrong with the input at the moment, in words for people; empty: nothing.
  std::string trouble() const;

 private:
  using Clock = std::chrono::steady_clock;

  void run_file();
  void run_live();
  std::optional<std::int64_t> next_missing() const;
  void load(std::int64_t index, Direction direction);
  bool read_into_cache(std::int64_t expected);
  void keep(std::shared_ptr<const ReadFrame> frame);
  bool read_live(std::int64_t offset);
  bool reopen();

  const Open open_;
  const std::size_t cache_bytes_;
  const std::function<void()> changed_;
  std::unique_ptr<FrameSource> source_;  ///< the thread's alone once it runs
  bool live_ = false;
  double fps_ = 25;

  mutable std::mutex mutex_;  ///< guards all below
  std::condition_variable wake_;
  bool stopping_ = false;
  std::int64_t wanted_ = 0;
  Direction direction_ = Direction::forward;
  std::map<std::int64_t, std::shared_ptr<const ReadFrame>> cache_;
  std::size_t most_kept_ = 4;
  std::optional<std::int64_t> stated_;  ///< number of frames by the container
  std::optional<std::int64_t> end_;     ///< number of frames, once the end was met
  std::string trouble_;
  Clock::time_point last_arrival_;

  std::thread thread_;
};

}  // namespace siamrt::session
