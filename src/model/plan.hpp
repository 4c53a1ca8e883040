#pragma once

// A plan is a tape (tape.hpp) made ready for the CPU: oneDNN primitives with packed weights and
// fixed buffers, channels innermost (NHWC), batch norms folded, activations joined. LibTorch's own
// operators convert weights and layouts on every call; a plan does it once. Operators that oneDNN
// lacks, and the last ones that make scores and boxes, are LibTorch's.

#include "model/tape.hpp"

#include <dnnl.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace siamrt::model {

/// Packed weights, shared by all plans of a network. Safe from many threads.
class WeightStore {
 public:
  /// The memory kept under `key`, made by `make` at the first call. `source` is kept alive, so that
  /// keys made of its address stay unique.
  dnnl::memory get(const std::string& key, const at::Tensor& source,
                   const std::function<dnnl::memory()>& make);

 private:
  struct Kept {
    dnnl::memory packed;
    at::Tensor source;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

/// How a plan computes.
struct PlanOptions {
  bool bf16 = false;     ///< convolutions in bf16 where that is faster
  bool winograd = true;  ///< Winograd's form of convolutions where it is faster; rounds more
};

/// Ready to run for fixed shapes; one thread at a time. Must run with the number of OpenMP threads
/// that it was made with.
class Plan {
 public:
  /// Float32 goes in and comes out. Throws dnnl::error or c10::Error for what cannot be made.
  Plan(const Tape& tape, WeightStore& weights, const PlanOptions& options);

  /// To be written before run(): float32, strides as they come.
  at::Tensor& input(size_t index) { return inputs_.at(index); }
  size_t input_count() const { return inputs_.size(); }

  void run();

  /// Good until the next run(); float32.
  const std::vector<at::Tensor>& outputs() const { return outputs_; }

  /// Seconds of the calling thread's processor time per step, by name: for finding where time goes,
  /// with a plan of one thread.
  std::vector<std::pair<std::string, double>> profile(int runs);

 private:
  friend class Planner;
  struct Step {
    std::string name;
    std::function<void(dnnl::stream&)> work;
  };
  std::vector<at::Tensor> inputs_;
  std::vector<at::Tensor> outputs_;
  std::vector<Step> steps_;
  std::vector<at::Tensor> blocks_;  ///< the memory behind all buffers
  dnnl::stream stream_;
};

}  // namespace siamrt::model
