#include "bench/sequence_runner.hpp"

#include "bench/store_source.hpp"
#include "bench/vot_start.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <chrono>

namespace siamrt::bench {
namespace {

constexpr int thresholds = 21;
constexpr double threshold_step = 0.05;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// One tracker on its way through a sequence.
class Pass {
 public:
  Pass(const Tracker& tracker, const Frame& frame, const Box& box)
      : track_(begin(tracker, frame, box)) {
    run_.boxes.push_back(box);
  }

  void next(const Frame& frame) {
    const auto start = std::chrono::steady_clock::now();
    const Estimate estimate = track_.next(frame);
    run_.seconds.push_back(seconds_since(start));
    run_.boxes.push_back(estimate.box);
    if (!estimate.finite) ++run_.not_finite;
  }

  SequenceRun take() { return std::move(run_); }

 private:
  Track begin(const Tracker& tracker, const Frame& frame, const Box& box) {
    const auto start = std::chrono::steady_clock::now();
    Track track = tracker.start(frame, box);
    run_.seconds.push_back(seconds_since(start));
    return track;
  }

  SequenceRun run_;  // before track_: begin() writes to it
  Track track_;
};

}  // namespace

std::optional<std::vector<SequenceRun>> run_one_pass(const std::vector<const Tracker*>& trackers,
                                                     const data::Sequence& sequence, bool one_based,
                                                     const Stop& stop) {
  if (sequence.frames == nullptr) {
    throw Error(Error::Kind::input, fmt::format("{}: no frames, only annotations", sequence.name));
  }
  const auto source = frames_ahead(sequence.frames);
  std::vector<Pass> passes;
  Frame frame;
  while (source->next(frame) == FrameSource::Read::frame) {
    if (stop()) return std::nullopt;
    try {
      if (passes.empty()) {
        for (const Tracker* tracker : trackers) {
          const Family family = tracker->model().description().family;
          passes.emplace_back(*tracker, frame, first_box(sequence, one_based, family));
        }
      } else {
        for (Pass& pass : passes) pass.next(frame);
      }
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{}: {}", source->name(), error.what()));
    }
  }
  std::vector<SequenceRun> runs;
  runs.reserve(passes.size());
  for (Pass& pass : passes) runs.push_back(pass.take());
  return runs;
}

std::optional<SequenceRun> run_one_pass(const Tracker& tracker, const data::Sequence& sequence,
                                        bool one_based, const Stop& stop) {
  auto runs = run_one_pass(std::vector<const Tracker*>{&tracker}, sequence, one_based, stop);
  if (!runs) return std::nullopt;
  return std::move(runs->at(0));
}

std::optional<double> success(const SequenceRun& run, const data::Sequence& sequence,
                              bool one_based) {
  std::size_t frames = 0, above = 0;
  for (std::size_t i = 0; i < run.boxes.size() && i < sequence.truth.size(); ++i) {
    Box truth = sequence.truth[i];
    if (!is_valid(truth)) continue;
    if (one_based) {
      truth.x -= 1;
      truth.y -= 1;
    }
    ++frames;
    const double overlap = iou(truth, run.boxes[i]);
    for (int k = 0; k < thresholds; ++k) above += overlap > k * threshold_step ? 1 : 0;
  }
  if (frames < 2) return std::nullopt;
  return static_cast<double>(above) / (thresholds * static_cast<double>(frames));
}

}  // namespace siamrt::bench
