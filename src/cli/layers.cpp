#include "cli/layers.hpp"

#include "core/atomic_file.hpp"
#include "core/near.hpp"
#include "core/numbers.hpp"
#include "core/strict_yaml.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace siamrt::cli {
namespace {

const std::vector<std::string>& run_keys() {
  static const std::vector<std::string> keys = {"benchmark", "precision", "threads", "device"};
  return keys;
}

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The part of `text` behind `start`, all of it where it begins otherwise.
std::string without_start(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0 ? text.substr(start.size()) : text;
}

/// What is wrong with `value` for `key`, without naming the key; empty where nothing is.
std::string problem_with(const std::string& key, const std::string& value) {
  try {
    if (key == "precision") precision_from(value);
    if (key == "threads") threads_from(value);
    if (contains(Settings::keys(), key)) Settings().set(key, value);
    return "";
  } catch (const Error& error) {
    return without_start(without_start(error.what(), fmt::format("setting '{}': ", key)),
                         key + " ");
  }
}

std::string unknown_key(const std::string& key) {
  std::vector<std::string> known = Settings::keys();
  known.insert(known.end(), run_keys().begin(), run_keys().end());
  const std::string near = core::nearest(key, known);
  return near.empty() ? "unknown key" : fmt::format("unknown key; did you mean '{}'?", near);
}

bool is_known(const std::string& key) {
  return contains(Settings::keys(), key) || contains(run_keys(), key);
}

}  // namespace

Precision precision_from(const std::string& text) {
  if (text == "fp32") return Precision::fp32;
  if (text == "bf16") return Precision::bf16;
  if (text == "auto") return Precision::automatic;
  throw Error(Error::Kind::usage, fmt::format("precision '{}', expected fp32, bf16 or auto", text));
}

int threads_from(const std::string& text) {
  constexpr long long most = 4096;
  const auto value = core::to_integer(text);
  if (!value || *value < 0 || *value > most) {
    throw Error(
        Error::Kind::usage,
        fmt::format("threads '{}', expected a whole number from 0 (all cores) to {}", text, most));
  }
  return static_cast<int>(*value);
}

Layers::Layers(const std::string& config, const std::vector<std::string>& sets) {
  if (!config.empty()) read_file(config);
  for (const std::string& text : sets) add_set(text);
}

void Layers::read_file(const std::string& path) {
  core::StrictMap map =
      core::StrictMap::parse(core::read_file(path), path, core::StrictMap::Blame::usage);
  for (const std::string& key : map.keys()) {
    if (!is_known(key)) map.fail(key, unknown_key(key));
    const std::string value = map.text(key);
    const std::string problem = problem_with(key, value);
    if (!problem.empty()) map.fail(key, problem);
    entries_.push_back({key, value});
  }
}

void Layers::add_set(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error(Error::Kind::usage, fmt::format("--set '{}': expected key=value", text));
  }
  const std::string key(core::trim(std::string_view(text).substr(0, equals)));
  const std::string value(core::trim(std::string_view(text).substr(equals + 1)));
  if (!is_known(key))
    throw Error(Error::Kind::usage, fmt::format("--set {}: {}", key, unknown_key(key)));
  const std::string problem = problem_with(key, value);
  if (!problem.empty()) throw Error(Error::Kind::usage, fmt::format("--set {}: {}", key, problem));
  entries_.push_back({key, value});
}

void Layers::apply(ModelOptions& options, std::string& benchmark) const {
  for (const Entry& entry : entries_) {
    if (entry.key == "benchmark") benchmark = entry.value;
    if (entry.key == "precision") options.precision = precision_from(entry.value);
    if (entry.key == "threads") options.threads = threads_from(entry.value);
    if (entry.key == "device") options.device = entry.value;
  }
}

void Layers::apply(Settings& settings) const {
  for (const Entry& entry : entries_) {
    if (contains(Settings::keys(), entry.key)) settings.set(entry.key, entry.value);
  }
}

}  // namespace siamrt::cli
