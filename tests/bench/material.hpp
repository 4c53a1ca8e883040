#pragma once

#include "data/dataset.hpp"

#include <memory>
#include <string>
#include <vector>

namespace siamrt::test {

/// Frames in memory that count how often they are read.
class MadeFrames final : public data::FrameStore {
 public:
  /// `boxes`: where a bright patch lies in each frame of 160 x 120 pixels.
  explicit MadeFrames(std::vector<Box> boxes) : boxes_(std::move(boxes)) {}

  std::int64_t count() const override { return static_cast<std::int64_t>(boxes_.size()); }
  Frame read(std::int64_t index) const override;
  std::string name(std::int64_t index) const override { return "made#" + std::to_string(index); }

  int broken = -1;  ///< index of a frame that does not decode
  mutable int reads = 0;

 private:
  std::vector<Box> boxes_;
};

/// A patch of 30 x 24 pixels that moves by (2, 1) a frame from (40, 30).
std::vector<Box> moving(int frames);

/// A sequence of those boxes, 0-based, without frames.
data::Sequence made_sequence(const std::string& name, const std::vector<Box>& truth);

/// Text of a file.
std::string content(const std::string& path);

}  // namespace siamrt::test
