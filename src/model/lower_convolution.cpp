#include "model/planner.hpp"

#include <sstream>

namespace siamrt::model {
namespace {

using dnnl::algorithm;
using Desc = dnnl::memory::desc;
using Tag = dnnl::memory::format_tag;
using Type = dnnl::memory::data_type;
using Choice = dnnl::convolution_forward::primitive_desc;

/// Smallest number of channels on both sides for which Winograd's form pays: measured on AVX-512,
/// where it runs 64 -> 96 channels 1.9 times and 256 -> 256 about 3 times as fast as the direct
/// form.
constexpr std::int64_t winograd_channels = 64;

/// Output cells per side from which Winograd's form pays; its tiles are 4 x 4 or 2 x 2.
constexpr std::int64_t winograd_cells = 8;

/// In bf16 the direct form is twice as fast, so that more of both is needed: with 256 channels,
/// 28 x 28 cells take 1.66 ms against the direct form's 2.09, 25 x 25 cells 1.70 against 1.58.
constexpr std::int64_t winograd_channels_bf16 = 256;
constexpr std::int64_t winograd_cells_bf16 = 26;

bool all_are(const std::vector<std::int64_t>& values, std::int64_t expected) {
  return std::all_of(values.begin(), values.end(),
                     [&](std::int64_t value) { return value == expected; });
}

std::vector<std::int64_t> zero_based(const std::vector<std::int64_t>& dilation) {
  return {dilation.at(0) - 1, dilation.at(1) - 1};  // oneDNN counts the cells left out
}

/// O,I,kh,kw, or G,O/G,I/G,kh,kw with groups.
std::vector<std::int64_t> weight_sizes(const std::vector<std::int64_t>& plain,
                                       std::int64_t groups) {
  if (groups == 1) return plain;
  return {groups, plain[0] / groups, plain[1], plain[2], plain[3]};
}

/// A primitive for the geometry; throws dnnl::error if there is none.
Choice choose(const Geometry& g, algorithm form, const Desc& from, const Desc& weight, bool bias,
              const Desc& to, const dnnl::primitive_attr& attributes, const dnnl::engine& engine) {
  using Forward = dnnl::convolution_forward;
  const auto forward = dnnl::prop_kind::forward_inference;
  const Desc bias_form({to.dims()[1]}, Type::f32, Tag::x);
  const auto gaps = zero_based(g.dilation);
  const Forward::desc what =
      bias ? Forward::desc(forward, form, from, weight, bias_form, to, g.stride, gaps, g.padding,
                           g.padding)
           : Forward::desc(forward, form, from, weight, to, g.stride, gaps, g.padding, g.padding);
  return Choice(what, attributes, engine);
}

/// AMX computes bf16 so fast that no float32 form comes near.
bool has_tiles() {
  const auto isa = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  const auto amx = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_amx);
  return (isa & amx) == amx;
}

dnnl::memory reordered(dnnl::memory from, const Desc& form, const dnnl::engine& engine) {
  dnnl::memory to(form, engine);
  dnnl::stream stream(engine);
  dnnl::reorder(from, to).execute(stream, from, to);
  stream.wait();
  return to;
}

}  // namespace

/// Key of a convolution's weights: the original tensor, the norms folded in, and the form they are
/// packed in.
static std::string weight_key(const FusedStep& step, const Desc* form) {
  std::ostringstream key;
  key << step.weight.unsafeGetTensorImpl();
  for (const Norm& norm : step.norms) key << ',' << norm.mean.unsafeGetTensorImpl();
  key << ':';
  if (form != nullptr) key.write(reinterpret_cast<const char*>(&form->data), sizeof form->data);
  return key.str();
}

dnnl::memory Planner::packed_weight(const FusedStep& step, const Desc& form) {
  return weights_.get(weight_key(step, &form), step.weight, [&] {
    const at::Tensor folded = folded_weight(step);
    const Desc plain(weight_sizes(folded.sizes().vec(), step.geometry.groups), Type::f32,
                     step.geometry.groups == 1 ? Tag::oihw : Tag::goihw);
    return reordered(dnnl::memory(plain, engine_, folded.data_ptr()), form, engine_);
  });
}

dnnl::memory Planner::packed_bias(const FusedStep& step) {
  return weights_.get(weight_key(step, nullptr), step.weight, [&] {
    const at::Tensor folded = folded_bias(step);
    const Desc plain({folded.size(0)}, Type::f32, Tag::x);
    return reordered(dnnl::memory(plain, engine_, folded.data_ptr()), plain, engine_);
  });
}

/// Weights that are computed on every run (a template's features): reordered on every run.
Planner::Blocked Planner::weight_from_value(const FusedStep& step, const Desc& form) {
  Plain given = plain(step.arguments[1].value, at::kFloat);
  const auto& g = step.geometry;
  const auto sizes = weight_sizes(given.tensor.sizes().vec(), g.groups);
  at::Tensor view = given.tensor;
  if (g.groups > 1) view = view.unflatten(0, at::IntArrayRef{g.groups, view.size(0) / g.groups});
  const BufferPool::Lease lease = pool_.take(form.get_size());
  const dnnl::memory packed(form, engine_, lease.get());
  add_reorder("pack weights", memory_of(view), packed);
  return {packed, lease};
}

bool Planner::takes_winograd(const FusedStep& step) const {
  if (!options_.winograd || !step.convolution || !step.weight.defined() ||
      step.geometry.groups != 1)
    return false;
  const auto& w = step.weight.sizes();
  const auto& g = step.geometry;
  const bool square = w[2] == 3 && w[3] == 3 && all_are(g.stride, 1) && all_are(g.dilation, 1);
  const std::int64_t channels = options_.bf16 ? winograd_channels_bf16 : winograd_channels;
  const std::int64_t cells = options_.bf16 ? winograd_cells_bf16 : winograd_cells;
  const auto& out = sizes_of(step.results[0]);
  if (!square || w[0] < channels || w[1] < channels || w[0] % 16 != 0 || w[1] % 16 != 0)
    return false;
  if (out[2] < cells || out[3] < cells) return false;
  if (options_.bf16 && has_tiles()) return false;
  for (const After& after : step.after) {
    if (after.added >= 0 || after.activation.function != algorithm::eltwise_relu ||
        after.activation.alpha != 0)
      return false;
  }
  return true;
}

/// Winograd's form of a 3 x 3 convolution (float32): fewer multiplications, about 1.5 times the
/// rounding of the direct form (measured: 0.9e-6 of the result against 0.6e-6).
bool Planner::lower_winograd(const FusedStep& step) {
  if (!takes_winograd(step)) return false;
  const int from = step.arguments[0].value;
  const int to = step.results[0];
  const bool bias = step.bias.defined() || !step.norms.empty();
  dnnl::primitive_attr attr = attributes();
  dnnl::post_ops posts;
  for (const After& after : step.after) posts.append_eltwise(1, after.activation.function, 0, 0);
  attr.set_post_ops(posts);
  Choice choice;
  try {
    choice = choose(step.geometry, algorithm::convolution_winograd,
                    Desc(sizes_of(from), Type::f32, Tag::any),
                    Desc(step.weight.sizes().vec(), Type::f32, Tag::any), bias,
                    Desc(sizes_of(to), Type::f32, Tag::any), attr, engine_);
  } catch (const dnnl::error&) {
    return false;  // this CPU has none
  }
  const dnnl::memory source = blocked(from, choice.src_desc());
  const BufferPool::Lease lease = pool_.take(choice.dst_desc().get_size());
  const dnnl::memory target(choice.dst_desc(), engine_, lease.get());
  Arguments arguments = {{DNNL_ARG_SRC, source},
                         {DNNL_ARG_WEIGHTS, packed_weight(step, choice.weights_desc())},
                         {DNNL_ARG_DST, target}};
  if (bias) arguments.emplace(DNNL_ARG_BIAS, packed_bias(step));
  add_primitive(step_name(step, tape_) + " " + choice.impl_info_str(),
                dnnl::convolution_forward(choice), std::move(arguments), choice.scratchpad_desc());
  values_[static_cast<size_t>(to)].blocked = Blocked{target, lease};
  return true;
}

/// Functions and additions that the convolution could not take along.
void Planner::apply_after(const FusedStep& step, size_t first, const at::Tensor& result) {
  for (size_t i = first; i < step.after.size(); ++i) {
    const After& after = step.after[i];
    if (after.added < 0) {
      add_activation("after", after.activation, result, result);
      continue;
    }
    const at::Tensor other = plain(after.added, result.scalar_type()).tensor;
    if (!add_binary("after add", algorithm::binary_add, result, other, result)) {
      add("after add", [result, other](dnnl::stream&) { result.add_(other); });
    }
  }
}

bool Planner::lower_convolution(const FusedStep& step) {
  if (!step.convolution) return false;
  if (lower_winograd(step)) return true;
  const bool constant = step.weight.defined();
  const int to = step.results[0];
  const bool low = options_.bf16 && constant;
  const Plain source = dense(plain(step.arguments[0].value, low ? at::kBFloat16 : at::kFloat));
  const std::vector<std::int64_t> given =
      constant ? step.weight.sizes().vec() : sizes_of(step.arguments[1].value);
  const Desc weight(weight_sizes(given, step.geometry.groups), low ? Type::bf16 : Type::f32,
                    Tag::any);
  const bool bias = step.bias.defined() || !step.norms.empty();
  if (bias && !constant) return false;
  const Plain target = make_result(to, low ? type_of(to) : at::kFloat);
  dnnl::primitive_attr attr = attributes();
  dnnl::post_ops posts;
  Arguments arguments;
  for (size_t i = 0; i < step.after.size(); ++i) {
    const After& after = step.after[i];
    if (after.added < 0) {
      posts.append_eltwise(1, after.activation.function, after.activation.alpha,
                           after.activation.beta);
      continue;
    }
    const at::Tensor other = dense(plain(after.added, nearest_type(after.added))).tensor;
    const dnnl::memory memory = memory_of(other);
    posts.append_binary(algorithm::binary_add, memory.get_desc());
    arguments.emplace(DNNL_ARG_ATTR_MULTIPLE_POST_OP(static_cast<int>(i)) | DNNL_ARG_SRC_1, memory);
  }
  attr.set_post_ops(posts);
  const auto pick = [&](const dnnl::primitive_attr& with) {
    return choose(step.geometry, algorithm::convolution_direct, memory_of(source.tensor).get_desc(),
                  weight, bias, memory_of(target.tensor).get_desc(), with, engine_);
  };
  Choice choice;
  size_t taken = step.after.size();
  try {
    choice = pick(attr);
  } catch (const dnnl::error&) {
    taken = 0;
  }
  if (taken == 0 || is_slow(choice.impl_info_str())) {
    taken = 0;
    arguments.clear();
    choice = pick(attributes());
  }
  arguments.emplace(DNNL_ARG_SRC, memory_of(source.tensor));
  Blocked computed;  // its memory is not to be handed out before this step is made
  if (!constant) computed = weight_from_value(step, choice.weights_desc());
  arguments.emplace(DNNL_ARG_WEIGHTS,
                    constant ? packed_weight(step, choice.weights_desc()) : computed.memory);
  arguments.emplace(DNNL_ARG_DST, memory_of(target.tensor));
  if (bias) arguments.emplace(DNNL_ARG_BIAS, packed_bias(step));
  add_primitive(step_name(step, tape_) + " " + choice.impl_info_str(),
                dnnl::convolution_forward(choice), std::move(arguments), choice.scratchpad_desc());
  apply_after(step, taken, target.tensor);
  return true;
}

}  // namespace siamrt::model
