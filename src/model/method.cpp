#include "model/method.hpp"

#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>

#include <mutex>

namespace siamrt::model {

struct Method::State {
  torch::jit::Module module;
  std::string name;
  ModelOptions options;
};

Method::Method(const torch::jit::Module& module, const std::string& name,
               const ModelOptions& options)
    : state_(std::make_unique<State>(State{module, name, options})) {}

Method::~Method() = default;

std::vector<at::Tensor> tensors_of(const c10::IValue& result) {
  if (result.isTensor()) return {result.toTensor()};
  if (result.isTensorList()) return result.toTensorVector();
  std::vector<at::Tensor> all;
  for (const c10::IValue& element : result.toTupleRef().elements())
    all.push_back(element.toTensor());
  return all;
}

bool has_plans() { return false; }

void Method::run(const Call& call) const {
  at::Tensor images = at::empty({call.count, 3, call.size, call.size}, at::kFloat);
  call.fill(images);
  std::vector<c10::IValue> inputs = {images.to(at::Device(state_->options.device))};
  if (state_->name == "locate") inputs.emplace_back(call.features);
  call.take(tensors_of(state_->module.get_method(state_->name)(inputs)));
}

}  // namespace siamrt::model
