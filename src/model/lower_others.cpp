#include "model/planner.hpp"

namespace siamrt::model {
namespace {

using dnnl::algorithm;
using Desc = dnnl::memory::desc;

/// A pair of whole numbers from an argument that is a list of one or two, or `fallback` for an
/// empty one.
std::vector<std::int64_t> pair_of(const Tape::Argument& argument,
                                  const std::vector<std::int64_t>& fallback) {
  if (argument.constant.isInt()) return {argument.constant.toInt(), argument.constant.toInt()};
  std::vector<std::int64_t> values = argument.constant.toIntVector();
  if (values.empty()) return fallback;
  if (values.size() == 1) values.push_back(values[0]);
  return values;
}

/// The constant tensor or number that an argument holds; undefined if it holds neither.
at::Tensor constant_of(const Tape::Argument& argument) {
  if (argument.value >= 0 || argument.list) return {};
  if (argument.constant.isTensor()) return argument.constant.toTensor();
  if (argument.constant.isScalar())
    return at::scalar_tensor(argument.constant.toScalar(), at::kFloat);
  return {};
}

}  // namespace

void Planner::lower(const FusedStep& step) {
  if (lower_convolution(step) || lower_view(step) || lower_activation(step) || lower_pool(step) ||
      lower_mean(step) || lower_join(step) || lower_sampling(step) || lower_binary(step) ||
      lower_product(step) || lower_linear(step)) {
    return;
  }
  lower_by_libtorch(step);
}

void Planner::add_activation(const std::string& name, const Activation& activation,
                             const at::Tensor& from, const at::Tensor& to) {
  const dnnl::memory source = memory_of(from);
  const dnnl::memory target = memory_of(to);
  const dnnl::eltwise_forward::desc what(dnnl::prop_kind::forward_inference, activation.function,
                                         source.get_desc(), activation.alpha, activation.beta);
  const dnnl::eltwise_forward::primitive_desc choice(what, attributes(), engine_);
  add_primitive(name, dnnl::eltwise_forward(choice),
                {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}, choice.scratchpad_desc());
}

bool Planner::lower_activation(const FusedStep& step) {
  const std::vector<Activation> functions = activations_of(step);
  if (functions.empty() || tape_.values[static_cast<size_t>(step.results[0])].type != at::kFloat)
    return false;
  const at::ScalarType type = type_of(step.results[0]);
  at::Tensor from = dense(plain(step.arguments[0].value, type)).tensor;
  const Plain to = make_result(step.results[0], type);
  for (const Activation& function : functions) {
    add_activation(step_name(step, tape_), function, from, to.tensor);
    from = to.tensor;
  }
  return true;
}

bool Planner::lower_pool(const FusedStep& step) {
  const bool most = is_kind(step, "aten::max_pool2d");
  const bool mean = is_kind(step, "aten::avg_pool2d");
  if (!most && !mean) return false;
  const auto& a = step.arguments;
  const auto kernel = pair_of(a[1], {});
  const auto stride = pair_of(a[2], kernel);
  const auto before = pair_of(a[3], {0, 0});
  if (most && pair_of(a[4], {1, 1}) != std::vector<std::int64_t>{1, 1}) return false;
  const bool rounds_up = a[most ? 5 : 4].constant.toBool();
  if (mean && (rounds_up || !a[6].constant.isNone())) return false;
  const auto& in = sizes_of(a[0].value);
  const auto& out = sizes_of(step.results[0]);
  std::vector<std::int64_t> after;  // what the last window reaches over the edge
  for (size_t d = 0; d < 2; ++d) {
    after.push_back(std::max<std::int64_t>(
        0, (out[d + 2] - 1) * stride[d] + kernel[d] - in[d + 2] - before[d]));
  }
  const bool zeros_count = mean && a[5].constant.toBool();
  const algorithm kind = most          ? algorithm::pooling_max
                         : zeros_count ? algorithm::pooling_avg_include_padding
                                       : algorithm::pooling_avg_exclude_padding;
  const at::ScalarType type = type_of(step.results[0]);
  const at::Tensor from = dense(plain(a[0].value, type)).tensor;
  const Plain to = make_result(step.results[0], type);
  const dnnl::memory source = memory_of(from);
  const dnnl::memory target = memory_of(to.tensor);
  const dnnl::pooling_forward::desc what(dnnl::prop_kind::forward_inference, kind,
                                         source.get_desc(), target.get_desc(), stride, kernel,
                                         before, after);
  const dnnl::pooling_forward::primitive_desc choice(what, attributes(), engine_);
  add_primitive(step_name(step, tape_) + " " + choice.impl_info_str(),
                dnnl::pooling_forward(choice), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}},
                choice.scratchpad_desc());
  return true;
}

/// Mean over all cells of each channel; `to` is N x C x 1 x 1 or N x C. Not oneDNN's pooling: that
/// adds thousands of cells up in one float32, which costs NanoTrack's boxes two digits.
void Planner::average_over(int from, int to, const std::string& name) {
  const at::Tensor in = dense(plain(from, at::kFloat)).tensor;
  const at::Tensor out = make_result(to, at::kFloat).tensor;
  add(name, [in, out](dnnl::stream&) { mean_of_cells(in, out); });
}

bool Planner::lower_mean(const FusedStep& step) {
  const auto& a = step.arguments;
  const bool adaptive = is_kind(step, "aten::adaptive_avg_pool2d") &&
                        pair_of(a[1], {}) == std::vector<std::int64_t>{1, 1};
  bool spatial = is_kind(step, "aten::mean") && a.size() == 4 && a[1].constant.isIntList() &&
                 a[3].constant.isNone();
  if (spatial) {
    auto over = a[1].constant.toIntVector();
    for (auto& d : over) d = d < 0 ? d + 4 : d;
    std::sort(over.begin(), over.end());
    spatial = over == std::vector<std::int64_t>{2, 3};
  }
  if ((!adaptive && !spatial) || sizes_of(a[0].value).size() != 4) return false;
  average_over(a[0].value, step.results[0], step_name(step, tape_));
  return true;
}

/// False if oneDNN has only its slow form for these shapes.
bool Planner::add_binary(const std::string& name, algorithm kind, const at::Tensor& a,
                         const at::Tensor& b, const at::Tensor& out) {
  const dnnl::memory first = memory_of(a);
  const dnnl::memory second = memory_of(b);
  const dnnl::memory target = memory_of(out);
  try {
    const dnnl::binary::desc what(kind, first.get_desc(), second.get_desc(), target.get_desc());
    const dnnl::binary::primitive_desc choice(what, attributes(), engine_);
    if (is_slow(choice.impl_info_str())) return false;
    add_primitive(name + " " + choice.impl_info_str(), dnnl::binary(choice),
                  {{DNNL_ARG_SRC_0, first}, {DNNL_ARG_SRC_1, second}, {DNNL_ARG_DST, target}},
                  choice.scratchpad_desc());
  } catch (const dnnl::error&) {
    return false;
  }
  return true;
}

/// a + b and a * b on four dimensions, the second operand as large, or one number per channel, or
/// one number.
bool Planner::lower_binary(const FusedStep& step) {
  const bool sum = is_kind(step, "aten::add");
  const bool product = is_kind(step, "aten::mul");
  const auto& out = sizes_of(step.results[0]);
  if ((!sum && !product) || out.size() != 4) return false;
  if (sum && step.arguments.size() > 2 && step.arguments[2].constant.toScalar().toDouble() != 1)
    return false;
  Tape::Argument a = step.arguments[0];
  Tape::Argument b = step.arguments[1];
  if (a.value < 0 || sizes_of(a.value) != out) std::swap(a, b);
  if (a.value < 0 || sizes_of(a.value) != out) return false;
  const at::Tensor constant = constant_of(b);
  if (b.value < 0 && (!constant.defined() || !constant.is_floating_point())) return false;
  const at::ScalarType type = sum || b.value < 0 ? type_of(step.results[0]) : at::kFloat;
  const at::Tensor first = dense(plain(a.value, type)).tensor;
  if (b.value < 0 && constant.numel() == 1) {
    const float number = constant.item<float>();
    const Plain to = make_result(step.results[0], type);
    add_activation(step_name(step, tape_),
                   {algorithm::eltwise_linear, product ? number : 1, product ? 0 : number}, first,
                   to.tensor);
    return true;
  }
  at::Tensor second = b.value >= 0 ? plain(b.value, type).tensor : constant.to(type).contiguous();
  while (second.dim() < 4) second = second.unsqueeze(0);
  if (second.sizes() == at::IntArrayRef(out)) {
    if (!is_dense_channels_last(second)) return false;
  } else if (second.size(1) != out[1] || second.numel() != second.size(0) * out[1] ||
             !second.is_contiguous()) {
    return false;
  }
  if (b.value < 0) constants_.push_back(second);
  const Plain to = make_result(step.results[0], type);
  if (add_binary(step_name(step, tape_), product ? algorithm::binary_mul : algorithm::binary_add,
                 first, second, to.tensor)) {
    return true;
  }
  values_[static_cast<size_t>(step.results[0])] = Value();
  return false;
}

/// out = a b + bias, all of two or three dimensions with any plain strides.
void Planner::multiply(const std::string& name, const at::Tensor& a, const at::Tensor& b,
                       const at::Tensor& bias, const at::Tensor& out) {
  const dnnl::memory left = memory_of(a);
  const dnnl::memory right = memory_of(b);
  const dnnl::memory target = memory_of(out);
  Arguments arguments = {{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, target}};
  if (bias.defined()) arguments.emplace(DNNL_ARG_BIAS, memory_of(bias));
  const dnnl::matmul::desc what =
      bias.defined() ? dnnl::matmul::desc(left.get_desc(), right.get_desc(),
                                          arguments.at(DNNL_ARG_BIAS).get_desc(), target.get_desc())
                     : dnnl::matmul::desc(left.get_desc(), right.get_desc(), target.get_desc());
  const dnnl::matmul::primitive_desc choice(what, attributes(), engine_);
  add_primitive(name + " " + choice.impl_info_str(), dnnl::matmul(choice), std::move(arguments),
                choice.scratchpad_desc());
}

/// Batched matrix products. Where the second factor has its columns innermost, as a channels-last
/// feature does, the transposed product is computed, whose result is channels last again.
bool Planner::lower_product(const FusedStep& step) {
  if (!is_kind(step, "aten::bmm") && !is_kind(step, "aten::matmul")) return false;
  const auto& args = step.arguments;
  if (args[0].value < 0 || args[1].value < 0) return false;
  const Plain a = plain(args[0].value, at::kFloat);
  const Plain b = plain(args[1].value, at::kFloat);
  if (a.tensor.dim() != 3 || b.tensor.dim() != 3 || a.tensor.size(0) != b.tensor.size(0))
    return false;
  const std::string name = step_name(step, tape_);
  const auto& sizes = sizes_of(step.results[0]);
  const bool columns_inside = b.tensor.stride(1) == 1 && b.tensor.stride(2) >= b.tensor.size(1);
  if (!columns_inside) {
    multiply(name, a.tensor, b.tensor, {}, make_result(step.results[0], at::kFloat).tensor);
    return true;
  }
  Plain turned = make_plain({sizes[0], sizes[2], sizes[1]}, at::kFloat);
  multiply(name, b.tensor.transpose(1, 2), a.tensor.transpose(1, 2), {}, turned.tensor);
  turned.tensor = turned.tensor.transpose(1, 2);
  values_[static_cast<size_t>(step.results[0])].plain[at::kFloat] = turned;
  return true;
}

bool Planner::lower_linear(const FusedStep& step) {
  if (!is_kind(step, "aten::linear") || step.arguments[0].value < 0) return false;
  const at::Tensor weight = constant_of(step.arguments[1]);
  at::Tensor bias = constant_of(step.arguments[2]);
  const Plain from = plain(step.arguments[0].value, at::kFloat);
  if (!weight.defined() || from.tensor.dim() != 2) return false;
  constants_.push_back(weight);
  if (bias.defined()) {
    constants_.push_back(bias);
    bias = bias.unsqueeze(0);
  }
  multiply(step_name(step, tape_), from.tensor, weight.t(), bias,
           make_result(step.results[0], at::kFloat).tensor);
  return true;
}

/// Any other operator runs as LibTorch has it; its results are copied to where readers expect them.
void Planner::lower_by_libtorch(const FusedStep& step) {
  std::vector<c10::IValue> given;
  const auto tensor_of = [&](const Tape::Argument& argument) {
    return argument.value >= 0 ? plain(argument.value, at::kFloat).tensor
                               : argument.constant.toTensor();
  };
  for (const Tape::Argument& argument : step.arguments) {
    if (argument.list) {
      std::vector<at::Tensor> items;
      for (const Tape::Argument& item : argument.items) items.push_back(tensor_of(item));
      given.emplace_back(items);
    } else {
      given.push_back(argument.value >= 0 ? c10::IValue(tensor_of(argument)) : argument.constant);
    }
  }
  std::vector<at::Tensor> targets;
  for (const int result : step.results) {
    targets.push_back(make_result(result, tape_.values[static_cast<size_t>(result)].type).tensor);
  }
  add(step_name(step, tape_) + " libtorch",
      [run = step.run, given, targets, in_place = step.in_place](dnnl::stream&) {
        torch::jit::Stack stack = given;
        if (in_place) stack[0] = stack[0].toTensor().clone();
        run(stack);
        size_t index = 0;
        for (const c10::IValue& value : stack) {
          if (value.isTensor()) targets.at(index++).copy_(value.toTensor());
          if (!value.isTensorList()) continue;
          for (const at::Tensor& item : value.toTensorVector()) targets.at(index++).copy_(item);
        }
      });
}

}  // namespace siamrt::model
