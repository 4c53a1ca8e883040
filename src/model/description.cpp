#include "model/description.hpp"

#include "core/near.hpp"
#include "core/numbers.hpp"
#include "core/strict_yaml.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siamrt {
namespace {

constexpr int largest_crop =
    4096;  // pixels; a search map beyond it would not fit any machine's memory
constexpr size_t largest_text = size_t{1} << 20;

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace

const char* to_string(Family family) noexcept {
  switch (family) {
    case Family::siamfcpp:
      return "siamfcpp";
    case Family::ocean:
      return "ocean";
    case Family::lighttrack:
      return "lighttrack";
    case Family::nanotrack:
      return "nanotrack";
  }
  return "?";
}

const char* to_string(ChannelOrder order) noexcept {
  return order == ChannelOrder::bgr ? "bgr" : "rgb";
}

const Settings& Description::settings_for(const std::string& benchmark) const {
  if (benchmark.empty()) return settings;
  const auto found = benchmarks.find(benchmark);
  if (found != benchmarks.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& entry : benchmarks) known.push_back(entry.first);
  throw Error(Error::Kind::usage,
              fmt::format("benchmark '{}': {} has no settings for it; known: {}", benchmark, name,
                          known.empty() ? "none" : joined(known)));
}

namespace model {
namespace {

using core::StrictMap;

/// An integer of `map` that must lie in low..high.
int ranged(StrictMap& map, const std::string& key, long long low, long long high) {
  const long long value = map.integer(key);
  if (value < low || value > high) {
    map.fail(key, fmt::format("{} is out of range, expected {} to {}", value, low, high));
  }
  return static_cast<int>(value);
}

std::int64_t count_of(StrictMap& map, const std::string& key) {
  const long long value = map.integer(key);
  if (value < 0) map.fail(key, fmt::format("{} is out of range, expected 0 or more", value));
  return value;
}

std::string filled_text(StrictMap& map, const std::string& key) {
  std::string value = map.text(key);
  if (value.empty()) map.fail(key, "empty, expected a name");
  return value;
}

/// One of a few words; `T` has a to_string.
template <typename T>
T one_of(StrictMap& map, const std::string& key, std::initializer_list<T> choices) {
  const std::string found = map.text(key);
  std::vector<std::string> names;
  for (const T choice : choices) {
    if (found == to_string(choice)) return choice;
    names.emplace_back(to_string(choice));
  }
  map.fail(key, fmt::format("'{}', expected one of {}", found.substr(0, 60), joined(names)));
}

/// StrictMap's own "did you mean" knows only the keys that were asked for; here optional ones are
/// named too, so that a misspelt one finds its neighbour.
void check_keys(const StrictMap& map, const std::vector<std::string>& known) {
  for (const std::string& key : map.keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = core::nearest(key, known);
    map.fail(key,
             near.empty() ? "unknown key" : fmt::format("unknown key; did you mean '{}'?", near));
  }
}

void check_schema(StrictMap& map) {
  const int schema = ranged(map, "schema", 1, std::numeric_limits<int>::max());
  if (schema > Description::newest_schema) {
    map.fail("schema",
             fmt::format("{} is newer than {}, the newest that this siamrt reads; update siamrt",
                         schema, Description::newest_schema));
  }
}

/// Reads the keys of `map` over `settings`; problems are told with the file's line.
Settings read_settings(StrictMap map, Settings settings, const Description& d) {
  for (const auto& [key, value] : map.all_texts()) {
    try {
      settings.set(key, value);
    } catch (const Error& problem) {
      std::string text = problem.what();
      const std::string prefix = fmt::format("setting '{}': ", key);
      if (text.compare(0, prefix.size(), prefix) == 0) text.erase(0, prefix.size());
      map.fail(key, text);
    }
  }
  for (const char* key : {"search", "search_big"}) {
    if (!map.has(key)) continue;
    const int side = key == std::string("search") ? settings.search : settings.search_big;
    if (side < d.template_size || (side - d.search_size) % d.grid_stride != 0) {
      map.fail(key,
               fmt::format("{} does not fit the grid, expected {} plus or minus a multiple of {}",
                           side, d.search_size, d.grid_stride));
    }
    if (d.grid_for(side) < 1) map.fail(key, fmt::format("{} leaves no cell of the grid", side));
  }
  return settings;
}

void read_input(StrictMap map, Description& d) {
  check_keys(map, {"template", "search", "channels"});
  d.template_size = ranged(map, "template", 1, largest_crop);
  d.search_size = ranged(map, "search", d.template_size, largest_crop);
  d.channels = one_of(map, "channels", {ChannelOrder::bgr, ChannelOrder::rgb});
}

void read_grid(StrictMap map, Description& d) {
  check_keys(map, {"size", "stride"});
  d.grid_size = ranged(map, "size", 1, d.search_size);
  d.grid_stride = ranged(map, "stride", 1, d.search_size);
}

void read_outputs(StrictMap& map, Description& d) {
  d.outputs = map.texts("outputs");
  if (d.outputs.size() < 2 || d.outputs[0] != "score" || d.outputs[1] != "box") {
    map.fail("outputs", "expected score and box first, extras after them");
  }
  for (const std::string& name : d.outputs) {
    if (name.empty()) map.fail("outputs", "an empty name");
    if (std::count(d.outputs.begin(), d.outputs.end(), name) > 1) {
      map.fail("outputs", fmt::format("'{}' occurs twice", name.substr(0, 60)));
    }
  }
}

void read_benchmarks(StrictMap map, Description& d) {
  for (const std::string& name : map.keys()) {
    d.benchmarks[name] = read_settings(map.map(name), d.settings, d);
  }
}

void read_precision(StrictMap map, Description& d) {
  check_keys(map, {"bf16"});
  if (!map.has("bf16")) return;
  const double change = map.number("bf16");
  if (!(std::abs(change) <= 1))
    map.fail("bf16", "out of range, expected a change of mean AUC, -1 to 1");
  d.precision["bf16"] = change;
}

void read_source(StrictMap map, Description& d) {
  check_keys(map, {"file", "sha256", "licence", "origin"});
  d.source = map.all_texts();
}

void read_parameters(StrictMap map, Description& d) {
  check_keys(map, {"count", "values", "ignored"});
  if (map.has("count")) d.parameter_count = count_of(map, "count");
  if (map.has("values")) d.parameter_values = count_of(map, "values");
  if (map.has("ignored")) d.ignored = map.texts("ignored");
}

bool yes_or_no(StrictMap& map, const char* key) {
  const std::string value = map.text(key);
  if (value != "true" && value != "false") map.fail(key, "expected true or false");
  return value == "true";
}

void read_attention(StrictMap map, Description& d) {
  check_keys(map, {"tables", "resample", "resampled"});
  const auto sides = [&](const char* key) {
    std::vector<int> found;
    for (const std::string& text : map.texts(key)) {
      const auto side = core::to_double(text);
      if (!side || *side != std::floor(*side) || *side < 1 || *side > largest_crop) {
        map.fail(key, fmt::format("'{}', expected sides of features in cells", text.substr(0, 60)));
      }
      found.push_back(static_cast<int>(*side));
    }
    return found;
  };
  d.attention.tables = sides("tables");
  if (map.has("resampled")) d.attention.resampled = sides("resampled");
  if (map.has("resample")) d.attention.resample = yes_or_no(map, "resample");
}

void read_online(StrictMap map, Description& d) {
  check_keys(map, {"crop", "stride", "cells", "channels", "placed"});
  d.online.crop = ranged(map, "crop", 16, largest_crop);
  d.online.stride = ranged(map, "stride", 1, d.online.crop);
  d.online.cells = ranged(map, "cells", 4, d.online.crop);
  d.online.channels = ranged(map, "channels", 1, largest_crop);
  if (map.has("placed")) d.online.placed = yes_or_no(map, "placed");
}

}  // namespace

Description parse_description(const std::string& text, const std::string& place) {
  if (text.size() > largest_text) {
    throw Error(Error::Kind::model,
                fmt::format("{}: {} bytes, expected a description of at most {}", place,
                            text.size(), largest_text));
  }
  StrictMap map = StrictMap::parse(text, place, StrictMap::Blame::model);
  check_schema(map);
  check_keys(map, {"schema", "name", "family", "architecture", "input", "grid", "outputs",
                   "settings", "benchmarks", "precision", "source", "parameters", "shared_search",
                   "attention", "online"});
  Description d;
  d.name = filled_text(map, "name");
  d.family = one_of(map, "family",
                    {Family::siamfcpp, Family::ocean, Family::lighttrack, Family::nanotrack});
  d.architecture = filled_text(map, "architecture");
  read_input(map.map("input"), d);
  read_grid(map.map("grid"), d);
  read_outputs(map, d);
  d.settings.search = d.search_size;
  if (map.has("settings")) d.settings = read_settings(map.map("settings"), d.settings, d);
  if (map.has("benchmarks")) read_benchmarks(map.map("benchmarks"), d);
  if (map.has("precision")) read_precision(map.map("precision"), d);
  if (map.has("source")) read_source(map.map("source"), d);
  if (map.has("parameters")) read_parameters(map.map("parameters"), d);
  if (map.has("shared_search")) d.shared_search = yes_or_no(map, "shared_search");
  if (map.has("attention")) read_attention(map.map("attention"), d);
  if (map.has("online")) read_online(map.map("online"), d);
  return d;
}

}  // namespace model
}  // namespace siamrt
