#pragma once

#include <siamrt/model.hpp>

#include <torch/script.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace siamrt::model {

/// What a call of a method gets and gives; the tensors belong to the method and are good for the
/// call only.
struct Call {
  int count = 0;                                 ///< N
  int size = 0;                                  ///< side of the crops, pixels
  std::function<void(at::Tensor& images)> fill;  ///< writes N x 3 x size x size float32
  std::vector<at::Tensor> features;              ///< locate: template features, leading dimension N
  std::function<void(const std::vector<at::Tensor>&)> take;  ///< reads the results, float32
};

/// One method of an archive's network, ready to run for any batch and crop size. Safe from many
/// threads.
class Method {
 public:
  /// `module` stays as it is; `name` is embed, locate or online.
  Method(const torch::jit::Module& module, const std::string& name, const ModelOptions& options);
  ~Method();

  void run(const Call& call) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The tensors of a result that is a tensor, a list or a tuple of tensors; throws c10::Error
/// otherwise.
std::vector<at::Tensor> tensors_of(const c10::IValue& result);

/// True if this build and CPU run networks by oneDNN plans (plan.hpp) rather than by LibTorch's
/// interpreter.
bool has_plans();

}  // namespace siamrt::model
