#include "model/planner.hpp"

// Steps that only rearrange numbers: views, reshapes, joins.

namespace siamrt::model {

/// Views cost nothing at run time: LibTorch makes them once, of the fixed buffers. A reshape that
/// is no view of channels-last memory becomes a copy.
bool Planner::lower_view(const FusedStep& step) {
  if (!step.view || step.arguments[0].value < 0) return false;
  const int from = step.arguments[0].value;
  if (tape_.values[static_cast<size_t>(from)].type != at::kFloat) return false;
  const at::ScalarType type = type_of(step.results[0]);
  const Plain source = plain(from, type);
  if (is_kind(step,
              "aten::contiguous")) {  // of the numbers' order in memory, which is ours to choose
    values_[static_cast<size_t>(step.results[0])].plain[type] = source;
    return true;
  }
  torch::jit::Stack stack;
  for (const Tape::Argument& argument : step.arguments) {
    stack.emplace_back(argument.value >= 0 ? c10::IValue(source.tensor) : argument.constant);
  }
  std::vector<at::Tensor> made;
  try {
    step.run(stack);
    for (const c10::IValue& value : stack) {
      if (value.isTensor()) made.push_back(value.toTensor());
      if (value.isTensorList()) made = value.toTensorVector();
    }
  } catch (const c10::Error&) {
    made.clear();  // `view` asks for strides that only row-major memory has
  }
  const bool views = made.size() == step.results.size() && made[0].is_alias_of(source.tensor);
  if (views) {
    for (size_t i = 0; i < made.size(); ++i) {
      values_[static_cast<size_t>(step.results[i])].plain[type] = {made[i], source.lease};
    }
    return true;
  }
  if (step.results.size() != 1 ||
      tape_.values[static_cast<size_t>(step.results[0])].type != at::kFloat)
    return false;
  const bool reshapes = is_kind(step, "aten::view") || is_kind(step, "aten::reshape") ||
                        is_kind(step, "aten::flatten");
  if (!reshapes) return false;
  const std::vector<std::int64_t>& sizes = sizes_of(step.results[0]);
  Plain target = make_result(step.results[0], type);
  try {
    add_copy("reshape", source.tensor, target.tensor.view(source.tensor.sizes()));
  } catch (const c10::Error&) {
    target.tensor = at::from_blob(target.lease.get(), sizes,
                                  at::TensorOptions(type));  // row-major takes any shape
    values_[static_cast<size_t>(step.results[0])].plain[type] = target;
    add_copy("reshape", source.tensor, target.tensor.view(source.tensor.sizes()));
  }
  return true;
}

/// cat and stack: each part is copied to its place.
bool Planner::lower_join(const FusedStep& step) {
  const bool stacks = is_kind(step, "aten::stack");
  if (!stacks && !is_kind(step, "aten::cat")) return false;
  const auto& parts = step.arguments[0].items;
  for (const Tape::Argument& part : parts) {
    if (part.value < 0 || tape_.values[static_cast<size_t>(part.value)].type != at::kFloat)
      return false;
  }
  const at::ScalarType type = type_of(step.results[0]);
  std::vector<at::Tensor> from;
  from.reserve(parts.size());
  for (const Tape::Argument& part : parts) from.push_back(plain(part.value, type).tensor);
  const at::Tensor to = make_result(step.results[0], type).tensor;
  std::int64_t dim = step.arguments[1].constant.toInt();
  if (dim < 0) dim += to.dim();
  std::int64_t at = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    const std::int64_t wide = stacks ? 1 : from[i].size(dim);
    const at::Tensor place = stacks ? to.select(dim, at) : to.narrow(dim, at, wide);
    add_copy(step_name(step, tape_), from[i], place);
    at += wide;
  }
  return true;
}

}  // namespace siamrt::model
