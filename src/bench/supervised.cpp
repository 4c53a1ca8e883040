#include "bench/supervised.hpp"

#include "bench/store_source.hpp"
#include "bench/vot_start.hpp"
#include "eval/region.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <chrono>

namespace siamrt::bench {
namespace {

constexpr std::size_t frames_to_restart = 5;

/// The truth as the runner's failure test has it: pysot's makes a rectangle a polygon of w - 1.
eval::Region truth_region(const data::Sequence& sequence, std::size_t index, Family family) {
  const bool rectangle = index < sequence.rectangles.size() && sequence.rectangles[index] != 0;
  if (rectangle && family == Family::nanotrack) {
    Box inner = sequence.truth[index];
    inner.w -= 1;
    inner.h -= 1;
    return eval::region_of(inner);
  }
  return eval::region_of(sequence.polygons[index]);
}

void check(const data::Sequence& sequence) {
  if (sequence.frames == nullptr) {
    throw Error(Error::Kind::input, fmt::format("{}: no frames, only annotations", sequence.name));
  }
  const auto frames = static_cast<std::size_t>(sequence.frames->count());
  if (sequence.polygons.size() != frames) {
    throw Error(Error::Kind::input, fmt::format("{}: {} polygons for {} frames; a supervised run "
                                                "needs one a frame",
                                                sequence.name, sequence.polygons.size(), frames));
  }
}

class Timer {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

std::optional<std::vector<SupervisedFrame>> run_supervised(const Tracker& tracker,
                                                           const data::Sequence& sequence,
                                                           const Stop& stop) {
  check(sequence);
  const Family family = tracker.model().description().family;
  const auto source = frames_ahead(sequence.frames);
  std::vector<SupervisedFrame> frames;
  std::optional<Track> track;
  std::size_t restart = 0;
  Frame frame;
  for (std::size_t i = 0; source->next(frame) == FrameSource::Read::frame; ++i) {
    if (stop()) return std::nullopt;
    SupervisedFrame& out = frames.emplace_back();
    if (i < restart) {
      out.mark = SupervisedFrame::skipped;
      continue;
    }
    try {
      const Timer timer;
      if (i == restart) {
        out.mark = SupervisedFrame::start;
        track.emplace(tracker.start(frame, vot_start_box(sequence, i, family)));
        out.seconds = timer.seconds();
        continue;
      }
      const Estimate estimate = track->next(frame);
      out.seconds = timer.seconds();
      out.box = estimate.box;
      out.finite = estimate.finite;
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{}: {}", source->name(), error.what()));
    }
    const eval::Bounds bounds{static_cast<float>(frame.cols), static_cast<float>(frame.rows)};
    out.overlap =
        eval::region_overlap(eval::region_of(out.box), truth_region(sequence, i, family), bounds);
    if (!(out.overlap > 0)) {
      out.mark = SupervisedFrame::failure;
      restart = i + frames_to_restart;
    }
  }
  return frames;
}

}  // namespace siamrt::bench
