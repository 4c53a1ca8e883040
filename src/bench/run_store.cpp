#include "bench/run_store.hpp"

#include "core/atomic_file.hpp"
#include "core/shown.hpp"

#include <siamrt/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace siamrt::bench {
namespace {

namespace fs = std::filesystem;

constexpr int schema = 1;

[[noreturn]] void cannot(const std::string& what, const std::string& place,
                         const std::string& why) {
  throw Error(Error::Kind::system, fmt::format("{}: cannot {}: {}", place, what, why));
}

std::string text_of(const nlohmann::ordered_json& value) {
  return core::shown(value.is_string() ? value.get<std::string>() : value.dump());
}

bool holds_files(const fs::path& folder) {
  std::error_code code;
  for (const auto& entry : fs::recursive_directory_iterator(folder, code)) {
    if (entry.is_regular_file(code)) return true;
  }
  return false;
}

nlohmann::ordered_json parse(const std::string& path) {
  auto json = nlohmann::ordered_json::parse(core::read_file(path), nullptr, false);
  if (!json.is_object() || !json.contains("made_by") || !json["made_by"].is_object()) {
    throw Error(Error::Kind::input,
                fmt::format("{}: no run.json of siamrt bench; --overwrite starts over", path));
  }
  return json;
}

/// Names of sequences come from annotation files: one must not lead out of the run's folder.
void check_inside(const fs::path& path) {
  bool leaves = path.is_absolute();
  for (const fs::path& part : path) leaves = leaves || part == "..";
  if (leaves) {
    throw Error(Error::Kind::input, fmt::format("{}: leads out of the run's folder; rename the "
                                                "sequence",
                                                core::shown(path.string())));
  }
}

}  // namespace

RunStore::RunStore(std::string folder, const nlohmann::ordered_json& identity, bool overwrite)
    : folder_(std::move(folder)), identity_(identity) {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (code) cannot("make this folder", folder_, code.message());
  lock();
  try {
    remove_left_overs();
    const bool known = has("run.json");
    if (overwrite) {
      remove_results();
    } else if (known) {
      const nlohmann::ordered_json found = parse(folder_ + "/run.json");
      compare(found["made_by"]);
      if (found.contains("state")) state_ = found["state"];
    } else if (holds_files(fs::path(folder_) / "results")) {
      throw Error(Error::Kind::usage,
                  fmt::format("{}: holds results but no run.json that says what made them; "
                              "--overwrite removes them, or take another folder",
                              folder_));
    }
    note_state(state_);
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

RunStore::~RunStore() { ::close(lock_); }

void RunStore::lock() {
  lock_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0) cannot("open", folder_, std::strerror(errno));
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;  // or a disk without
  ::close(lock_);
  throw Error(Error::Kind::usage,
              fmt::format("{}: another siamrt is writing to this run; wait for it, or take another "
                          "folder",
                          folder_));
}

void RunStore::compare(const nlohmann::ordered_json& found) const {
  const nlohmann::json then = found.flatten(), now = identity_.flatten();
  nlohmann::json all = then;
  all.update(now);
  for (const auto& [key, unused] : all.items()) {
    const auto before = then.find(key), after = now.find(key);
    if (before != then.end() && after != now.end() && *before == *after) continue;
    const auto shown = [](const nlohmann::json& list, const nlohmann::json::const_iterator& at) {
      return at == list.end() ? std::string("nothing") : text_of(*at);
    };
    std::string name = key.substr(std::min<std::size_t>(key.size(), 1));
    for (char& c : name) c = c == '/' ? '.' : c;
    throw Error(Error::Kind::usage,
                fmt::format("{}/run.json: made with {} = {}, now {}; --overwrite starts over, or "
                            "take another folder",
                            folder_, name, shown(then, before), shown(now, after)));
  }
}

void RunStore::remove_results() const {
  for (const char* inner : {"results", "times"}) {
    std::error_code code;
    fs::remove_all(fs::path(folder_) / inner, code);
    if (code) cannot("remove old results", folder_ + "/" + inner, code.message());
  }
}

void RunStore::remove_left_overs() const {
  core::remove_temporaries(folder_);
  std::error_code code;
  for (const char* inner : {"results", "times"}) {
    const fs::path top = fs::path(folder_) / inner;
    core::remove_temporaries(top.string());
    for (const auto& entry : fs::recursive_directory_iterator(top, code)) {
      if (entry.is_directory(code)) core::remove_temporaries(entry.path().string());
    }
  }
}

bool RunStore::has(const std::string& path) const {
  std::error_code code;
  return fs::is_regular_file(fs::path(folder_) / path, code);
}

void RunStore::remove(const std::string& path) const {
  std::error_code code;
  fs::remove(fs::path(folder_) / path, code);
  if (code) cannot("remove", folder_ + "/" + path, code.message());
}

void RunStore::write(const std::string& path, std::string_view content) const {
  check_inside(path);
  const fs::path whole = fs::path(folder_) / path;
  std::error_code code;
  fs::create_directories(whole.parent_path(), code);
  if (code) cannot("make this folder", whole.parent_path().string(), code.message());
  core::write_atomically(whole.string(), content);
}

void RunStore::note_state(const nlohmann::ordered_json& state) {
  state_ = state;
  nlohmann::ordered_json all = {{"schema", schema}, {"made_by", identity_}, {"state", state_}};
  write("run.json",
        all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace siamrt::bench
