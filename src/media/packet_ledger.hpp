#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace siamrt::media {

/// Finds out which packets of a video never became a picture. Packets enter in the order of the
/// file, pictures leave in the order of presentation; a packet that should have left before a
/// picture that did is lost.
class PacketLedger {
 public:
  /// `only_after_errors`: count a loss only where the decoder has reported an error; for streams
  /// whose packets do not each hold one shown picture, and for live ones.
  explicit PacketLedger(bool only_after_errors = false) : only_after_errors_(only_after_errors) {}

  /// A packet goes in. `serial` grows by one a packet; `time` is the time of presentation, if it
  /// has one.
  void add(std::int64_t serial, std::optional<std::int64_t> time, bool key, int bytes);

  /// The decoder has reported an error.
  void note_error() noexcept { ++errors_; }

  /// The picture of packet `serial` came out of a decoder that holds back up to `delay` pictures.
  void came_out(std::int64_t serial, int delay);

  /// No more pictures come.
  void ended();

  /// True once for each packet found lost.
  bool take_loss() noexcept;

 private:
  using Times = std::map<std::int64_t, std::optional<std::int64_t>>;
  void lose(Times::iterator packet);

  bool only_after_errors_;
  bool key_seen_ = false;
  std::optional<std::int64_t> first_key_time_;
  Times waiting_;
  std::int64_t errors_ = 0;
  std::int64_t losses_ = 0;
};

}  // namespace siamrt::media
