#pragma once

#include "ui/studio.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace siamrt::ui {

/// One moment for the viewers: what is shown, and its picture.
struct Moment {
  std::uint64_t serial = 0;                    ///< grows with every moment, over all clips
  std::uint64_t picture_serial = 0;            ///< grows with every picture
  std::string state;                           ///< JSON
  std::shared_ptr<const std::string> picture;  ///< JPEG; null before the first frame
};

/// Makes one stream of moments for any number of viewers. Each frame is packed once, only while
/// somebody looks, and only the newest moment is kept: a viewer who is slow misses some.
class Live {
 public:
  explicit Live(const Studio& studio);
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  /// The newest moment after `serial`, or null after `patience`. Serials of what is waited for
  /// start at 0.
  std::shared_ptr<const Moment> wait(std::uint64_t serial, std::chrono::milliseconds patience);

  /// The state as it is, made on the spot: for those who do not watch.
  std::string state() const;

  int viewers() const noexcept { return viewers_; }

  /// Counts somebody who watches, as long as it lives.
  class Viewer {
   public:
    explicit Viewer(Live& live) : live_(live) { ++live_.viewers_; }
    ~Viewer() { --live_.viewers_; }
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

   private:
    Live& live_;
  };

 private:
  void run();
  std::string state_of(const session::Shown* shown) const;

  const Studio& studio_;
  std::atomic<int> viewers_{0};

  std::mutex mutex_;  ///< guards the two below
  std::condition_variable changed_;
  std::shared_ptr<const Moment> moment_;
  std::atomic<bool> stopping_{false};

  // The thread's alone.
  cv::Mat packed_;  ///< the frame that picture_ was made of
  std::shared_ptr<const std::string> picture_;
  std::uint64_t picture_serial_ = 0;
  std::uint64_t serial_ = 0;

  std::thread thread_;
};

}  // namespace siamrt::ui
