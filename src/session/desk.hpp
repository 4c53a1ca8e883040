#pragma once

#include "session/history.hpp"
#include "session/reader.hpp"
#include "session/recent.hpp"
#include "session/session.hpp"
#include "session/truth.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <type_traits>

namespace siamrt::session {

/// The inside of a Session: its thread and all it works on. desk.cpp has the thread and the
/// transport (play, step, seek), desk_targets.cpp what happens to targets, desk_history.cpp how it
/// is undone, desk_view.cpp what is shown of it.
class Session::Desk {
 public:
  Desk(const std::string& input, std::unique_ptr<Follower> follower, const Options& options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  std::shared_ptr<const Shown> latest() const;
  std::shared_ptr<const Shown> wait(std::uint64_t after, std::chrono::milliseconds patience) const;
  Record record() const;

  /// Has `work` done on the session's thread; when the future is ready, latest() shows what came of
  /// it. Throws Error(usage) if too much waits already.
  template <typename Result>
  std::future<Result> ask(std::function<Result()> work) {
    const auto promise = std::make_shared<std::promise<Result>>();
    std::future<Result> result = promise->get_future();
    post([this, promise, work = std::move(work)] { keep(*promise, work); });
    return result;
  }

  // What Session offers under the same names; on the session's thread only.
  void play();
  void pause();
  void toggle();
  void step(int frames);
  void seek(std::int64_t frame);
  void set_speed(double speed);
  int add(std::int64_t frame, const Box& box);
  void correct(int number, std::int64_t frame, const Box& box);
  void remove(int number);
  void track_back(std::optional<int> number);
  void set_relocate_after(int lost_frames);
  void set_insights(bool on);
  void restore(std::vector<Target> targets);
  std::string undo();
  std::string redo();

 private:
  using Clock = std::chrono::steady_clock;
  using Direction = Reader::Direction;

  /// What a target needs to be followed; boxes are in its Target.
  struct Live {
    std::shared_ptr<Followed> followed;
    std::int64_t at = -1;     ///< frame that `followed` stands on
    std::int64_t key = -1;    ///< key frame whose looks it has
    int lost_for = 0;         ///< consecutive lost frames
    std::int64_t found = -1;  ///< frame in which searching everywhere found it
    Seeds seeds;              ///< started on key frames; a few
  };

  /// Does the work, shows it, keeps the promise. The text of a refusal is kept too, for people who
  /// do not look at the future.
  template <typename Result>
  void keep(std::promise<Result>& promise, const std::function<Result()>& work) {
    try {
      message_.clear();
      if constexpr (std::is_void_v<Result>) {
        work();
        publish();
        promise.set_value();
      } else {
        const Result result = work();
        publish();
        promise.set_value(result);
      }
    } catch (const std::exception& fault) {
      message_ = fault.what();
      publish();
      promise.set_exception(std::current_exception());
    }
  }

  void post(std::function<void()> task);
  void run();
  std::function<void()> next_task();
  Clock::time_point wake_at() const;
  bool wait_for_reader();

  bool move_on();
  bool go();
  bool advance(Direction direction);
  bool take_newest();
  void stop_moving();
  void show(const ReadFrame& frame, std::optional<Direction> following);
  void count_frame(Clock::time_point begin);

  void require_file(const char* what) const;
  Target& find(int number);
  std::shared_ptr<const ReadFrame> fetch(std::int64_t index);
  void place(int number, std::int64_t frame, const Box& box);
  void catch_up(int number, std::int64_t from);
  std::vector<int> to_follow(std::int64_t from, std::int64_t to, Direction direction);
  void ensure_live(int number, std::int64_t from, Direction direction);
  std::shared_ptr<Followed> seed_for(int number, std::int64_t key);
  void follow(const ReadFrame& frame, const std::vector<int>& numbers);
  void take(int number, const ReadFrame& frame, Estimate estimate);
  void hold(std::int64_t index, std::int64_t from, const std::vector<int>& numbers);
  void note(int number, std::int64_t index, const Mark& mark);

  Change before_change(std::string what, const std::vector<int>& numbers) const;
  Change swapped(Change& change);
  void bring_back(Change::Before& before);

  void publish();
  ShownTarget shown_target(const Target& target) const;
  void add_overlaps(Shown& shown) const;

  const std::string input_;
  const Options options_;
  const std::unique_ptr<Follower> follower_;
  const std::vector<Truth> truth_;

  // The session's thread alone.
  Shown::State state_ = Shown::State::paused;
  std::int64_t position_ = -1;
  Frame frame_;  ///< of position_, or the last one before that decodes
  bool readable_ = true;
  cv::Size size_;
  bool ended_ = false;
  std::optional<std::int64_t> goal_;  ///< frame to show next, without tracking
  int steps_ = 0;                     ///< frames still to step forward
  std::set<int> going_back_;          ///< targets that are tracked backwards
  double speed_ = 1;
  int relocate_after_ = 0;
  bool insights_ = false;
  Clock::time_point due_;
  bool starved_ = false;                             ///< the frame wanted is not read yet
  Recent crop_, network_, decode_, latency_, gaps_;  ///< seconds
  std::optional<Clock::time_point> last_shown_;
  std::int64_t dropped_ = 0;
  std::string message_;
  std::string told_trouble_;
  std::map<int, Live> lives_;
  History history_;
  int next_number_ = 0;
  std::uint64_t serial_ = 0;

  mutable std::mutex
      data_mutex_;  ///< guards writing of targets_ and size_; their thread reads freely
  std::map<int, Target> targets_;

  mutable std::mutex shown_mutex_;
  mutable std::condition_variable shown_changed_;
  std::shared_ptr<const Shown> shown_;

  mutable std::mutex mutex_;  ///< guards the three below
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool woken_ = false;
  bool stopping_ = false;

  std::unique_ptr<Reader> reader_;  ///< its thread calls back: it goes before what stands above
  std::thread thread_;
};

}  // namespace siamrt::session
