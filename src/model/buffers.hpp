#pragma once

#include <torch/types.h>

#include <memory>
#include <vector>

namespace siamrt::model {

/// Memory for a plan's values while it is being made. Buffers that are given back are handed out
/// again to later steps, so a plan needs little more than its two largest values, and stays in the
/// cache.
class BufferPool {
 public:
  /// A piece of memory in use; whoever shares it keeps it from being handed out again.
  using Lease = std::shared_ptr<void>;

  /// At least `bytes` bytes, aligned to 64.
  Lease take(size_t bytes);

  /// All memory, to be kept as long as the plan lives.
  std::vector<at::Tensor> blocks() const;

 private:
  struct Block {
    at::Tensor memory;
    size_t bytes = 0;
    bool used = false;
  };
  std::shared_ptr<std::vector<std::shared_ptr<Block>>> all_ =
      std::make_shared<std::vector<std::shared_ptr<Block>>>();
};

/// Strides with H and W outermost and channels innermost: N,C,H,W -> NHWC, N,A,B,H,W -> NHWAB;
/// row-major for tensors of fewer than four dimensions.
std::vector<std::int64_t> channels_last(const std::vector<std::int64_t>& sizes);

/// True if the strides are channels_last's or, for one-sized dimensions, amount to it.
bool is_dense_channels_last(const at::Tensor& tensor);

/// Mean over H and W of a dense channels-last N x C x H x W float32 tensor, added up in double,
/// into N * C numbers.
void mean_of_cells(const at::Tensor& in, const at::Tensor& out);

/// Copies element by element between tensors of equal sizes and type (2 or 4 bytes) and any
/// strides.
class StridedCopy {
 public:
  StridedCopy(const at::Tensor& from, const at::Tensor& to);
  void run() const;

 private:
  struct Axis {
    std::int64_t size;
    std::int64_t from;
    std::int64_t to;
  };
  template <typename T>
  void run_as() const;
  std::vector<Axis> axes_;  ///< outermost first; the last is the inner loop
  const char* from_;
  char* to_;
  size_t element_;
};

}  // namespace siamrt::model
