#include "ui/studio.hpp"

#include "session/annotate.hpp"
#include "session/saving.hpp"
#include "ui/upload_kind.hpp"

#include <siamrt/error.hpp>

#include <fmt/core.h>

#include <stdlib.h>

#include <filesystem>
#include <utility>

namespace siamrt::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t uploads_kept = 3;

std::string own_folder() {
  std::string name = (fs::temp_directory_path() / "siamrt-serve-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw Error(Error::Kind::system, name + ": no temporary folder can be made");
  return name;
}

}  // namespace

Studio::Studio(MakeFollower make, Options options)
    : make_(std::move(make)),
      options_(std::move(options)),
      library_(options_.root),
      folder_(own_folder()),
      recordings_(folder_, options_.most_recording) {}

Studio::~Studio() {
  stopping_ = true;
  if (writer_.joinable()) writer_.join();
  recordings_.end();
  session_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::shared_ptr<session::Session> Studio::session() const {
  const std::lock_guard lock(mutex_);
  return session_;
}

std::string Studio::title() const {
  const std::lock_guard lock(mutex_);
  return title_;
}

/// The session before is closed outside the lock: its threads have to end first.
void Studio::put(std::shared_ptr<session::Session> session, const std::string& title) {
  recordings_.end();
  const std::lock_guard lock(mutex_);
  session_.swap(session);
  title_ = title;
}

void Studio::open(const std::string& path) {
  open_trusted(library_.clip(path), fs::path(path).filename().string());
}

void Studio::open_trusted(const std::string& input, const std::string& title) {
  put(std::make_shared<session::Session>(input, make_(), options_.session), title);
}

std::string Studio::upload_place(const std::string& name) const {
  if (!is_clip_name(name)) {
    throw Error(Error::Kind::usage,
                "upload: a name that is no video's; expected .mp4, .mkv, .avi, .webm, .zip, ...");
  }
  const std::string extension = fs::path(name).extension().string();
  return fmt::format("{}/upload-{}{}", folder_, next_file_++, extension);
}

void Studio::open_upload(const std::string& file, const std::string& name) {
  try {
    if (!looks_like_clip(file)) {
      throw Error(Error::Kind::input,
                  "upload: no video file; expected mp4, mov, mkv, webm, avi, mpeg or a zip or tar "
                  "of pictures");
    }
    open_trusted(file, fs::path(name).filename().string());
  } catch (const Error& fault) {
    std::error_code ignored;
    fs::remove(file, ignored);
    std::string line = fault.what();  // our own folder's name helps nobody
    if (line.rfind(file, 0) == 0) line = "upload" + line.substr(file.size());
    throw Error(fault.kind(), line);
  }
  const std::lock_guard lock(mutex_);
  uploads_.push_back(file);
  while (uploads_.size() > uploads_kept) {
    std::error_code ignored;
    fs::remove(uploads_.front(), ignored);
    uploads_.erase(uploads_.begin());
  }
}

void Studio::write_video() {
  const std::shared_ptr<session::Session> table = session();
  if (!table) throw Error(Error::Kind::usage, "video: no clip is open");
  const session::Record record = table->record();
  if (record.live) {
    throw Error(Error::Kind::usage,
                "video: frames of a camera or stream are gone once shown; record them from now on");
  }
  const std::lock_guard lock(mutex_);
  if (video_.state == VideoJob::State::running)
    throw Error(Error::Kind::usage, "video: one is being written already");
  if (writer_.joinable()) writer_.join();
  std::error_code ignored;
  if (!video_.file.empty()) fs::remove(video_.file, ignored);
  video_ = VideoJob();
  video_.state = VideoJob::State::running;
  video_.name = session::clip_name(title_) + "_tracked.mp4";
  const std::string file = fmt::format("{}/video-{}.mp4", folder_, next_file_++);
  writer_ = std::thread([this, record, file] {
    const auto set = [this](const std::function<void(VideoJob&)>& change) {
      const std::lock_guard inner(mutex_);
      change(video_);
    };
    try {
      const bool whole = session::annotate(record, file, true, [&](std::int64_t frames) {
        set([frames](VideoJob& job) { job.frames = frames; });
        return !stopping_;
      });
      set([&](VideoJob& job) {
        job.state = whole ? VideoJob::State::done : VideoJob::State::failed;
        job.file = whole ? file : "";
      });
    } catch (const std::exception& fault) {
      const std::string problem = fault.what();
      set([&](VideoJob& job) {
        job.state = VideoJob::State::failed;
        job.problem = problem;
      });
    }
  });
}

void Studio::start_recording() {
  std::shared_ptr<session::Session> table = session();
  if (!table) throw Error(Error::Kind::usage, "recording: nothing is open");
  recordings_.start(std::move(table), title());
}

VideoJob Studio::video() const {
  const std::lock_guard lock(mutex_);
  return video_;
}

}  // namespace siamrt::ui
