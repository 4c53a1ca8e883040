#include "data/annotations.hpp"

#include "core/shown.hpp"
#include "data/annotation_cache.hpp"
#include "data/json_cursor.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <climits>
#include <limits>
#include <set>

namespace siamrt::data {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr long long longest = 10'000'000;  // frames of a sequence; bounds what a file may ask for

using Row = std::array<double, 8>;

std::size_t read_row(JsonCursor& json, const Annotation& found, Row& row) {
  std::size_t n = 0;
  if (json.peek() == 'n') {  // a whole row that is null
    json.skip();
    row.fill(nan);
    return 4;
  }
  json.array([&] {
    if (n == row.size()) json.fail(fmt::format("{}: more than 8 numbers in a row", found.name));
    row[n++] = json.number();
  });
  if (n != 4 && n != 8) {
    json.fail(
        fmt::format("{}: gt_rect row {} has {} numbers, expected 4 (x,y,w,h) or 8 (four corners)",
                    found.name, found.truth.size() + 1, n));
  }
  return n;
}

void add_row(Annotation& found, const Row& row, std::size_t n) {
  if (n == 4) {
    found.truth.push_back({row[0], row[1], row[2], row[3]});
    if (!found.polygons.empty()) {
      found.polygons.push_back(polygon_of(found.truth.back()));
      found.rectangles.push_back(1);
    }
    return;
  }
  if (found.polygons.empty()) {
    for (const Box& box : found.truth) found.polygons.push_back(polygon_of(box));
    found.rectangles.assign(found.truth.size(), 1);
  }
  found.polygons.push_back(
      {Point{row[0], row[1]}, {row[2], row[3]}, {row[4], row[5]}, {row[6], row[7]}});
  found.rectangles.push_back(0);
  found.truth.push_back(extent_of(found.polygons.back()));
}

void read_truth(JsonCursor& json, Annotation& found) {
  Row row{};
  std::size_t flat = 0;  // GOT-10k and TrackingNet test lists may hold one bare box
  json.array([&] {
    const char first = json.peek();
    if (first == '[' || (first == 'n' && flat == 0)) {
      add_row(found, row, read_row(json, found, row));
      return;
    }
    if (flat == 4) json.fail(fmt::format("{}: gt_rect is no list of rows", found.name));
    row[flat++] = json.number();
  });
  if (flat == 0) return;
  if (flat != 4 || !found.truth.empty())
    json.fail(fmt::format("{}: gt_rect is no list of rows of 4 or 8 numbers", found.name));
  add_row(found, row, 4);
}

std::vector<std::uint8_t> read_flags(JsonCursor& json) {
  std::vector<std::uint8_t> flags;
  json.array([&] {
    const long long value =
        json.peek() == 't' || json.peek() == 'f' ? json.boolean() : json.integer();
    if (value < 0 || value > 255) json.fail(fmt::format("{}, expected a flag", value));
    flags.push_back(static_cast<std::uint8_t>(value));
  });
  return flags;
}

std::vector<std::string> read_texts(JsonCursor& json) {
  std::vector<std::string> texts;
  json.array([&] { texts.push_back(json.text()); });
  return texts;
}

/// [[first index, flag], ...], each flag holding up to the next index.
std::vector<std::pair<long long, std::uint8_t>> read_runs(JsonCursor& json) {
  std::vector<std::pair<long long, std::uint8_t>> runs;
  json.array([&] {
    std::array<long long, 2> pair{};
    std::size_t n = 0;
    json.array([&] {
      if (n == 2) json.fail("absent_runs: expected pairs of index and flag");
      pair[n++] = json.integer();
    });
    const long long last = runs.empty() ? -1 : runs.back().first;
    if (n != 2 || pair[0] <= last || pair[0] > longest || pair[1] < 0 || pair[1] > 1)
      json.fail("absent_runs: expected pairs of rising index and flag 0 or 1");
    runs.emplace_back(pair[0], static_cast<std::uint8_t>(pair[1]));
  });
  return runs;
}

int small_number(JsonCursor& json, const char* key) {
  const long long value = json.integer();
  if (value < 0 || value > longest) json.fail(fmt::format("{}: {} is out of range", key, value));
  return static_cast<int>(value);
}

bool is_tag(const std::string& key) {
  static constexpr std::array tags = {"camera_motion", "illum_change", "motion_change", "occlusion",
                                      "size_change"};
  return std::find(tags.begin(), tags.end(), key) != tags.end();
}

void read_member(JsonCursor& json, const std::string& key, Annotation& found,
                 std::vector<std::pair<long long, std::uint8_t>>& runs, bool& truth_seen) {
  if (key == "gt_rect") {
    if (truth_seen) json.fail(fmt::format("{}: gt_rect twice", found.name));
    truth_seen = true;
    read_truth(json, found);
  } else if (json.peek() == 'n') {
    json.skip();  // null: not said
  } else if (key == "video_dir") {
    found.video_dir = json.text();
  } else if (key == "img_names") {
    found.images = read_texts(json);
  } else if (key == "attr" && json.peek() == '[') {
    found.attributes = read_texts(json);
  } else if (key == "start_frame") {
    found.first = small_number(json, "start_frame");
  } else if (key == "end_frame") {
    found.last = small_number(json, "end_frame");
  } else if (key == "init_omit") {
    found.omitted = small_number(json, "init_omit");
  } else if (key == "width") {
    found.width = small_number(json, "width");
  } else if (key == "height") {
    found.height = small_number(json, "height");
  } else if (key == "cvpr13") {
    found.cvpr13 = json.boolean();
  } else if (key == "tb50") {
    found.tb50 = json.boolean();
  } else if (key == "absent_runs") {
    runs = read_runs(json);
  } else if (key == "absent" && json.peek() == '[') {
    found.absent = read_flags(json);
  } else if (is_tag(key) && json.peek() == '[') {
    found.tags[key] = read_flags(json);
  } else {
    json.skip();
  }
}

/// pysot's toolkit keeps the rows whose flag is 1, so its JSON holds 1 for "present", the published
/// files 1 for "absent". A tracker starts on the first frame, so the target is there.
void absent_from_flags(std::vector<std::uint8_t>& flags) {
  if (flags.empty() || flags[0] == 0) return;
  for (std::uint8_t& flag : flags) flag = flag == 0 ? 1 : 0;
}

Annotation read_sequence(JsonCursor& json, const std::string& name) {
  Annotation found;
  found.name = name;
  if (json.peek() != '{') {
    json.fail(
        fmt::format("'{}' is no sequence; expected an object with gt_rect, as in pysot's "
                    "OTB100.json",
                    name));
  }
  std::vector<std::pair<long long, std::uint8_t>> runs;
  bool truth_seen = false;
  json.object([&](const std::string& key) { read_member(json, key, found, runs, truth_seen); });
  if (found.truth.empty()) json.fail(fmt::format("{}: no gt_rect, or an empty one", name));
  if (static_cast<std::size_t>(found.omitted) >= found.truth.size())
    json.fail(fmt::format("{}: init_omit leaves no frame", name));
  absent_from_flags(found.absent);
  if (!runs.empty()) found.absent.assign(found.truth.size(), 0);
  for (const auto& [first, flag] : runs) {
    for (std::size_t i = static_cast<std::size_t>(first); i < found.absent.size(); ++i)
      found.absent[i] = flag;
  }
  return found;
}

/// A name becomes part of messages and of result files' paths.
void require_name(const JsonCursor& json, const std::string& name) {
  constexpr std::size_t longest_name = 200;
  const bool plain = std::none_of(name.begin(), name.end(), [](unsigned char c) {
    return c < 0x20 || c == 0x7F || c == '/' || c == '\\';
  });
  if (plain && !name.empty() && name.size() <= longest_name && name[0] != '.') return;
  json.fail(
      fmt::format("'{}' cannot name a sequence: expected 1 to {} characters, no slash, no "
                  "control character, no dot in front",
                  core::shown(name), longest_name));
}

}  // namespace

std::vector<Annotation> parse_annotations(std::string_view json, const std::string& place) {
  JsonCursor cursor(json, place);
  std::vector<Annotation> found;
  std::set<std::string> names;
  cursor.object([&](const std::string& name) {
    require_name(cursor, name);
    if (!names.insert(name).second) cursor.fail(fmt::format("{}: twice", name));
    found.push_back(read_sequence(cursor, name));
  });
  cursor.finish();
  if (found.empty()) throw Error(Error::Kind::input, fmt::format("{}: no sequence in it", place));
  return found;
}

std::vector<Annotation> read_annotations(const std::string& path) {
  return parse_annotations(annotation_text(path), path);
}

Polygon polygon_of(const Box& box) noexcept {
  return {Point{box.x, box.y},
          {box.x + box.w, box.y},
          {box.x + box.w, box.y + box.h},
          {box.x, box.y + box.h}};
}

Box extent_of(const Polygon& polygon) noexcept {
  double left = polygon[0].x, right = left, top = polygon[0].y, bottom = top;
  for (const Point& corner : polygon) {
    if (!(corner.x == corner.x) || !(corner.y == corner.y)) return {nan, nan, nan, nan};
    left = std::min(left, corner.x);
    right = std::max(right, corner.x);
    top = std::min(top, corner.y);
    bottom = std::max(bottom, corner.y);
  }
  return {left, top, right - left, bottom - top};
}

}  // namespace siamrt::data
