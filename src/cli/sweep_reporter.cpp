#include "cli/sweep_reporter.hpp"

#include <fmt/core.h>

#include <ostream>

namespace siamrt::cli {

SweepReporter::SweepReporter(const Terminal& terminal, bool shown, std::size_t pieces,
                             std::int64_t frames)
    : terminal_(terminal),
      shown_(shown),
      pieces_(pieces),
      progress_(terminal, shown && terminal.err_is_terminal, "frames", frames) {}

sweep::RunListener SweepReporter::listener() {
  return {[this] { progress_.update(++frames_, fmt::format("results {}/{}", done_, pieces_)); },
          [this](const sweep::Entry& entry, const std::string& sequence, std::size_t not_finite) {
            finished(entry, sequence, not_finite);
          },
          [this](const sweep::Entry& entry, const std::string& sequence, const Error& error) {
            failed(entry, sequence, error);
          }};
}

void SweepReporter::finished(const sweep::Entry& entry, const std::string& sequence,
                             std::size_t not_finite) {
  ++done_;
  if (not_finite > 0) {
    progress_.clear();
    terminal_.warn(
        fmt::format("{}: {}: the network gave no number in {} frames; the last box was kept there",
                    entry.name, sequence, not_finite));
  }
  if (shown_ && !terminal_.err_is_terminal) {
    *terminal_.err << fmt::format("{}/{}  {}  {}\n", done_, pieces_, sequence, entry.name)
                   << std::flush;
  }
}

void SweepReporter::failed(const sweep::Entry& entry, const std::string& sequence,
                           const Error& error) {
  ++done_;
  progress_.clear();
  terminal_.warn(fmt::format("{}: {}: {}", entry.name, sequence, error.what()));
}

}  // namespace siamrt::cli
