#include "cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace siamrt::cli {
namespace {

constexpr double seconds_on_terminal = 0.1;
constexpr double seconds_elsewhere = 10;
constexpr int bar_cells = 24;

double seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string bar(double share) {
  const int full = static_cast<int>(std::floor(share * bar_cells));
  return "[" + std::string(static_cast<size_t>(full), '#') +
         std::string(static_cast<size_t>(bar_cells - full), '.') + "] ";
}

}  // namespace

std::string clock_text(double seconds_left) {
  const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds_left)));
  if (whole >= 3600)
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

Progress::Progress(const Terminal& terminal, bool shown, std::string unit,
                   std::optional<std::int64_t> total)
    : terminal_(terminal),
      shown_(shown),
      unit_(std::move(unit)),
      total_(total),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() { clear(); }

std::string Progress::line(std::int64_t done, const std::string& note, double elapsed) const {
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  std::string text;
  if (total_ && *total_ > 0) {
    text += fmt::format("{} {}/{}  {:.1f}/s", unit_, done, *total_, rate);
    if (rate > 0) text += "  " + clock_text(static_cast<double>(*total_ - done) / rate) + " left";
  } else {
    text += fmt::format("{} {}  {:.1f}/s", unit_, done, rate);
  }
  if (!note.empty()) text += "  " + note;
  if (!total_ || *total_ <= 0 || !terminal_.err_is_terminal) return text;
  const double share =
      std::clamp(static_cast<double>(done) / static_cast<double>(*total_), 0.0, 1.0);
  const std::string drawn = bar(share) + text;
  // Where a terminal is too narrow for both, what is said goes before what is drawn.
  return drawn.size() < static_cast<size_t>(terminal_.width()) ? drawn : text;
}

void Progress::update(std::int64_t done, const std::string& note) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  const double pause = terminal_.err_is_terminal ? seconds_on_terminal : seconds_elsewhere;
  const bool finished = total_ && done >= *total_;
  if (seconds(now - last_) < pause && !(finished && terminal_.err_is_terminal)) return;
  last_ = now;
  std::string text = line(done, note, seconds(now - start_));
  if (!terminal_.err_is_terminal) {
    *terminal_.err << text << '\n' << std::flush;
    return;
  }
  text.resize(std::min(text.size(), static_cast<size_t>(terminal_.width() - 1)));
  *terminal_.err << "\r" << text << "\033[K" << std::flush;
  on_screen_ = true;
}

void Progress::clear() {
  if (!on_screen_) return;
  *terminal_.err << "\r\033[K" << std::flush;
  on_screen_ = false;
}

}  // namespace siamrt::cli
