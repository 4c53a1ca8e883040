#include "cli/track_loop.hpp"

#include "cli/stop.hpp"
#include "session/everywhere.hpp"

#include <fmt/core.h>

#include <chrono>

namespace siamrt::cli {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Short text beside the progress: the score, or how many targets are lost.
std::string note(const std::vector<Mark>& marks) {
  if (marks.size() == 1)
    return fmt::format("score {:.2f}{}", marks[0].score, marks[0].lost ? " lost" : "");
  size_t lost = 0;
  for (const Mark& mark : marks) lost += mark.lost ? 1 : 0;
  return fmt::format("{} targets{}", marks.size(), lost > 0 ? fmt::format(", {} lost", lost) : "");
}

}  // namespace

void TrackLoop::start(const Frame& frame, const std::vector<Box>& boxes) {
  for (const Box& box : boxes) {
    tracks_.push_back(tracker_.start(frame, box));
    marks_.push_back({box, 1, false, false});
    lost_for_.push_back(0);
    TargetTally tally;
    tally.first = tally.last = box;
    report_.targets.push_back(tally);
  }
  shown_ = frame;
  report_.first_frame = source_.index();
}

void TrackLoop::run(Sinks& sinks, Progress& progress, std::optional<long long> most) {
  const Clock::time_point begin = Clock::now();
  try {
    report_.frames = 1;
    bool more = sinks.add(shown_, report_.first_frame, marks_);
    while (more && (!most || report_.frames < *most)) {
      more = step(sinks, progress);
      if (StopOnSignal::wanted()) report_.interrupted = true;
      more = more && !report_.interrupted;
    }
  } catch (...) {
    progress.clear();
    try {
      sinks.finish();
    } catch (const Error&) {  // the first error is the one to tell
    }
    throw;
  }
  report_.seconds = seconds_since(begin);
}

bool TrackLoop::step(Sinks& sinks, Progress& progress) {
  const Clock::time_point begin = Clock::now();
  Frame frame;
  const FrameSource::Read read = source_.next(frame);
  if (read == FrameSource::Read::end) return false;
  if (read == FrameSource::Read::unreadable) {
    ++report_.unreadable;
    say_once(said_unreadable_, progress, fmt::format("{}: does not decode", source_.name()));
    hold();
  } else if (frame.size() != shown_.size()) {
    ++report_.other_size;
    say_once(said_other_size_, progress,
             fmt::format("{}: {}x{} pixels, expected {}x{} as the first frame", source_.name(),
                         frame.cols, frame.rows, shown_.cols, shown_.rows));
    hold();
  } else {
    shown_ = frame;
    follow(frame, progress);
  }
  ++report_.frames;
  const Clock::time_point before_output = Clock::now();
  const bool more = sinks.add(shown_, source_.index(), marks_);
  report_.output.add(seconds_since(before_output));
  report_.whole.add(seconds_since(begin));
  progress.update(report_.frames, note(marks_));
  return more;
}

void TrackLoop::follow(const Frame& frame, Progress& progress) {
  std::vector<Track*> tracks;
  for (Track& track : tracks_) tracks.push_back(&track);
  std::vector<Estimate> estimates = tracker_.next(frame, tracks);
  count_times(estimates);
  if (relocate_after_ > 0) relocate(frame, estimates);
  for (size_t i = 0; i < estimates.size(); ++i) {
    const Estimate& estimate = estimates[i];
    TargetTally& tally = report_.targets[i];
    tally.last = estimate.box;
    if (!estimate.finite) {
      ++tally.not_finite;
      marks_[i] = {estimate.box, 0, true, true};
      say_once(said_not_finite_, progress,
               fmt::format("{}: the network gave no finite number", source_.name()));
      continue;
    }
    ++tally.tracked;
    tally.score_sum += estimate.score;
    if (estimate.lost) ++tally.lost;
    marks_[i] = {estimate.box, estimate.score, estimate.lost, false};
  }
}

void TrackLoop::relocate(const Frame& frame, std::vector<Estimate>& estimates) {
  for (size_t i = 0; i < estimates.size(); ++i) {
    lost_for_[i] = estimates[i].lost ? lost_for_[i] + 1 : 0;
    if (lost_for_[i] == 0 || lost_for_[i] % relocate_after_ != 0) continue;
    if (const auto found = session::search_everywhere(frame, tracks_[i])) {
      estimates[i] = *found;
      lost_for_[i] = 0;
    }
  }
}

void TrackLoop::hold() {
  for (Mark& mark : marks_) {
    mark.score = 0;
    mark.held = true;
  }
}

void TrackLoop::count_times(const std::vector<Estimate>& estimates) {
  StageTimes sum;
  for (const Estimate& estimate : estimates) {
    sum.crop += estimate.times.crop;
    sum.network += estimate.times.network;
    sum.decode += estimate.times.decode;
  }
  report_.crop.add(sum.crop);
  report_.network.add(sum.network);
  report_.decode.add(sum.decode);
}

void TrackLoop::say_once(bool& said, Progress& progress, const std::string& line) {
  if (said) return;
  said = true;
  progress.clear();
  terminal_.warn(line + "; the last box is kept (more of these are counted, not told)");
}

void TrackLoop::check_network() const {
  for (size_t i = 0; i < report_.targets.size(); ++i) {
    const TargetTally& tally = report_.targets[i];
    if (tally.not_finite == 0 || tally.tracked > 0) continue;
    throw Error(Error::Kind::model,
                fmt::format("{}: no finite number for target {} in any of {} frames",
                            report_.archive, i + 1, tally.not_finite));
  }
}

}  // namespace siamrt::cli
