#pragma once

#include "model/buffers.hpp"
#include "model/fusion.hpp"
#include "model/plan.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace siamrt::model {

/// Turns a fused tape into the steps of a plan.
///
/// Every value has at least one representation: a strided tensor of its type (views share memory),
/// the same in the other float type, or oneDNN's blocked form that only convolutions among
/// themselves use. Missing ones are made by a conversion step where they are first asked for.
class Planner {
 public:
  Planner(Plan& plan, const Tape& tape, WeightStore& weights, const PlanOptions& options);

  void run();

 private:
  struct Plain {
    at::Tensor tensor;
    BufferPool::Lease lease;
  };
  struct Blocked {
    dnnl::memory memory;
    BufferPool::Lease lease;
  };
  struct Value {
    std::map<at::ScalarType, Plain> plain;
    std::optional<Blocked> blocked;
  };
  using Arguments = std::unordered_map<int, dnnl::memory>;

  // planner.cpp: values and their representations
  void make_inputs();
  void find_types();
  void note_last_uses();
  void forget_dead(size_t step);
  Plain make_plain(const std::vector<std::int64_t>& sizes, at::ScalarType type);
  Plain make_result(int value, at::ScalarType type);
  Plain plain(int value, at::ScalarType type);
  Plain dense(const Plain& any);
  dnnl::memory blocked(int value, const dnnl::memory::desc& form);
  at::ScalarType type_of(int value) const {
    return low_[static_cast<size_t>(value)] ? at::kBFloat16 : at::kFloat;
  }
  at::ScalarType nearest_type(int value) const;
  const std::vector<std::int64_t>& sizes_of(int value) const {
    return tape_.values[static_cast<size_t>(value)].sizes;
  }
  dnnl::memory memory_of(const at::Tensor& tensor);
  void add(const std::string& name, std::function<void(dnnl::stream&)> work);
  void add_primitive(const std::string& name, const dnnl::primitive& primitive, Arguments arguments,
                     const dnnl::memory::desc& scratchpad);
  void add_reorder(const std::string& name, const dnnl::memory& from, const dnnl::memory& to);
  void add_copy(const std::string& name, const at::Tensor& from, const at::Tensor& to);
  dnnl::primitive_attr attributes() const;

  // lower_convolution.cpp
  bool lower_convolution(const FusedStep& step);
  bool lower_winograd(const FusedStep& step);
  bool takes_winograd(const FusedStep& step) const;
  dnnl::memory packed_weight(const FusedStep& step, const dnnl::memory::desc& form);
  dnnl::memory packed_bias(const FusedStep& step);
  Blocked weight_from_value(const FusedStep& step, const dnnl::memory::desc& form);
  void apply_after(const FusedStep& step, size_t first, const at::Tensor& result);

  // lower_sampling.cpp
  bool lower_sampling(const FusedStep& step);

  // lower_views.cpp
  bool lower_view(const FusedStep& step);
  bool lower_join(const FusedStep& step);

  // lower_others.cpp
  void lower(const FusedStep& step);
  bool lower_activation(const FusedStep& step);
  bool lower_pool(const FusedStep& step);
  bool lower_mean(const FusedStep& step);
  bool lower_binary(const FusedStep& step);
  bool lower_product(const FusedStep& step);
  bool lower_linear(const FusedStep& step);
  void lower_by_libtorch(const FusedStep& step);
  void average_over(int from, int to, const std::string& name);
  void multiply(const std::string& name, const at::Tensor& a, const at::Tensor& b,
                const at::Tensor& bias, const at::Tensor& out);
  void add_activation(const std::string& name, const Activation& activation, const at::Tensor& from,
                      const at::Tensor& to);
  bool add_binary(const std::string& name, dnnl::algorithm kind, const at::Tensor& a,
                  const at::Tensor& b, const at::Tensor& out);

  Plan& plan_;
  const Tape& tape_;
  WeightStore& weights_;
  PlanOptions options_;
  dnnl::engine engine_;
  std::vector<FusedStep> steps_;
  std::vector<Value> values_;
  std::vector<bool> low_;         ///< by value: bf16 is its main type
  std::vector<size_t> last_use_;  ///< by value: step after which nobody reads it
  BufferPool pool_;
  std::vector<at::Tensor> constants_;  ///< weights that steps read through their address
  std::vector<dnnl::memory> scratchpads_;
  size_t scratchpad_bytes_ = 0;
};

/// Name of a step for profiles, e.g. `aten::conv2d 1x256x26x26`.
std::string step_name(const FusedStep& step, const Tape& tape);

bool is_kind(const Tape::Step& step, const char* kind);

/// True for implementations that oneDNN falls back to and that no network should run by.
bool is_slow(const char* implementation);

}  // namespace siamrt::model
