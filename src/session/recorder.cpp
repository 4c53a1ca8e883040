#include "session/recorder.hpp"

#include "media/frame_sink.hpp"
#include "media/overlay.hpp"

#include <fmt/core.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

namespace siamrt::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::milliseconds(100);

std::vector<media::Drawn> drawn(const Shown& shown) {
  std::vector<media::Drawn> list;
  for (const ShownTarget& target : shown.targets) {
    if (!target.mark) continue;
    const Mark& mark = *target.mark;
    const bool unsure = mark.lost || mark.origin == Origin::held;
    list.push_back({target.number, mark.box, mark.score, unsure, {}});
  }
  return list;
}

}  // namespace

/// The video so far, and the time in it.
class Recorder::Film {
 public:
  Film(const std::string& path, const Options& options, double fps)
      : model_(options.model),
        fps_(fps),
        longest_still_(options.longest_still),
        sink_(media::FrameSink::open(path, {fps, options.overwrite})) {}

  /// Writes the picture of a moment; the one before is repeated for as long as it stood.
  void add(const Shown& shown) {
    const Clock::time_point now = Clock::now();
    if (written_ == 0) begin_ = now;
    fill(now);
    if (is_ahead(now)) return;
    last_ = shown.frame.clone();
    overlay_.draw(last_, drawn(shown), {model_, fmt::format("frame {}", shown.index)});
    if (size_.empty()) size_ = last_.size();
    if (last_.size() != size_) cv::resize(last_, last_, size_, 0, 0, cv::INTER_AREA);
    write();
  }

  void finish() {
    if (written_ > 0) fill(Clock::now());
    sink_->finish();
  }

  double seconds() const { return static_cast<double>(written_) / fps_; }
  std::uint64_t bytes() const { return sink_->bytes(); }

 private:
  /// Repeats the last picture until the video is as long as the time that went by. A long gap is
  /// left out: later pictures follow as though it had been a short one.
  void fill(Clock::time_point now) {
    if (written_ == 0) return;
    const Clock::time_point end = begin_ + std::chrono::duration_cast<Clock::duration>(
                                               std::chrono::duration<double>(seconds()));
    if (now - end > longest_still_) begin_ += now - end - longest_still_;
    const double due = std::chrono::duration<double>(now - begin_).count() * fps_;
    while (static_cast<double>(written_ + 1) <= due) write();
  }

  /// Frames may come faster than the input says (streams guess): then some are left out.
  bool is_ahead(Clock::time_point now) const {
    constexpr int most_ahead = 2;
    const double due = std::chrono::duration<double>(now - begin_).count() * fps_;
    return static_cast<double>(written_) > due + most_ahead;
  }

  void write() {
    sink_->write(last_);
    ++written_;
  }

  const std::string model_;
  const double fps_;
  const Clock::duration longest_still_;
  std::unique_ptr<media::FrameSink> sink_;
  media::Overlay overlay_;
  Frame last_;
  cv::Size size_;
  Clock::time_point begin_;
  std::int64_t written_ = 0;
};

Recorder::Recorder(const Session& session, const std::string& path, Options options)
    : session_(session),
      path_(path),
      options_(std::move(options)),
      film_(std::make_unique<Film>(path_, options_, session.latest()->fps)),
      thread_([this] { run(); }) {}

Recorder::~Recorder() {
  stop();
  wait();
}

void Recorder::wait() {
  if (thread_.joinable()) thread_.join();
}

Recorder::State Recorder::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

/// Empty while it can go on.
std::string Recorder::reason_to_end() const {
  constexpr double megabyte = 1e6;
  if (film_->bytes() >= options_.most_bytes) {
    return fmt::format("recording ended: {:.0f} MB, the most allowed",
                       static_cast<double>(options_.most_bytes) / megabyte);
  }
  std::error_code unknown;
  const auto folder = std::filesystem::absolute(path_, unknown).parent_path();
  const auto space = std::filesystem::space(folder, unknown);
  if (!unknown && space.available < options_.spare_bytes) {
    return fmt::format("recording ended: less than {:.0f} MB are left on the disk",
                       static_cast<double>(options_.spare_bytes) / megabyte);
  }
  return {};
}

void Recorder::run() {
  std::uint64_t serial = 0;
  std::int64_t index = -1;
  std::string problem;
  bool failed = false;
  try {
    while (!stopping_ && problem.empty()) {
      const auto shown = session_.wait(serial, patience);
      if (!shown) continue;
      serial = shown->serial;
      if (shown->frame.empty() || shown->index == index) continue;
      const std::int64_t missed =
          index < 0 ? 0 : std::max<std::int64_t>(0, shown->index - index - 1);
      index = shown->index;
      film_->add(*shown);
      problem = reason_to_end();
      const std::lock_guard lock(mutex_);
      ++state_.frames;
      state_.missed += missed;
      state_.seconds = film_->seconds();
      state_.bytes = film_->bytes();
    }
    film_->finish();
  } catch (const std::exception& fault) {
    problem = fault.what();
    failed = true;
  }
  const double seconds = film_->seconds();
  film_.reset();  // a video that was not finished leaves nothing behind
  const std::lock_guard lock(mutex_);
  state_.running = false;
  state_.failed = failed;
  state_.problem = problem;
  state_.seconds = seconds;
}

}  // namespace siamrt::session
