#include "ui/shown_json.hpp"

#include "media/palette.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace siamrt::ui {
namespace {

using Json = nlohmann::ordered_json;

/// A hundredth of a pixel is enough to draw by.
double rounded(double value) { return std::round(value * 100) / 100; }

Json box_json(const Box& box) {
  return {rounded(box.x), rounded(box.y), rounded(box.w), rounded(box.h)};
}

const char* word(session::Origin origin) {
  switch (origin) {
    case session::Origin::hand:
      return "hand";
    case session::Origin::tracked:
      return "tracked";
    case session::Origin::held:
      return "held";
  }
  return "";
}

const char* word(session::Shown::State state) {
  switch (state) {
    case session::Shown::State::paused:
      return "paused";
    case session::Shown::State::playing:
      return "playing";
    case session::Shown::State::tracking_back:
      return "tracking_back";
  }
  return "";
}

std::string colour(int number) {
  const cv::Scalar bgr = media::target_colour(number);
  return fmt::format("#{:02x}{:02x}{:02x}", static_cast<int>(bgr[2]), static_cast<int>(bgr[1]),
                     static_cast<int>(bgr[0]));
}

Json insight_json(const session::Insight& insight) {
  std::string heat;  // a digit a cell pair would do for the eye; two hex digits are as short
  for (const float score : insight.heat) {
    const float share = std::isfinite(score) ? std::clamp(score, 0.0F, 1.0F) : 0.0F;
    heat += fmt::format("{:02x}", static_cast<int>(std::lround(share * 255)));
  }
  return {{"search", box_json(insight.search)},
          {"heat_area", box_json(insight.heat_area)},
          {"heat_side", insight.heat_side},
          {"heat", heat}};
}

Json target_json(const session::ShownTarget& target) {
  Json json = {{"number", target.number + 1}, {"colour", colour(target.number)}};
  if (target.mark) {
    json["box"] = box_json(target.mark->box);
    json["score"] = rounded(target.mark->score);
    json["lost"] = target.mark->lost;
    json["origin"] = word(target.mark->origin);
  }
  Json trail = Json::array();
  for (const Point& point : target.trail) trail.push_back({rounded(point.x), rounded(point.y)});
  json["trail"] = std::move(trail);
  if (target.iou) json["iou"] = rounded(*target.iou);
  if (target.found_again) json["found_again"] = true;
  if (target.insight) json["insight"] = insight_json(*target.insight);
  return json;
}

}  // namespace

Json state_json(const session::Shown& shown) {
  Json targets = Json::array();
  for (const session::ShownTarget& target : shown.targets) targets.push_back(target_json(target));
  Json truth = Json::array();
  for (const Box& box : shown.truth) truth.push_back(box_json(box));
  const session::Timing& timing = shown.timing;
  Json json = {{"index", shown.index},
               {"width", shown.frame.cols},
               {"height", shown.frame.rows},
               {"state", word(shown.state)},
               {"ended", shown.ended},
               {"live", shown.live},
               {"readable", shown.readable},
               {"fps", shown.fps},
               {"speed", shown.speed},
               {"relocate", shown.relocate_after},
               {"insights", shown.insights},
               {"targets", std::move(targets)},
               {"truth", std::move(truth)},
               {"undo", shown.undo},
               {"redo", shown.redo},
               {"timing",
                {{"crop", timing.crop},
                 {"network", timing.network},
                 {"decode", timing.decode},
                 {"latency", timing.latency},
                 {"fps", timing.fps}}},
               {"dropped", shown.dropped},
               {"trouble", shown.trouble},
               {"message", shown.message}};
  if (shown.count) json["count"] = *shown.count;
  return json;
}

Json timeline_json(const session::Record& record) {
  Json targets = Json::array();
  for (const session::Target& target : record.targets) {
    Json spans = Json::array();
    for (const session::Span& span : target.spans())
      spans.push_back({span.first, span.last, span.lost ? 1 : 0});
    targets.push_back({{"number", target.number() + 1},
                       {"colour", colour(target.number())},
                       {"keys", target.keys()},
                       {"spans", std::move(spans)}});
  }
  Json json = {{"targets", std::move(targets)}};
  if (record.count) json["count"] = *record.count;
  return json;
}

Json recording_json(const Recordings::Job& job) {
  static constexpr const char* words[] = {"none", "running", "done", "failed"};
  return {{"state", words[static_cast<int>(job.state)]},
          {"seconds", std::round(job.seconds * 10) / 10},
          {"bytes", job.bytes},
          {"problem", job.problem}};
}

Json video_json(const VideoJob& job) {
  static constexpr const char* words[] = {"none", "running", "done", "failed"};
  return {{"state", words[static_cast<int>(job.state)]},
          {"frames", job.frames},
          {"problem", job.problem}};
}

}  // namespace siamrt::ui
