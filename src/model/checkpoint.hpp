#pragma once

// Checkpoints: weights as torch.save leaves them, read without PyTorch and without executing
// anything. Free of LibTorch; pour.hpp puts the weights into an archive's network.

#include "model/pickle.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siamrt::model {

/// One tensor of a checkpoint, where it lies in the file.
struct CheckpointTensor {
  std::string name;  ///< without the prefixes `module.` and `feature_extractor.`
  Element element = Element::f32;
  std::vector<std::int64_t> sizes;
  std::vector<std::int64_t> strides;  ///< elements; not negative
  std::int64_t offset = 0;            ///< elements
  std::string_view storage;           ///< the storage's bytes; all elements lie inside
};

/// Number of elements.
std::int64_t count_of(const CheckpointTensor& tensor) noexcept;

/// The elements in row-major order, little-endian, as they are in the file.
std::string elements_of(const CheckpointTensor& tensor);

/// The state dict of a checkpoint: a zip file (torch.save since 1.6) or the stream of pickles
/// before; at top level or under `state_dict` or `model_state_dict`. Optimiser state and the like
/// are read over. Immutable; copies share the file's bytes, which are held in memory.
class Checkpoint {
 public:
  enum class Format { zip, stream };

  /// Throws Error(input), one line that begins with the path, for a file that cannot be read, is
  /// no checkpoint, is truncated or damaged, holds anything but what a state dict consists of, or
  /// tensors that reach outside their storage or count more elements than it.
  static Checkpoint open(const std::string& path);

  /// The same of bytes in memory; `place` stands for the file in messages.
  static Checkpoint parse(std::string bytes, const std::string& place);

  Format format() const noexcept { return format_; }

  /// In the order of the file.
  const std::vector<CheckpointTensor>& tensors() const noexcept { return tensors_; }

  /// The number beside the state dict that says how many epochs it was trained, where there is one.
  std::optional<std::int64_t> epoch() const noexcept { return epoch_; }

 private:
  friend class CheckpointReader;
  Checkpoint() = default;
  std::shared_ptr<const std::string> bytes_;
  Format format_ = Format::zip;
  std::vector<CheckpointTensor> tensors_;
  std::optional<std::int64_t> epoch_;
};

}  // namespace siamrt::model
