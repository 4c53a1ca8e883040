#include "ui/recordings.hpp"

#include "session/saving.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

namespace siamrt::ui {
namespace {

[[noreturn]] void refuse(const std::string& line) { throw Error(Error::Kind::usage, line); }

}  // namespace

void Recordings::start(std::shared_ptr<session::Session> session, const std::string& title) {
  if (most_bytes_ == 0) refuse("recording: not allowed here (--record-limit 0)");
  if (!session->latest()->live)
    refuse("recording: of a clip the annotated video is written from its file; save that");
  const std::string model = session->record().model;
  const std::lock_guard lock(mutex_);
  if (recorder_ && recorder_->state().running) refuse("recording: one runs already");
  if (recorder_) {
    const std::string before = recorder_->path();
    recorder_.reset();
    std::error_code ignored;
    std::filesystem::remove(before, ignored);
  }
  session_ = std::move(session);
  session::Recorder::Options options;
  options.model = model;
  options.most_bytes = most_bytes_;
  recorder_ = std::make_unique<session::Recorder>(
      *session_, fmt::format("{}/recording-{}.mp4", folder_, next_file_++), options);
  name_ = session::clip_name(title) + "_live.mp4";
}

void Recordings::stop() {
  const std::lock_guard lock(mutex_);
  if (!recorder_ || !recorder_->state().running) refuse("recording: none runs");
  recorder_->stop();
}

void Recordings::end() {
  const auto runs = [this] {
    const std::lock_guard lock(mutex_);
    if (recorder_ && recorder_->state().running) {
      recorder_->stop();
      return true;
    }
    session_.reset();
    return false;
  };
  // Without the lock: those who ask for job() are not to wait while a long video is completed.
  while (runs()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

Recordings::Job Recordings::job() const {
  const std::lock_guard lock(mutex_);
  Job job;
  if (!recorder_) return job;
  const session::Recorder::State state = recorder_->state();
  job.state = state.running  ? Job::State::running
              : state.failed ? Job::State::failed
                             : Job::State::done;
  job.seconds = state.seconds;
  job.bytes = state.bytes;
  job.name = name_;
  job.problem = state.problem;
  if (job.state == Job::State::done) job.file = recorder_->path();
  return job;
}

}  // namespace siamrt::ui
