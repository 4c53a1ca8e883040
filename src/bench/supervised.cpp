#include "bench/supervised.hpp"

#include "bench/store_source.hpp"
#include "data/annotations.hpp"
#include "eval/region.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <chrono>
#include <cmath>

namespace siamrt::bench {
namespace {

constexpr std::size_t frames_to_restart = 5;

bool is_rectangle(const data::Sequence& sequence, std::size_t index) {
  return index < sequence.rectangles.size() && sequence.rectangles[index] != 0;
}

double distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// The truth as the runner's failure test has it: pysot's makes a rectangle a polygon of w - 1.
eval::Region truth_region(const data::Sequence& sequence, std::size_t index, Family family) {
  if (is_rectangle(sequence, index) && family == Family::nanotrack) {
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

Box vot_start_box(const data::Sequence& sequence, std::size_t index, Family family) {
  const Box extent = sequence.truth.at(index);
  if (is_rectangle(sequence, index)) return extent;
  const data::Polygon& p = sequence.polygons.at(index);
  const double cx = (p[0].x + p[1].x + p[2].x + p[3].x) / 4;
  const double cy = (p[0].y + p[1].y + p[2].y + p[3].y) / 4;
  const double area = distance(p[0], p[1]) * distance(p[1], p[2]);
  const double scale = std::sqrt(area / (extent.w * extent.h));
  const double w = scale * extent.w + 1;
  const double h = scale * extent.h + 1;
  const double less = family == Family::nanotrack ? 1 : 0;
  return {cx - (w - less) / 2, cy - (h - less) / 2, w, h};
}

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
    const Timer timer;
    if (i == restart) {
      const Box box = vot_start_box(sequence, i, family);
      track.emplace(tracker.start(frame, box));
      out.mark = SupervisedFrame::start;
      out.seconds = timer.seconds();
      continue;
    }
    out.box = track->next(frame).box;
    out.seconds = timer.seconds();
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
