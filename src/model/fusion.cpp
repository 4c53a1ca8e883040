#include "model/fusion.hpp"

#include <limits>
#include <optional>

namespace siamrt::model {
namespace {

using dnnl::algorithm;

bool is(const Tape::Step& step, const char* kind) {
  return step.kind.toQualString() == std::string(kind);
}

/// Argument `index` as a constant number; nothing where it is a value, None or missing.
std::optional<double> number(const Tape::Step& step, size_t index) {
  if (index >= step.arguments.size()) return std::nullopt;
  const Tape::Argument& argument = step.arguments[index];
  if (argument.value >= 0 || argument.list || !argument.constant.isScalar()) return std::nullopt;
  return argument.constant.toScalar().toDouble();
}

at::Tensor tensor_or_nothing(const Tape::Argument& argument) {
  return argument.value < 0 && argument.constant.isTensor() ? argument.constant.toTensor()
                                                            : at::Tensor();
}

bool is_none(const Tape::Argument& argument) {
  return argument.value < 0 && argument.constant.isNone();
}

/// Fills in the convolution's part of `step` if it is one: a plain 2-d convolution whose bias is
/// constant.
void read_convolution(FusedStep& step) {
  const bool plain = is(step, "aten::conv2d");
  const bool general = is(step, "aten::_convolution") || is(step, "aten::convolution");
  if (!plain && !general) return;
  const auto& a = step.arguments;
  const size_t groups = plain ? 6 : 8;
  if (a.size() <= groups || !a[4].constant.isIntList() || a[3].constant.toIntVector().size() != 2)
    return;
  if (general && a[6].constant.toBool()) return;  // transposed
  if (a[2].value >= 0) return;
  step.geometry = {a[3].constant.toIntVector(), a[4].constant.toIntVector(),
                   a[5].constant.toIntVector(), a[groups].constant.toInt()};
  step.weight = tensor_or_nothing(a[1]);
  step.bias = tensor_or_nothing(a[2]);
  step.convolution = true;
}

/// The norm that a batch_norm step with constant parameters stands for.
std::optional<Norm> norm_of(const Tape::Step& step) {
  if (!is(step, "aten::batch_norm") || step.arguments[5].constant.toBool()) return std::nullopt;
  Norm norm;
  norm.weight = tensor_or_nothing(step.arguments[1]);
  norm.bias = tensor_or_nothing(step.arguments[2]);
  norm.mean = tensor_or_nothing(step.arguments[3]);
  norm.var = tensor_or_nothing(step.arguments[4]);
  norm.eps = step.arguments[7].constant.toDouble();
  const bool known = (norm.weight.defined() || is_none(step.arguments[1])) &&
                     (norm.bias.defined() || is_none(step.arguments[2])) && norm.mean.defined() &&
                     norm.var.defined();
  return known ? std::optional<Norm>(norm) : std::nullopt;
}

/// The value that an `a + b` step adds to `mine`, both of one shape; -1 if it is something else.
int added_to(const Tape::Step& step, int mine, const Tape& tape) {
  if (!is(step, "aten::add") || number(step, 2).value_or(1) != 1) return -1;
  const int a = step.arguments[0].value;
  const int b = step.arguments[1].value;
  const int other = a == mine ? b : a;
  if (a < 0 || b < 0 || a == b) return -1;
  return tape.values[static_cast<size_t>(a)].sizes == tape.values[static_cast<size_t>(b)].sizes
             ? other
             : -1;
}

/// Which steps read each value.
std::vector<std::vector<size_t>> readers_of(const Tape& tape) {
  std::vector<std::vector<size_t>> readers(tape.values.size());
  const auto note = [&](const Tape::Argument& argument, size_t step) {
    if (argument.value >= 0) readers[static_cast<size_t>(argument.value)].push_back(step);
    for (const Tape::Argument& item : argument.items) {
      if (item.value >= 0) readers[static_cast<size_t>(item.value)].push_back(step);
    }
  };
  for (size_t i = 0; i < tape.steps.size(); ++i) {
    for (const Tape::Argument& argument : tape.steps[i].arguments) note(argument, i);
  }
  for (const int output : tape.outputs)
    readers[static_cast<size_t>(output)].push_back(tape.steps.size());
  return readers;
}

/// Joins `next` to the convolution if it can be.
bool join(FusedStep& convolution, const Tape::Step& next, const Tape& tape) {
  const int mine = convolution.results[0];
  if (const auto norm = norm_of(next)) {
    if (!convolution.weight.defined() || !convolution.after.empty()) return false;
    convolution.norms.push_back(*norm);
    return true;
  }
  const std::vector<Activation> functions = activations_of(next);
  for (const Activation& function : functions) convolution.after.push_back({function, -1});
  if (!functions.empty()) return true;
  const int other = added_to(next, mine, tape);
  // One addition a convolution: a second would come after rounding that LibTorch does not do.
  for (const After& before : convolution.after) {
    if (before.added >= 0) return false;
  }
  if (other >= 0) convolution.after.push_back({{}, other});
  return other >= 0;
}

/// What a norm multiplies each channel by, in double.
at::Tensor scale_of(const Norm& norm) {
  const at::Tensor scale = (norm.var.to(at::kDouble) + norm.eps).rsqrt();
  return norm.weight.defined() ? scale * norm.weight.to(at::kDouble) : scale;
}

}  // namespace

std::vector<Activation> activations_of(const Tape::Step& step) {
  if (step.arguments.empty() || step.arguments[0].value < 0) return {};
  const auto clip = [](double low, double high) {
    return Activation{algorithm::eltwise_clip, static_cast<float>(low), static_cast<float>(high)};
  };
  if (is(step, "aten::relu")) return {{algorithm::eltwise_relu, 0, 0}};
  if (is(step, "aten::leaky_relu"))
    return {{algorithm::eltwise_relu, static_cast<float>(number(step, 1).value_or(0.01)), 0}};
  if (is(step, "aten::relu6")) return {clip(0, 6)};
  if (is(step, "aten::hardswish")) return {{algorithm::eltwise_hardswish, 0, 0}};
  if (is(step, "aten::silu")) return {{algorithm::eltwise_swish, 1, 0}};
  if (is(step, "aten::hardsigmoid"))
    return {{algorithm::eltwise_linear, 1.0F / 6, 0.5F}, clip(0, 1)};
  if (is(step, "aten::hardtanh") || is(step, "aten::clamp")) {
    const auto limit = std::numeric_limits<float>::max();
    if (step.arguments[1].value >= 0 || step.arguments[2].value >= 0) return {};
    return {clip(number(step, 1).value_or(-limit), number(step, 2).value_or(limit))};
  }
  return {};
}

std::vector<FusedStep> fuse(const Tape& tape) {
  const auto readers = readers_of(tape);
  std::vector<bool> joined(tape.steps.size(), false);
  std::vector<std::vector<FusedStep>> at(tape.steps.size());  // by the place where they run
  for (size_t i = 0; i < tape.steps.size(); ++i) {
    if (joined[i]) continue;
    FusedStep step;
    static_cast<Tape::Step&>(step) = tape.steps[i];
    read_convolution(step);
    size_t place = i;
    while (step.convolution) {
      const auto& next = readers[static_cast<size_t>(step.results[0])];
      if (next.size() != 1 || next[0] == tape.steps.size() || joined[next[0]]) break;
      if (!join(step, tape.steps[next[0]], tape)) break;
      place = next[0];
      joined[place] = true;
      step.results = tape.steps[place].results;
    }
    at[place].push_back(std::move(step));
  }
  std::vector<FusedStep> fused;
  for (auto& here : at) {
    for (FusedStep& step : here) fused.push_back(std::move(step));
  }
  return fused;
}

at::Tensor folded_weight(const FusedStep& convolution) {
  if (convolution.norms.empty()) return convolution.weight.to(at::kFloat).contiguous();
  at::Tensor weight = convolution.weight.to(at::kDouble);
  for (const Norm& norm : convolution.norms)
    weight = weight * scale_of(norm).reshape({-1, 1, 1, 1});
  return weight.to(at::kFloat).contiguous();
}

at::Tensor folded_bias(const FusedStep& convolution) {
  if (!convolution.bias.defined() && convolution.norms.empty()) return {};
  at::Tensor bias = convolution.bias.defined()
                        ? convolution.bias.to(at::kDouble)
                        : at::zeros({convolution.weight.size(0)}, at::kDouble);
  for (const Norm& norm : convolution.norms) {
    bias = (bias - norm.mean.to(at::kDouble)) * scale_of(norm);
    if (norm.bias.defined()) bias = bias + norm.bias.to(at::kDouble);
  }
  return bias.to(at::kFloat).contiguous();
}

}  // namespace siamrt::model
