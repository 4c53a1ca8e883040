#include "model/pour.hpp"

#include <ATen/ATen.h>

#include <cstring>
#include <filesystem>
#include <unordered_map>

namespace siamrt::model {
namespace {

at::ScalarType type_of(Element element) {
  switch (element) {
    case Element::f16:
      return at::kHalf;
    case Element::bf16:
      return at::kBFloat16;
    case Element::f32:
      return at::kFloat;
    case Element::f64:
      return at::kDouble;
    case Element::i8:
      return at::kChar;
    case Element::u8:
      return at::kByte;
    case Element::i16:
      return at::kShort;
    case Element::i32:
      return at::kInt;
    case Element::i64:
      return at::kLong;
    case Element::boolean:
      return at::kBool;
  }
  return at::kFloat;
}

at::Tensor to_tensor(const CheckpointTensor& from) {
  const std::string elements = elements_of(from);
  at::Tensor made = at::empty(from.sizes, at::TensorOptions(type_of(from.element)));
  if (!elements.empty()) std::memcpy(made.data_ptr(), elements.data(), elements.size());
  return made;
}

template <typename Visit>
void each_tensor(const torch::jit::Module& module, Visit visit) {
  for (const auto& item : module.named_parameters()) visit(item.name, item.value);
  for (const auto& item : module.named_buffers()) visit(item.name, item.value);
}

}  // namespace

PourTarget target_of(const Archive& archive) {
  PourTarget target;
  target.description = archive.description;
  each_tensor(archive.module, [&](const std::string& name, const at::Tensor& tensor) {
    target.parameters.push_back({name, tensor.sizes().vec(), tensor.is_floating_point()});
  });
  return target;
}

void pour(const std::string& path, Archive& archive) {
  const Checkpoint checkpoint = Checkpoint::open(path);
  const std::string digest = poured_digest(target_of(archive), checkpoint, path);
  std::unordered_map<std::string_view, const CheckpointTensor*> given;
  for (const CheckpointTensor& tensor : checkpoint.tensors()) given[tensor.name] = &tensor;
  const at::NoGradGuard no_gradients;
  each_tensor(archive.module, [&](const std::string& name, const at::Tensor& target) {
    const auto found = given.find(name);
    if (found != given.end()) target.copy_(to_tensor(*found->second));
  });
  archive.description.digest = digest;
  archive.description.source = {{"file", std::filesystem::path(path).filename().string()}};
}

}  // namespace siamrt::model
