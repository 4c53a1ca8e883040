#include "media/packet_ledger.hpp"

namespace siamrt::media {
namespace {

/// A packet this small holds no picture but the word "as before" (MPEG-4's not-coded frames have up
/// to eight bytes, an AVI's dropped frames none).
constexpr int smallest_picture = 9;

}  // namespace

void PacketLedger::add(std::int64_t serial, std::optional<std::int64_t> time, bool key, int bytes) {
  if (key && !key_seen_) {
    key_seen_ = true;
    first_key_time_ = time;
  }
  // What comes before the first key frame, in the file or in time, lacks what it refers to: a
  // stream entered in its middle begins with the key frame.
  const bool early = !key_seen_ || (time && first_key_time_ && *time < *first_key_time_);
  if (!early && bytes >= smallest_picture) waiting_[serial] = time;
}

void PacketLedger::lose(Times::iterator packet) {
  waiting_.erase(packet);
  if (only_after_errors_ && errors_-- <= 0) {
    errors_ = 0;
    return;
  }
  ++losses_;
}

void PacketLedger::came_out(std::int64_t serial, int delay) {
  const auto found = waiting_.find(serial);
  if (found == waiting_.end()) return;
  const std::optional<std::int64_t> time = found->second;
  waiting_.erase(found);
  for (auto packet = waiting_.begin(); packet != waiting_.end();) {
    const auto here = packet++;
    const bool by_time = time && here->second;
    // Packets far behind in the file are no B-frames of this picture: there the clock was set back.
    const bool due = by_time ? *here->second < *time && here->first <= serial + delay
                             : here->first + delay < serial;
    if (due) lose(here);
  }
}

void PacketLedger::ended() {
  while (!waiting_.empty()) lose(waiting_.begin());
}

bool PacketLedger::take_loss() noexcept {
  if (losses_ == 0) return false;
  --losses_;
  return true;
}

}  // namespace siamrt::media
