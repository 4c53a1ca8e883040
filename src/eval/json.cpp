#include "eval/json.hpp"

namespace siamrt::eval {
namespace {

using Json = nlohmann::ordered_json;

/// Curves of parts are their values alone: the thresholds are those of the whole.
Json json_of_part(const Scores& scores) {
  Json json;
  json["figures"] = Json::object();
  for (const auto& [name, value] : scores.figures) json["figures"][name] = value;
  json["curves"] = Json::object();
  for (const auto& [name, curve] : scores.curves) json["curves"][name] = curve.values;
  return json;
}

Json json_of_whole(const Scores& scores) {
  Json json = json_of_part(scores);
  for (const auto& [name, curve] : scores.curves) {
    json["curves"][name] = {{"thresholds", curve.thresholds}, {"values", curve.values}};
  }
  return json;
}

}  // namespace

Json json_of(const Figures& figures) {
  Json json;
  json["dataset"] = figures.dataset;
  json["partial"] = figures.partial;
  json.update(json_of_whole(figures.overall));
  json["intervals"] = Json::object();
  for (const auto& [name, interval] : figures.intervals) {
    json["intervals"][name] = {interval.low, interval.high};
  }
  json["attributes"] = Json::object();
  for (const auto& [name, scores] : figures.attributes) {
    json["attributes"][name] = json_of_part(scores);
  }
  json["sequences"] = Json::object();
  for (const SequenceScores& sequence : figures.sequences) {
    Json one;
    if (sequence.error.empty()) {
      one["frames"] = sequence.frames;
      one.update(json_of_part(sequence.scores));
    } else {
      one["error"] = sequence.error;
    }
    json["sequences"][sequence.name] = std::move(one);
  }
  json["warnings"] = figures.warnings;
  return json;
}

Json json_of(const Difference& difference) {
  return {{"figure", difference.figure},
          {"difference", difference.difference},
          {"interval", {difference.interval.low, difference.interval.high}},
          {"clear", difference.is_clear()},
          {"sequences", difference.sequences}};
}

Json json_of(const Group& group) {
  Json json;
  json["members"] = group.trackers;
  json["figures"] = Json::object();
  for (const auto& [name, spread] : group.figures) {
    json["figures"][name] = {{"mean", spread.mean},
                             {"deviation", spread.deviation},
                             {"low", spread.low},
                             {"high", spread.high},
                             {"range", spread.range()}};
  }
  return json;
}

}  // namespace siamrt::eval
