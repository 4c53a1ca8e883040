#include "model/planner.hpp"

#include <ATen/ops/from_blob.h>

#include <cstring>

namespace siamrt::model {
namespace {

constexpr size_t never = static_cast<size_t>(-1);

dnnl::memory::data_type dnnl_type(at::ScalarType type) {
  TORCH_CHECK(type == at::kFloat || type == at::kBFloat16, "oneDNN is given ", toString(type));
  return type == at::kFloat ? dnnl::memory::data_type::f32 : dnnl::memory::data_type::bf16;
}

void for_each_value(const Tape::Argument& argument, const std::function<void(int)>& visit) {
  if (argument.value >= 0) visit(argument.value);
  for (const Tape::Argument& item : argument.items) for_each_value(item, visit);
}

/// Everything that a step reads, the values its `after` adds included.
void for_each_input(const FusedStep& step, const std::function<void(int)>& visit) {
  for (const Tape::Argument& argument : step.arguments) for_each_value(argument, visit);
  for (const After& after : step.after) {
    if (after.added >= 0) visit(after.added);
  }
}

}  // namespace

bool is_kind(const Tape::Step& step, const char* kind) {
  return std::strcmp(step.kind.toQualString(), kind) == 0;
}

bool is_slow(const char* implementation) { return std::strstr(implementation, "ref") != nullptr; }

std::string step_name(const FusedStep& step, const Tape& tape) {
  std::string shape;
  for (const std::int64_t side : tape.values[static_cast<size_t>(step.results.at(0))].sizes) {
    shape += (shape.empty() ? " " : "x") + std::to_string(side);
  }
  return step.kind.toQualString() + shape;
}

Planner::Planner(Plan& plan, const Tape& tape, WeightStore& weights, const PlanOptions& options)
    : plan_(plan),
      tape_(tape),
      weights_(weights),
      options_(options),
      engine_(dnnl::engine::kind::cpu, 0),
      steps_(fuse(tape)),
      values_(tape.values.size()),
      low_(tape.values.size(), false),
      last_use_(tape.values.size(), 0) {}

void Planner::run() {
  plan_.stream_ = dnnl::stream(engine_);
  if (options_.bf16) find_types();
  note_last_uses();
  make_inputs();
  for (size_t i = 0; i < steps_.size(); ++i) {
    lower(steps_[i]);
    forget_dead(i);
  }
  for (const int output : tape_.outputs) plan_.outputs_.push_back(plain(output, at::kFloat).tensor);
  const at::Tensor scratch =
      at::empty({static_cast<std::int64_t>(scratchpad_bytes_) + 1}, at::kByte);
  for (dnnl::memory& memory : scratchpads_) memory.set_data_handle(scratch.data_ptr());
  plan_.blocks_ = pool_.blocks();
  plan_.blocks_.push_back(scratch);
  plan_.blocks_.insert(plan_.blocks_.end(), constants_.begin(), constants_.end());
}

/// Images come channels last, as crops do; features row-major, as they are kept.
void Planner::make_inputs() {
  for (size_t i = 0; i < tape_.inputs.size(); ++i) {
    const auto number = static_cast<size_t>(tape_.inputs[i]);
    const auto& sizes = tape_.values[number].sizes;
    Plain made = make_plain(sizes, at::kFloat);
    if (i > 0) made.tensor = at::from_blob(made.lease.get(), sizes, at::TensorOptions(at::kFloat));
    plan_.inputs_.push_back(made.tensor);
    values_[number].plain[at::kFloat] = made;
    last_use_[number] = never;
  }
  for (const int output : tape_.outputs) last_use_[static_cast<size_t>(output)] = never;
}

/// Backwards over the steps: a value is kept in bf16 if every reader can take it so, and gains by
/// it.
void Planner::find_types() {
  std::vector<bool> refused(tape_.values.size(), false);
  std::vector<bool> read(tape_.values.size(), false);
  for (const int output : tape_.outputs) refused[static_cast<size_t>(output)] = true;
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    for (const int result : step->results) {
      const auto number = static_cast<size_t>(result);
      low_[number] = read[number] && !refused[number] && tape_.values[number].type == at::kFloat;
    }
    const bool result_low = low_[static_cast<size_t>(step->results[0])];
    const bool pass_on = step->view || is_kind(*step, "aten::max_pool2d") ||
                         is_kind(*step, "aten::avg_pool2d") || is_kind(*step, "aten::cat") ||
                         is_kind(*step, "aten::stack") || is_kind(*step, "aten::add") ||
                         !activations_of(*step).empty();
    const bool takes = step->convolution ? step->weight.defined() && !takes_winograd(*step)
                                         : pass_on && result_low;
    for_each_input(*step, [&](int value) {
      read[static_cast<size_t>(value)] = true;
      if (!takes) refused[static_cast<size_t>(value)] = true;
    });
  }
}

void Planner::note_last_uses() {
  for (size_t i = 0; i < steps_.size(); ++i) {
    for (const int result : steps_[i].results) last_use_[static_cast<size_t>(result)] = i;
    for_each_input(steps_[i], [&](int value) { last_use_[static_cast<size_t>(value)] = i; });
  }
}

void Planner::forget_dead(size_t step) {
  const auto drop = [&](int value) {
    const auto number = static_cast<size_t>(value);
    if (last_use_[number] == step) values_[number] = Value();
  };
  for_each_input(steps_[step], drop);
  for (const int result : steps_[step].results) drop(result);
}

Planner::Plain Planner::make_plain(const std::vector<std::int64_t>& sizes, at::ScalarType type) {
  std::int64_t count = 1;
  for (const std::int64_t side : sizes) count *= side;
  const BufferPool::Lease lease = pool_.take(static_cast<size_t>(count) * c10::elementSize(type));
  return {at::from_blob(lease.get(), sizes, channels_last(sizes), at::TensorOptions(type)), lease};
}

/// Memory for a step's result, which from here on is the value's representation in that type.
Planner::Plain Planner::make_result(int value, at::ScalarType type) {
  Plain made = make_plain(sizes_of(value), type);
  values_[static_cast<size_t>(value)].plain[type] = made;
  return made;
}

/// The value as a strided tensor of `type` (its own type, if that is no float).
Planner::Plain Planner::plain(int value, at::ScalarType type) {
  Value& held = values_[static_cast<size_t>(value)];
  if (tape_.values[static_cast<size_t>(value)].type != at::kFloat)
    return held.plain.begin()->second;
  const auto found = held.plain.find(type);
  if (found != held.plain.end()) return found->second;
  Plain made = make_plain(sizes_of(value), type);
  if (held.blocked) {
    add_reorder("unblock", held.blocked->memory, memory_of(made.tensor));
  } else {
    const at::Tensor other = held.plain.begin()->second.tensor;
    const bool alike = is_dense_channels_last(other) && other.dim() > 0;
    if (alike) {
      add_reorder("convert", memory_of(other), memory_of(made.tensor));
    } else {
      add("convert", [other, to = made.tensor](dnnl::stream&) { to.copy_(other); });
    }
  }
  held.plain[type] = made;
  return made;
}

/// A type in which the value can be had without a conversion, its main one if possible.
at::ScalarType Planner::nearest_type(int value) const {
  const Value& held = values_[static_cast<size_t>(value)];
  if (held.plain.count(type_of(value)) > 0 || held.plain.empty()) return type_of(value);
  return held.plain.begin()->first;
}

/// The same numbers in densely packed channels-last memory.
Planner::Plain Planner::dense(const Plain& any) {
  if (is_dense_channels_last(any.tensor)) return any;
  Plain made = make_plain(any.tensor.sizes().vec(), any.tensor.scalar_type());
  add_copy("pack", any.tensor, made.tensor);
  return made;
}

/// The value in a form of oneDNN's own (float32).
dnnl::memory Planner::blocked(int value, const dnnl::memory::desc& form) {
  Value& held = values_[static_cast<size_t>(value)];
  if (held.blocked && held.blocked->memory.get_desc() == form) return held.blocked->memory;
  const BufferPool::Lease lease = pool_.take(form.get_size());
  const dnnl::memory made(form, engine_, lease.get());
  if (held.blocked) {
    add_reorder("reblock", held.blocked->memory, made);
  } else {
    add_reorder("block", memory_of(plain(value, nearest_type(value)).tensor), made);
  }
  held.blocked = Blocked{made, lease};
  return made;
}

dnnl::memory Planner::memory_of(const at::Tensor& tensor) {
  // The stride of a dimension of one is arbitrary, but oneDNN's fast primitives insist on the
  // regular one.
  const std::vector<std::int64_t> sizes = tensor.sizes().vec();
  const auto strides =
      is_dense_channels_last(tensor) ? channels_last(sizes) : tensor.strides().vec();
  const dnnl::memory::desc form(sizes, dnnl_type(tensor.scalar_type()), strides);
  return {form, engine_, tensor.data_ptr()};
}

void Planner::add(const std::string& name, std::function<void(dnnl::stream&)> work) {
  plan_.steps_.push_back({name, std::move(work)});
}

void Planner::add_primitive(const std::string& name, const dnnl::primitive& primitive,
                            Arguments arguments, const dnnl::memory::desc& scratchpad) {
  if (scratchpad.get_size() > 0) {
    const dnnl::memory scratch(scratchpad, engine_, DNNL_MEMORY_NONE);
    arguments.emplace(DNNL_ARG_SCRATCHPAD, scratch);
    scratchpads_.push_back(scratch);
    scratchpad_bytes_ = std::max(scratchpad_bytes_, scratchpad.get_size());
  }
  add(name, [primitive, arguments = std::move(arguments)](dnnl::stream& stream) {
    primitive.execute(stream, arguments);
  });
}

void Planner::add_reorder(const std::string& name, const dnnl::memory& from,
                          const dnnl::memory& to) {
  const dnnl::reorder::primitive_desc choice(engine_, from.get_desc(), engine_, to.get_desc(),
                                             attributes());
  add_primitive(name, dnnl::reorder(choice), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}},
                choice.scratchpad_desc());
}

void Planner::add_copy(const std::string& name, const at::Tensor& from, const at::Tensor& to) {
  const StridedCopy copy(from, to);
  add(name, [copy](dnnl::stream&) { copy.run(); });
}

dnnl::primitive_attr Planner::attributes() const {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(
      dnnl::scratchpad_mode::user);  // one for the whole plan; no allocation per run
  return attributes;
}

}  // namespace siamrt::model
