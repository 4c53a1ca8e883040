#include "cli/bench_reporter.hpp"

#include <fmt/core.h>

#include <ostream>

namespace siamrt::cli {

BenchReporter::BenchReporter(const Terminal& terminal, bool shown, std::size_t sequences,
                             std::int64_t frames)
    : terminal_(terminal),
      shown_(shown),
      sequences_(sequences),
      progress_(terminal, shown && terminal.err_is_terminal, "frames", frames) {}

void BenchReporter::frame() {
  const std::lock_guard<std::mutex> hold(lock_);
  progress_.update(++frames_, note());
}

void BenchReporter::sequence(const bench::Outcome& outcome) {
  const std::lock_guard<std::mutex> hold(lock_);
  ++done_;
  if (outcome.success && !outcome.error) {
    success_ += *outcome.success;
    ++judged_;
  }
  progress_.clear();
  if (outcome.error) {
    terminal_.warn(fmt::format("{}: {}", outcome.sequence, outcome.error->what()));
    return;
  }
  if (outcome.not_finite > 0) {
    terminal_.warn(fmt::format(
        "{}: the network gave no number in {} of {} frames; the last box was kept there",
        outcome.sequence, outcome.not_finite, outcome.frames));
  }
  if (shown_ && !terminal_.err_is_terminal) *terminal_.err << line(outcome) << std::flush;
}

std::string BenchReporter::note() const {
  std::string text = fmt::format("sequences {}/{}", done_, sequences_);
  if (judged_ > 0) text += fmt::format("  success {:.3f}", success_ / static_cast<double>(judged_));
  return text;
}

std::string BenchReporter::line(const bench::Outcome& outcome) const {
  std::string text =
      fmt::format("{}/{}  {}  {} frames", done_, sequences_, outcome.sequence, outcome.frames);
  if (outcome.seconds > 0)
    text += fmt::format("  {:.1f} fps", static_cast<double>(outcome.frames) / outcome.seconds);
  if (outcome.success) text += fmt::format("  success {:.3f}", *outcome.success);
  if (outcome.failures > 0) text += fmt::format("  {} failures", outcome.failures);
  return text + "\n";
}

}  // namespace siamrt::cli
