#include "session/session_file.hpp"

#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <version.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace siamrt::session {
namespace {

using Json = nlohmann::ordered_json;

constexpr int newest_version = 1;
constexpr std::size_t most_targets = 1000;
constexpr std::int64_t last_frame = std::int64_t{1} << 40;

/// Reads one text, saying where it went wrong.
class Reading {
 public:
  Reading(const std::string& text, std::string place) : place_(std::move(place)) {
    root_ = Json::parse(text, nullptr, false);
    if (root_.is_discarded() || !root_.is_object()) fail("no JSON object, expected a session file");
  }

  Record record() {
    const auto version = integer(member(root_, "siamrt_session"), "siamrt_session");
    if (version < 1 || version > newest_version) {
      fail(fmt::format("siamrt_session: version {}, expected {}", version, newest_version));
    }
    Record record;
    record.input = text(root_, "input");
    record.model = text(root_, "model");
    const Json& targets = member(root_, "targets");
    if (!targets.is_array() || targets.size() > most_targets) {
      fail(fmt::format("targets: expected a list of at most {}", most_targets));
    }
    for (const Json& each : targets) record.targets.push_back(target(each));
    return record;
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(Error::Kind::input, place_ + ": " + problem);
  }

  const Json& member(const Json& object, const char* key) const {
    if (!object.is_object() || !object.contains(key)) fail(fmt::format("{}: is missing", key));
    return object.at(key);
  }

  std::string text(const Json& object, const char* key) const {
    const Json& value = member(object, key);
    if (!value.is_string()) fail(fmt::format("{}: expected a text", key));
    return value.get<std::string>();
  }

  std::int64_t integer(const Json& value, const char* key) const {
    if (!value.is_number_integer()) fail(fmt::format("{}: expected a whole number", key));
    return value.get<std::int64_t>();
  }

  double number(const Json& value, const char* key) const {
    if (!value.is_number() || !std::isfinite(value.get<double>()))
      fail(fmt::format("{}: expected a number", key));
    return value.get<double>();
  }

  Target target(const Json& object) {
    const std::int64_t number_shown = integer(member(object, "number"), "number");
    if (number_shown < 1 || number_shown > 1000000) fail("number: expected 1 or more");
    if (!numbers_.insert(number_shown).second)
      fail(fmt::format("target {}: occurs twice", number_shown));
    Target target(static_cast<int>(number_shown) - 1);
    const Json& boxes = member(object, "boxes");
    if (!boxes.is_array()) fail("boxes: expected a list");
    for (const Json& row : boxes) add_row(target, row);
    return target;
  }

  void add_row(Target& target, const Json& row) const {
    constexpr std::size_t columns = 7;
    if (!row.is_array() || row.size() != columns || !row[6].is_string())
      fail("boxes: expected [frame, x, y, w, h, score, \"hand\"|\"tracked\"|\"lost\"|\"held\"]");
    const std::int64_t frame = integer(row[0], "frame");
    if (frame < 0 || frame > last_frame) fail(fmt::format("frame {}: out of range", frame));
    const Box box = {number(row[1], "x"), number(row[2], "y"), number(row[3], "w"),
                     number(row[4], "h")};
    if (!is_valid(box)) fail(fmt::format("frame {}: no box: w and h must be above 0", frame));
    const double score = number(row[5], "score");
    const auto how = row[6].get<std::string>();
    if (how == "hand") {
      target.note(frame, {box, 1, false, Origin::hand});
    } else if (how == "tracked" || how == "lost" || how == "held") {
      target.note(frame,
                  {box, score, how == "lost", how == "held" ? Origin::held : Origin::tracked});
    } else {
      fail(fmt::format("frame {}: '{}', expected hand, tracked, lost or held", frame,
                       core::shown(how)));
    }
  }

  std::string place_;
  Json root_;
  std::set<std::int64_t> numbers_;
};

const char* word_of(const Mark& mark) {
  if (mark.origin == Origin::hand) return "hand";
  if (mark.origin == Origin::held) return "held";
  return mark.lost ? "lost" : "tracked";
}

}  // namespace

std::string session_text(const Record& record) {
  Json document = {{"siamrt_session", newest_version},
                   {"siamrt_version", SIAMRT_VERSION},
                   {"input", record.input},
                   {"model", record.model},
                   {"fps", record.fps},
                   {"width", record.width},
                   {"height", record.height},
                   {"targets", Json::array()}};
  if (record.count) document["frames"] = *record.count;
  for (const Target& target : record.targets) {
    Json boxes = Json::array();
    for (const auto& [frame, mark] : target.marks()) {
      boxes.push_back(
          {frame, mark.box.x, mark.box.y, mark.box.w, mark.box.h, mark.score, word_of(mark)});
    }
    document["targets"].push_back({{"number", target.number() + 1}, {"boxes", boxes}});
  }
  return document.dump() + "\n";
}

Record read_session(const std::string& text, const std::string& place) {
  return Reading(text, place).record();
}

}  // namespace siamrt::session
