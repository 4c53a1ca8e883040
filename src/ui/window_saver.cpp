#include "ui/window_saver.hpp"

#include "core/atomic_file.hpp"
#include "session/annotate.hpp"
#include "session/saving.hpp"
#include "session/session_file.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

namespace siamrt::ui {
namespace {

namespace fs = std::filesystem;

std::string free_folder(const std::string& name) {
  std::error_code unknown;
  std::string folder = name + "_tracks";
  for (int n = 2; fs::exists(folder, unknown); ++n) folder = fmt::format("{}_tracks-{}", name, n);
  return folder;
}

session::BoxFormat format_of(Saved what) {
  switch (what) {
    case Saved::otb:
      return session::BoxFormat::otb;
    case Saved::got10k:
      return session::BoxFormat::got10k;
    case Saved::coco:
      return session::BoxFormat::coco;
    case Saved::mot:
      return session::BoxFormat::mot;
    default:
      return session::BoxFormat::csv;
  }
}

}  // namespace

Saver::Saver(const std::string& name, const std::string& place)
    : name_(name), folder_(free_folder((fs::path(place) / name).string())) {}

Saver::~Saver() {
  giving_up_ = true;
  if (thread_.joinable()) thread_.join();
}

std::string Saver::where(Saved what) const {
  switch (what) {
    case Saved::video:
      return name_ + ".mp4";
    case Saved::csv:
      return name_ + ".csv";
    case Saved::otb:
      return "otb/";
    case Saved::got10k:
      return "got10k/";
    case Saved::coco:
      return name_ + "_coco.json";
    case Saved::mot:
      return name_ + "_mot.txt";
    case Saved::session:
      return name_ + ".session.json";
  }
  return {};
}

bool Saver::save(session::Record record, std::vector<Saved> what) {
  if (state().running) return false;
  if (thread_.joinable()) thread_.join();
  tell("saving", false, true, std::nullopt);
  thread_ =
      std::thread([this, kept = std::move(record), list = std::move(what)] { run(kept, list); });
  return true;
}

void Saver::run(const session::Record& record, const std::vector<Saved>& what) {
  try {
    for (const Saved each : what) save_one(record, each);
    const std::string names = what.size() == 1 ? where(what.front()) : std::string();
    tell(fmt::format("saved {}/{}", folder_, names), false, false, std::nullopt);
  } catch (const std::exception& fault) {
    tell(fault.what(), true, false, std::nullopt);
  }
}

void Saver::make_folder() const {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (code) {
    throw Error(Error::Kind::system,
                fmt::format("{}: cannot be made: {}", folder_, code.message()));
  }
}

void Saver::save_one(const session::Record& record, Saved what) {
  make_folder();
  const std::string path = folder_ + "/" + where(what);
  tell("saving " + path, false, true, std::nullopt);
  if (what == Saved::video) {
    save_video(record);
  } else if (what == Saved::session) {
    core::write_atomically(path, session::session_text(record));
  } else {
    const bool folder = what == Saved::otb || what == Saved::got10k;
    session::write_files(session::saved_boxes(record, format_of(what)), folder ? path : folder_);
  }
  const std::lock_guard lock(mutex_);
  written_.erase(std::remove(written_.begin(), written_.end(), path), written_.end());
  written_.insert(written_.begin(), path);
}

void Saver::save_video(const session::Record& record) {
  const std::string path = folder_ + "/" + where(Saved::video);
  const bool whole = session::annotate(record, path, true, [&](std::int64_t frames) {
    std::optional<double> share;
    if (record.count && *record.count > 0) {
      share = std::min(1.0, static_cast<double>(frames) / static_cast<double>(*record.count));
    }
    tell(fmt::format("saving {}   frame {}", path, frames), false, true, share);
    return !giving_up_;
  });
  if (!whole) throw Error(Error::Kind::system, path + ": given up");
}

void Saver::start_recording(const session::Session& session, const std::string& model) {
  make_folder();
  std::error_code unknown;
  std::string path = fmt::format("{}/{}_live.mp4", folder_, name_);
  for (int n = 2; fs::exists(path, unknown); ++n)
    path = fmt::format("{}/{}_live-{}.mp4", folder_, name_, n);
  session::Recorder::Options options;
  options.model = model;
  recorder_ = std::make_unique<session::Recorder>(session, path, options);
}

void Saver::end_recording() {
  if (recorder_) recorder_->stop();
}

std::optional<session::Recorder::State> Saver::recording() {
  if (!recorder_) return std::nullopt;
  const session::Recorder::State state = recorder_->state();
  if (state.running) return state;
  const std::string path = recorder_->path();
  recorder_.reset();
  const bool kept = !state.failed;
  if (kept) {
    const std::lock_guard lock(mutex_);
    written_.insert(written_.begin(), path);
  }
  const std::string why = kept && !state.problem.empty() ? "; " + state.problem : "";
  tell(kept ? fmt::format("recorded {} ({:.1f} s){}", path, state.seconds, why) : state.problem,
       !state.problem.empty(), this->state().running, std::nullopt);
  return std::nullopt;
}

void Saver::tell(const std::string& line, bool failed, bool running,
                 std::optional<double> progress) {
  const std::lock_guard lock(mutex_);
  state_ = {running, progress, line, failed, state_.serial + 1};
}

Saver::State Saver::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

std::vector<std::string> Saver::written() const {
  const std::lock_guard lock(mutex_);
  return written_;
}

void Saver::finish(const std::function<bool()>& stop) {
  end_recording();
  if (recorder_) recorder_->wait();
  recording();
  while (state().running) {
    if (stop()) giving_up_ = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace siamrt::ui
