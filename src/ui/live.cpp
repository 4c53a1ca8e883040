#include "ui/live.hpp"

#include "ui/shown_json.hpp"

#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <vector>

namespace siamrt::ui {
namespace {

constexpr int most_pixels_a_side = 1920;  // larger frames are sent smaller; boxes keep their pixels
constexpr int quality = 82;
constexpr auto look_again = std::chrono::milliseconds(250);

std::string jpeg_of(const cv::Mat& frame) {
  const int side = std::max(frame.cols, frame.rows);
  cv::Mat small = frame;
  if (side > most_pixels_a_side) {
    const double scale = static_cast<double>(most_pixels_a_side) / side;
    cv::resize(frame, small, {}, scale, scale, cv::INTER_AREA);
  }
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", small, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Live::Live(const Studio& studio) : studio_(studio), thread_([this] { run(); }) {}

Live::~Live() {
  stopping_ = true;
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<const Moment> Live::wait(std::uint64_t serial, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const bool fresh = changed_.wait_for(
      lock, patience, [&] { return stopping_ || (moment_ && moment_->serial > serial); });
  return fresh && moment_ && moment_->serial > serial ? moment_ : nullptr;
}

std::string Live::state_of(const session::Shown* shown) const {
  nlohmann::ordered_json json =
      shown != nullptr ? state_json(*shown) : nlohmann::ordered_json{{"index", -1}};
  json["open"] = shown != nullptr;
  json["title"] = studio_.title();
  json["video"] = video_json(studio_.video());
  json["recording"] = recording_json(studio_.recordings().job());
  json["viewers"] = viewers();
  // Names of files need not be UTF-8.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string Live::state() const {
  const std::shared_ptr<session::Session> session = studio_.session();
  return state_of(session ? session->latest().get() : nullptr);
}

/// Follows the session on the table; a moment goes out with every change, and one now and then for
/// what is not the session's (a video being written).
void Live::run() {
  std::shared_ptr<session::Session> session;
  std::uint64_t seen = 0;
  while (!stopping_) {
    if (viewers_ == 0) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, look_again / 5, [this] { return stopping_.load(); });
      continue;
    }
    const std::shared_ptr<session::Session> table = studio_.session();
    if (table != session) seen = 0;
    session = table;
    std::shared_ptr<const session::Shown> shown;
    if (session) {
      shown = session->wait(seen, look_again);
      if (!shown) shown = session->latest();
      seen = shown->serial;
    } else {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, look_again, [this] { return stopping_.load(); });
    }
    auto moment = std::make_shared<Moment>();
    if (shown && !shown->frame.empty() && shown->frame.data != packed_.data) {
      picture_ = std::make_shared<const std::string>(jpeg_of(shown->frame));
      packed_ = shown->frame;
      ++picture_serial_;
    }
    moment->serial = ++serial_;
    moment->picture_serial = shown ? picture_serial_ : 0;
    moment->state = state_of(shown.get());
    moment->picture = shown ? picture_ : nullptr;
    {
      const std::lock_guard lock(mutex_);
      moment_ = std::move(moment);
    }
    changed_.notify_all();
  }
}

}  // namespace siamrt::ui
