#include "model/tape.hpp"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace siamrt::model {
namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

/// Operators that say something about a tensor other than its numbers; with shapes fixed, their
/// results are constants.
bool tells_shape_only(const std::string& kind) {
  static const std::array<const char*, 14> names = {
      "aten::size",          "aten::dim",
      "aten::len",           "aten::numel",
      "aten::stride",        "prim::device",
      "prim::dtype",         "prim::layout",
      "aten::is_contiguous", "aten::is_floating_point",
      "aten::__is__",        "aten::__isnot__",
      "prim::is_cuda",       "prim::requires_grad"};
  return std::find(names.begin(), names.end(), kind) != names.end();
}

bool is_tensors(const c10::IValue& value) {
  return value.isTensorList() ||
         (value.isList() && !value.toListRef().empty() && value.toListRef()[0].isTensor());
}

/// Every tensor in `value`, lists and tuples flattened.
void flatten(const c10::IValue& value, std::vector<at::Tensor>& out) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) out.push_back(value.toTensor());
  } else if (is_tensors(value)) {
    for (const c10::IValue& item : value.toListRef()) flatten(item, out);
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements()) flatten(item, out);
  }
}

/// Walks a method's graph with real values and notes what touches tensors that depend on the
/// inputs.
class Recorder {
 public:
  Tape tape;

  int note(const at::Tensor& tensor) {
    const int number = static_cast<int>(tape.values.size());
    tape.values.push_back({tensor.sizes().vec(), tensor.scalar_type()});
    numbers_[tensor.unsafeGetTensorImpl()] = number;
    alive_.push_back(tensor);  // keeps the address from being used again
    return number;
  }

  void walk(const Block& block) {
    for (const Node* node : block.nodes()) step(*node);
  }

  void bind(const Value* name, const c10::IValue& value) { scope_[name] = value; }

  const c10::IValue& of(const Value* name) const { return scope_.at(name); }

  int number_of(const at::Tensor& tensor) const {
    const auto found = numbers_.find(tensor.unsafeGetTensorImpl());
    return found == numbers_.end() ? -1 : found->second;
  }

 private:
  void step(const Node& node) {
    switch (node.kind()) {
      case c10::prim::Constant: {
        const auto constant = torch::jit::toIValue(node.output());
        bind(node.output(), constant ? *constant : c10::IValue());
        return;
      }
      case c10::prim::GetAttr:
        bind(node.output(), of(node.input()).toObjectRef().getAttr(node.s(c10::attr::name)));
        return;
      case c10::prim::If:
        return branch(node);
      case c10::prim::Loop:
        return loop(node);
      case c10::prim::ListConstruct:
        return build_list(node);
      case c10::prim::TupleConstruct:
        bind(node.output(), c10::ivalue::Tuple::create(arguments(node)));
        return;
      case c10::prim::TupleUnpack:
        return unpack(node, of(node.input()).toTupleRef().elements().vec());
      case c10::prim::ListUnpack:
        return unpack(node, of(node.input()).toListRef().vec());
      case c10::prim::TupleIndex: {
        const auto elements = of(node.input(0)).toTupleRef().elements().vec();
        const auto index = of(node.input(1)).toInt();
        bind(node.output(), elements.at(static_cast<size_t>(
                                index < 0 ? index + static_cast<long>(elements.size()) : index)));
        return;
      }
      default:
        return call(node);
    }
  }

  std::vector<c10::IValue> arguments(const Node& node) const {
    std::vector<c10::IValue> all;
    for (const Value* input : node.inputs()) all.push_back(of(input));
    return all;
  }

  void unpack(const Node& node, const std::vector<c10::IValue>& values) {
    for (size_t i = 0; i < node.outputs().size(); ++i) bind(node.outputs()[i], values.at(i));
  }

  void build_list(const Node& node) {
    c10::impl::GenericList list(node.output()->type()->expectRef<c10::ListType>().getElementType());
    for (const c10::IValue& value : arguments(node)) list.push_back(value);
    bind(node.output(), list);
  }

  void branch(const Node& node) {
    const Block& taken = *node.blocks().at(of(node.input()).toBool() ? 0 : 1);
    walk(taken);
    for (size_t i = 0; i < node.outputs().size(); ++i)
      bind(node.outputs()[i], of(taken.outputs()[i]));
  }

  /// prim::Loop(most, first condition, carried...) with a block (turn, carried...) -> (condition,
  /// carried...).
  void loop(const Node& node) {
    const Block& body = *node.blocks().at(0);
    std::vector<c10::IValue> carried = arguments(node);
    const std::int64_t most = carried[0].toInt();
    bool more = carried[1].toBool();
    carried.erase(carried.begin(), carried.begin() + 2);
    for (std::int64_t turn = 0; turn < most && more; ++turn) {
      bind(body.inputs()[0], turn);
      for (size_t i = 0; i < carried.size(); ++i) bind(body.inputs()[i + 1], carried[i]);
      walk(body);
      more = of(body.outputs()[0]).toBool();
      for (size_t i = 0; i < carried.size(); ++i) carried[i] = of(body.outputs()[i + 1]);
    }
    for (size_t i = 0; i < carried.size(); ++i) bind(node.outputs()[i], carried[i]);
  }

  void call(const Node& node) {
    const std::string kind = node.kind().toQualString();
    const torch::jit::Operator* op = node.maybeOperator();
    if (op == nullptr) throw NoTape(kind + " has no place on a tape");
    torch::jit::Operation run = op->getOperation(&node);
    const std::vector<c10::IValue> given = arguments(node);
    const std::vector<Tape::Argument> noted =
        argument_list(given);  // before an in-place operator changes numbers
    torch::jit::Stack stack = given;
    run(stack);
    for (size_t i = 0; i < node.outputs().size(); ++i) bind(node.outputs()[i], stack.at(i));
    if (depends(noted)) remember(node, kind, *op, run, given, noted, stack);
  }

  void remember(const Node& node, const std::string& kind, const torch::jit::Operator& op,
                const torch::jit::Operation& run, const std::vector<c10::IValue>& given,
                const std::vector<Tape::Argument>& noted, const torch::jit::Stack& stack) {
    std::vector<at::Tensor> results;
    for (const c10::IValue& value : stack) flatten(value, results);
    const bool in_place = changes_tensor(op, given);
    if (in_place) forget_old_number(kind, given[0].toTensor(), results);
    const bool nothing_new = std::all_of(
        results.begin(), results.end(), [&](const at::Tensor& one) { return number_of(one) >= 0; });
    if (nothing_new) {
      // Lists being built, indexed and joined; a tensor that is already as asked for.
      if (results.empty() && !node.outputs().empty() && !tells_shape_only(kind) &&
          touches_tensor(noted)) {
        throw NoTape(kind + " looks at a tensor's numbers");
      }
      return;
    }
    const auto work = [run = run](torch::jit::Stack& values) mutable { run(values); };
    Tape::Step step{in_place ? functional(node.kind()) : node.kind(),
                    work,
                    in_place,
                    gives_view(op),
                    noted,
                    {}};
    for (const at::Tensor& result : results) step.results.push_back(note(result));
    tape.steps.push_back(std::move(step));
  }

  static bool changes_tensor(const torch::jit::Operator& op,
                             const std::vector<c10::IValue>& given) {
    const auto& formal = op.schema().arguments();
    for (size_t i = 0; i < given.size() && i < formal.size(); ++i) {
      if (formal[i].alias_info() != nullptr && formal[i].alias_info()->isWrite() &&
          given[i].isTensor())
        return true;
    }
    return false;
  }

  static bool gives_view(const torch::jit::Operator& op) {
    const auto& returned = op.schema().returns();
    return !returned.empty() && returned[0].alias_info() != nullptr &&
           !returned[0].alias_info()->isWrite();
  }

  /// After `relu_` and its like the tensor is a new value. Views of the old one would change too:
  /// not on a tape.
  void forget_old_number(const std::string& kind, const at::Tensor& changed,
                         const std::vector<at::Tensor>& results) {
    const auto sharing = std::count_if(alive_.begin(), alive_.end(), [&](const at::Tensor& one) {
      return one.is_alias_of(changed);
    });
    if (results.size() != 1 || !results[0].is_same(changed) || sharing > 1) {
      throw NoTape(kind + " changes a tensor that is seen elsewhere");
    }
    numbers_.erase(changed.unsafeGetTensorImpl());
  }

  static c10::Symbol functional(c10::Symbol kind) {
    std::string name = kind.toQualString();
    if (name.back() == '_') name.pop_back();
    return c10::Symbol::fromQualString(name);
  }

  std::vector<Tape::Argument> argument_list(const std::vector<c10::IValue>& given) const {
    std::vector<Tape::Argument> noted;
    noted.reserve(given.size());
    for (const c10::IValue& value : given) noted.push_back(argument(value));
    return noted;
  }

  Tape::Argument argument(const c10::IValue& value) const {
    Tape::Argument noted;
    if (value.isTensor() && value.toTensor().defined()) noted.value = number_of(value.toTensor());
    if (is_tensors(value)) {
      noted.list = true;
      for (const c10::IValue& item : value.toListRef()) noted.items.push_back(argument(item));
    }
    if (noted.value < 0 && !noted.list) noted.constant = value;
    return noted;
  }

  static bool depends(const std::vector<Tape::Argument>& noted) {
    return std::any_of(noted.begin(), noted.end(), [](const Tape::Argument& one) {
      return one.value >= 0 || depends(one.items);
    });
  }

  static bool touches_tensor(const std::vector<Tape::Argument>& noted) {
    return std::any_of(noted.begin(), noted.end(),
                       [](const Tape::Argument& one) { return one.value >= 0; });
  }

  std::unordered_map<const Value*, c10::IValue> scope_;
  std::unordered_map<const c10::TensorImpl*, int> numbers_;
  std::vector<at::Tensor> alive_;
};

bool has_calls(const Block& block) {
  for (const Node* node : block.nodes()) {
    if (node->kind() == c10::prim::CallMethod || node->kind() == c10::prim::CallFunction)
      return true;
    for (const Block* inner : node->blocks()) {
      if (has_calls(*inner)) return true;
    }
  }
  return false;
}

}  // namespace

Tape record(const torch::jit::Module& module, const std::string& method,
            const std::vector<c10::IValue>& inputs) {
  const auto graph = module.get_method(method).graph()->copy();
  // What is put in place of a call is the callee's graph as LibTorch last prepared it, which may
  // hold calls itself.
  while (has_calls(*graph->block())) torch::jit::Inline(*graph);
  Recorder recorder;
  recorder.bind(graph->inputs().at(0), module._ivalue());
  for (size_t i = 0; i < inputs.size(); ++i) {
    recorder.bind(graph->inputs().at(i + 1), inputs[i]);
    std::vector<at::Tensor> tensors;
    flatten(inputs[i], tensors);
    for (const at::Tensor& tensor : tensors) recorder.tape.inputs.push_back(recorder.note(tensor));
  }
  recorder.walk(*graph->block());
  std::vector<at::Tensor> results;
  for (const torch::jit::Value* output : graph->outputs()) flatten(recorder.of(output), results);
  for (const at::Tensor& result : results) {
    const int number = recorder.number_of(result);
    if (number < 0) throw NoTape("a result that does not depend on the input");
    recorder.tape.outputs.push_back(number);
  }
  return std::move(recorder.tape);
}

}  // namespace siamrt::model
