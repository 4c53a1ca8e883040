#include "cli/track_report.hpp"

#include "cli/json_output.hpp"
#include "cli/table.hpp"

#include <version.hpp>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace siamrt::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Stages of a frame's time in the order of the table.
std::vector<std::pair<const char*, const Durations*>> stages(const TrackReport& report) {
  return {{"read", &report.read},     {"crop", &report.crop},     {"network", &report.network},
          {"decode", &report.decode}, {"output", &report.output}, {"whole", &report.whole}};
}

double per_second(double count, double seconds) { return seconds > 0 ? count / seconds : 0; }

/// Frames per second of crop, network and decode alone.
double tracking_rate(const TrackReport& report) {
  return per_second(static_cast<double>(report.network.count()),
                    report.crop.sum() + report.network.sum() + report.decode.sum());
}

double overall_rate(const TrackReport& report) {
  return per_second(static_cast<double>(report.frames), report.seconds);
}

double mean_score(const TargetTally& target) {
  return target.tracked > 0 ? target.score_sum / static_cast<double>(target.tracked) : 0;
}

std::string time_table(const TrackReport& report) {
  std::vector<std::vector<std::string>> rows = {
      {"ms per frame", "mean", "p50", "p90", "p99", "max"}};
  for (const auto& [name, times] : stages(report)) {
    std::vector<std::string> row = {name};
    for (const double value : {times->mean(), times->percentile(0.5), times->percentile(0.9),
                               times->percentile(0.99), times->largest()}) {
      row.push_back(fmt::format("{:.2f}", 1e3 * value));
    }
    rows.push_back(row);
  }
  return table(rows);
}

std::string box_text(const Box& box) {
  return fmt::format("{:.1f},{:.1f},{:.1f},{:.1f}", box.x, box.y, box.w, box.h);
}

std::string target_table(const TrackReport& report) {
  std::vector<std::vector<std::string>> rows = {
      {"target", "first box", "last box", "mean score", "lost frames"}};
  for (size_t i = 0; i < report.targets.size(); ++i) {
    const TargetTally& target = report.targets[i];
    rows.push_back({std::to_string(i + 1), box_text(target.first), box_text(target.last),
                    fmt::format("{:.3f}", mean_score(target)), std::to_string(target.lost)});
  }
  return table(rows);
}

std::string counted(std::int64_t count, const char* what) {
  return count == 0 ? "" : fmt::format("  {} {}\n", count, what);
}

std::int64_t not_finite(const TrackReport& report) {
  std::int64_t sum = 0;
  for (const TargetTally& target : report.targets) sum += target.not_finite;
  return sum;
}

Json json_of(const Box& box) { return {box.x, box.y, box.w, box.h}; }

/// Milliseconds to a ten-thousandth: the clock's own resolution, and no digits of rounding behind
/// it.
double milliseconds(double seconds) { return std::round(1e7 * seconds) / 1e4; }

Json json_of(const Durations& times) {
  return {{"mean", milliseconds(times.mean())},
          {"p50", milliseconds(times.percentile(0.5))},
          {"p90", milliseconds(times.percentile(0.9))},
          {"p99", milliseconds(times.percentile(0.99))},
          {"max", milliseconds(times.largest())}};
}

Json targets_json(const TrackReport& report) {
  Json list = Json::array();
  for (size_t i = 0; i < report.targets.size(); ++i) {
    const TargetTally& target = report.targets[i];
    list.push_back({{"target", i + 1},
                    {"first_box", json_of(target.first)},
                    {"last_box", json_of(target.last)},
                    {"mean_score", mean_score(target)},
                    {"tracked", target.tracked},
                    {"lost", target.lost},
                    {"not_finite", target.not_finite}});
  }
  return list;
}

}  // namespace

std::string report_text(const TrackReport& report, const Model& model, const Terminal& terminal) {
  const ModelOptions& options = model.options();
  std::string text = fmt::format("{}  {}, {} {}, {}\n", terminal.bold(model.description().name),
                                 to_string(options.precision), options.threads,
                                 options.threads == 1 ? "thread" : "threads", options.device);
  text += fmt::format(
      "{} frames in {:.2f} s: {:.1f} frames/s overall, {:.1f} frames/s tracking alone{}\n\n",
      report.frames, report.seconds, overall_rate(report), tracking_rate(report),
      report.interrupted ? " (interrupted)" : "");
  text += time_table(report) + "\n" + target_table(report);
  const std::string trouble =
      counted(report.unreadable, "frames did not decode; the last box was kept") +
      counted(report.other_size, "frames have another size; the last box was kept") +
      counted(not_finite(report), "estimates without a finite number; the last box was kept");
  if (!trouble.empty()) text += "\n" + trouble;
  if (!report.written.empty()) text += fmt::format("\nwrote {}\n", fmt::join(report.written, ", "));
  return text;
}

Json report_json(const TrackReport& report, const Model& model) {
  const Description& about = model.description();
  Json times;
  for (const auto& [name, durations] : stages(report)) times[name] = json_of(*durations);
  return {
      {"siamrt", SIAMRT_VERSION},
      {"command", "track"},
      {"input", report.input},
      {"model",
       {{"name", about.name},
        {"file", report.archive},
        {"digest", about.digest},
        {"precision", to_string(model.options().precision)},
        {"threads", model.options().threads},
        {"device", model.options().device}}},
      {"benchmark", report.benchmark.empty() ? Json() : Json(report.benchmark)},
      {"settings", cli::json_of(report.settings)},
      {"interrupted", report.interrupted},
      {"frames",
       {{"first", report.first_frame},
        {"count", report.frames},
        {"unreadable", report.unreadable},
        {"other_size", report.other_size},
        {"not_finite", not_finite(report)}}},
      {"seconds", report.seconds},
      {"frames_per_second",
       {{"overall", overall_rate(report)}, {"tracking", tracking_rate(report)}}},
      {"milliseconds", times},
      {"targets", targets_json(report)},
      {"written", report.written},
  };
}

}  // namespace siamrt::cli
