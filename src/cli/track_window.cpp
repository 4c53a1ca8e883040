#include "cli/track_window.hpp"

#include "cli/box_writer.hpp"
#include "cli/exit_codes.hpp"
#include "cli/json_output.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "cli/track_report.hpp"
#include "core/atomic_file.hpp"
#include "session/annotate.hpp"
#include "session/saving.hpp"
#include "session/session_file.hpp"
#include "session/tracker_follower.hpp"
#include "ui/window_late.hpp"
#include "ui/window_loop.hpp"

#include <siamrt/siamrt.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <future>
#include <limits>
#include <memory>
#include <ostream>

namespace siamrt::cli {
namespace {

namespace fs = std::filesystem;
using session::Record;

/// A saved session instead of a clip: its targets, and the clip it is about.
std::optional<Record> saved_session(const std::string& input) {
  if (fs::path(input).extension() != ".json") return std::nullopt;
  Record record = session::read_session(core::read_file(input), input);
  // The name was written where the program ran; the session may have moved together with its clip.
  std::error_code unknown;
  const fs::path beside = fs::path(input).parent_path() / record.input;
  if (!fs::exists(record.input, unknown) && fs::exists(beside, unknown))
    record.input = beside.string();
  return record;
}

/// First and last frame with a box.
std::optional<std::pair<std::int64_t, std::int64_t>> range_of(const Record& record) {
  std::optional<std::pair<std::int64_t, std::int64_t>> range;
  for (const session::Target& target : record.targets) {
    if (target.marks().empty()) continue;
    const std::int64_t first = target.marks().begin()->first;
    const std::int64_t last = target.marks().rbegin()->first;
    if (!range) range = {first, last};
    range->first = std::min(range->first, first);
    range->second = std::max(range->second, last);
  }
  return range;
}

/// The box file of a run, from the first box to the last; NaN where a target has none.
void write_boxes(const TrackOptions& options, const Record& record, const Terminal& terminal) {
  BoxWriter writer(options.box_file, *terminal.out, record.targets.size());
  const auto range = range_of(record);
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  for (std::int64_t frame = range->first; frame <= range->second; ++frame) {
    std::vector<Mark> marks;
    for (const session::Target& target : record.targets) {
      const session::Mark* mark = target.at(frame);
      marks.push_back(mark == nullptr ? Mark{{none, none, none, none}, 0, true, false}
                                      : Mark{mark->box, mark->score, mark->lost, false});
    }
    writer.add(frame, marks);
  }
  writer.finish();
}

TrackReport report_of(const TrackOptions& options, const Opened& opened, const Record& record) {
  TrackReport report;
  report.input = record.input;
  report.archive = options.model;
  report.benchmark = opened.benchmark;
  report.settings = opened.settings;
  report.interrupted = StopOnSignal::wanted();
  const auto range = range_of(record);
  report.first_frame = range->first;
  report.frames = range->second - range->first + 1;
  for (const session::Target& target : record.targets) {
    TargetTally tally;
    if (!target.marks().empty()) {
      tally.first = target.marks().begin()->second.box;
      tally.last = target.marks().rbegin()->second.box;
    }
    for (const auto& [frame, mark] : target.marks()) {
      tally.tracked += mark.origin == session::Origin::tracked ? 1 : 0;
      tally.lost += mark.origin == session::Origin::tracked && mark.lost ? 1 : 0;
      if (mark.origin == session::Origin::tracked) tally.score_sum += mark.score;
    }
    report.targets.push_back(tally);
  }
  return report;
}

/// What --boxes, --out and --json ask for; the names of the files.
std::vector<std::string> write_outputs(const TrackOptions& options, const Opened& opened,
                                       const Record& record, const Terminal& terminal) {
  std::vector<std::string> written;
  if (!options.box_file.empty()) {
    write_boxes(options, record, terminal);
    if (options.box_file != "-") written.push_back(options.box_file);
  }
  if (!options.out.empty()) {
    Progress progress(terminal, !options.quiet, "frame", record.count);
    const bool whole = session::annotate(record, options.out, options.overwrite, [&](auto frames) {
      progress.update(frames, "writing " + options.out);
      return !StopOnSignal::wanted();
    });
    if (whole) written.push_back(options.out);
  }
  TrackReport report = report_of(options, opened, record);
  report.written = written;
  const JsonOutput json(options.json, true);  // check_outputs() has refused what exists
  if (json.wanted()) json.write(report_json(report, opened.model), terminal);
  return written;
}

void begin(session::Session& session, const TrackOptions& options, const std::vector<Box>& boxes,
           std::optional<Record> saved) {
  const std::int64_t start = options.start.value_or(0);
  if (start > 0) session.seek(start).get();
  if (saved) session.restore(std::move(saved->targets)).get();
  for (const Box& box : boxes) session.add(start, box);  // a refusal is shown in the window
  if (!boxes.empty()) session.play();
}

/// Saving and recording end before the session, whatever happens.
struct Finish {
  ui::Saver& saver;
  ~Finish() { saver.finish(StopOnSignal::wanted); }
};

std::string summary(const Record& record) {
  std::size_t boxes = 0;
  for (const session::Target& target : record.targets) boxes += target.marks().size();
  return fmt::format("{} target{}, {} boxes", record.targets.size(),
                     record.targets.size() == 1 ? "" : "s", boxes);
}

}  // namespace

int run_track_window(const TrackOptions& options, const Layers& layers,
                     const std::vector<Box>& boxes, const Terminal& terminal) {
  if (options.frames) {
    throw Error(
        Error::Kind::usage,
        "--frames: in the window you say when it ends; give --no-window or outputs with it");
  }
  std::optional<Record> saved = saved_session(options.input);
  const std::string input = saved ? saved->input : options.input;

  // The window does not wait for the network.
  const std::shared_future<Opened> opening =
      std::async(std::launch::async, [&] { return open_model(options, layers); }).share();
  const std::shared_future<std::shared_ptr<session::Follower>> follower =
      std::async(std::launch::async, [opening]() -> std::shared_ptr<session::Follower> {
        const Opened& opened = opening.get();
        return session::follow_with(Tracker(opened.model, opened.settings));
      }).share();

  Record record;
  ui::Saver saver(session::clip_name(input));
  {
    session::Options how;
    how.relocate_after = static_cast<int>(options.relocate.value_or(0));
    session::Session session(input, ui::follow_later(follower, options.model), how);
    const Finish finish{saver};
    begin(session, options, boxes, std::move(saved));
    ui::WindowOptions window;
    window.title = "siamrt: " + input;
    window.relocate_after = static_cast<int>(options.relocate.value_or(window.relocate_after));
    window.model = [&] {
      return ui::is_ready(follower) ? follower.get()->name() : std::string("loading the network");
    };
    window.stop = [&] {
      if (ui::is_ready(follower))
        follower.get();  // a network that cannot be used ends it, and says why
      return StopOnSignal::wanted();
    };
    ui::run_window(session, saver, window);
    record = session.record();
  }
  std::vector<std::string> written = saver.written();
  if (!range_of(record)) {
    *terminal.err << "siamrt: no box was drawn; "
                  << (written.empty() ? "nothing done\n"
                                      : fmt::format("wrote {}\n", fmt::join(written, ", ")));
    return written.empty() ? exit_interrupted : exit_done;
  }
  for (const std::string& path : write_outputs(options, opening.get(), record, terminal))
    written.push_back(path);
  const bool out_is_taken =
      options.box_file == "-" || (options.json.given && options.json.file.empty());
  if (!options.quiet && !out_is_taken) {
    *terminal.out << summary(record) << '\n';
    if (!written.empty()) *terminal.out << fmt::format("wrote {}\n", fmt::join(written, ", "));
  }
  return StopOnSignal::wanted() ? exit_interrupted : exit_done;
}

}  // namespace siamrt::cli
