#include "sweep/manifest.hpp"

#include "core/atomic_file.hpp"

#include <fmt/core.h>

#include <filesystem>

namespace siamrt::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;

const char* name_of(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::usage:
      return "usage";
    case Error::Kind::input:
      return "input";
    case Error::Kind::model:
      return "model";
    case Error::Kind::system:
      return "system";
  }
  return "system";
}

Error::Kind kind_of(const std::string& name) {
  for (const Error::Kind kind : {Error::Kind::usage, Error::Kind::input, Error::Kind::model}) {
    if (name == name_of(kind)) return kind;
  }
  return Error::Kind::system;
}

Json settings_of(const Entry& entry) {
  Json settings = Json::object();
  for (const std::string& key : Settings::keys()) settings[key] = entry.settings.get(key);
  return settings;
}

Json json_of(const Entry& entry) {
  Json one = {{"name", entry.name},         {"file", entry.file},
              {"epoch", entry.epoch},       {"key", entry.key},
              {"made_by", entry.identity},  {"settings", settings_of(entry)},
              {"screened", entry.screened}, {"failed_sequences", entry.failed_sequences}};
  if (entry.failure)
    one["failure"] = {{"kind", name_of(entry.failure->kind())}, {"why", entry.failure->what()}};
  return one;
}

Entry entry_of(const Json& one) {
  Entry entry;
  entry.name = one.at("name").get<std::string>();
  entry.file = one.at("file").get<std::string>();
  entry.epoch = one.at("epoch").get<double>();
  entry.key = one.at("key").get<std::string>();
  entry.identity = one.at("made_by");
  entry.screened = one.at("screened").get<std::string>();
  for (const auto& [key, value] : one.at("settings").items())
    entry.settings.set(key, value.get<std::string>());
  for (const auto& [name, why] : one.at("failed_sequences").items())
    entry.failed_sequences[name] = why.get<std::string>();
  if (one.contains("failure")) {
    const Json& failure = one["failure"];
    entry.failure =
        Error(kind_of(failure.at("kind").get<std::string>()), failure.at("why").get<std::string>());
  }
  return entry;
}

Manifest manifest_of(const Json& json) {
  Manifest manifest;
  manifest.network = json.at("network").get<std::string>();
  manifest.profile = json.at("profile").get<std::string>();
  const Json& dataset = json.at("dataset");
  manifest.dataset = dataset.at("name").get<std::string>();
  manifest.data.root = dataset.at("data").get<std::string>();
  manifest.data.annotations = dataset.at("annotations").get<std::string>();
  manifest.data.available = dataset.at("available").get<bool>();
  manifest.data.frames = data::Frames::required;
  const Json& run = json.at("run");
  manifest.plan.layout = bench::layout_from(run.at("layout").get<std::string>());
  manifest.plan.supervised = run.at("supervised").get<bool>();
  manifest.plan.repetitions = run.at("repetitions").get<int>();
  for (const Json& one : json.at("checkpoints")) manifest.entries.push_back(entry_of(one));
  return manifest;
}

}  // namespace

void write_manifest(const std::string& folder, const Manifest& manifest) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code) {
    throw Error(Error::Kind::system,
                fmt::format("{}: cannot make this folder: {}", folder, code.message()));
  }
  core::remove_temporaries(folder);
  Json json = {{"schema", schema},
               {"network", manifest.network},
               {"profile", manifest.profile},
               {"dataset",
                {{"name", manifest.dataset},
                 {"data", manifest.data.root},
                 {"annotations", manifest.data.annotations},
                 {"available", manifest.data.available}}},
               {"run",
                {{"layout", bench::to_string(manifest.plan.layout)},
                 {"supervised", manifest.plan.supervised},
                 {"repetitions", manifest.plan.repetitions}}}};
  json["checkpoints"] = Json::array();
  for (const Entry& entry : manifest.entries) json["checkpoints"].push_back(json_of(entry));
  core::write_atomically(folder + "/sweep.json",
                         json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Manifest read_manifest(const std::string& folder) {
  const std::string path = folder + "/sweep.json";
  const Json json = Json::parse(core::read_file(path), nullptr, false);
  try {
    if (json.at("schema").get<int>() != schema) {
      throw Error(Error::Kind::input,
                  fmt::format("{}: schema {}, expected {}: of another version of siamrt", path,
                              json["schema"].dump(), schema));
    }
    return manifest_of(json);
  } catch (const Json::exception&) {
    throw Error(Error::Kind::input, path + ": no sweep.json of siamrt sweep, or damaged");
  }
}

}  // namespace siamrt::sweep
