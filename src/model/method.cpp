#include "model/method.hpp"

#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>

#include <list>
#include <mutex>
#include <optional>

#ifdef SIAMRT_ONEDNN
#include "model/plan.hpp"
#endif

namespace siamrt::model {

std::vector<at::Tensor> tensors_of(const c10::IValue& result) {
  if (result.isTensor()) return {result.toTensor()};
  if (result.isTensorList()) return result.toTensorVector();
  std::vector<at::Tensor> all;
  for (const c10::IValue& element : result.toTupleRef().elements())
    all.push_back(element.toTensor());
  return all;
}

namespace {

/// LibTorch's own way: frozen, batch norms folded. For devices other than the CPU, builds without
/// oneDNN, and networks that cannot be written on a tape.
class Interpreter {
 public:
  Interpreter(const torch::jit::Module& module, const std::string& name, const std::string& device)
      : module_(module), name_(name), device_(device) {}

  void run(const Call& call) {
    std::call_once(once_, [this] { freeze(); });
    at::Tensor images = at::empty({call.count, 3, call.size, call.size}, at::kFloat);
    call.fill(images);
    std::vector<c10::IValue> inputs = {images.to(device_)};
    if (name_ == "locate") inputs.emplace_back(call.features);
    call.take(tensors_of(frozen_->get_method(name_)(inputs)));
  }

 private:
  // Not optimize_for_inference: that of LibTorch 1.13 changes NanoTrack's boxes by whole pixels.
  void freeze() {
    frozen_ = torch::jit::freeze_module(module_, {name_});
    auto graph = frozen_->get_method(name_).graph();
    torch::jit::OptimizeFrozenGraph(graph, true);
  }

  torch::jit::Module module_;
  std::string name_;
  at::Device device_;
  std::once_flag once_;
  std::optional<torch::jit::Module> frozen_;
};

#ifdef SIAMRT_ONEDNN

/// The online branch's fit has a slope that jumps where a score crosses 0: Winograd's rounding of
/// its features moved single entries of the fitted filter by 0.9 % of the largest, past the golden
/// file's limit of 0.5 %, which direct convolutions meet (tests/track/online_loop_test.cpp).
PlanOptions plan_options(const std::string& method, Precision precision) {
  PlanOptions options;
  options.bf16 = precision == Precision::bf16;
  options.winograd = method != "online";
  return options;
}

/// Plans of one method by the shapes of its arguments. A plan serves one thread at a time; as many
/// are made as threads call at once.
class Plans {
 public:
  Plans(const torch::jit::Module& module, const std::string& name, const PlanOptions& options)
      : module_(module), name_(name), options_(options) {}

  /// False if the method cannot be planned.
  bool run(const Call& call) {
    const std::shared_ptr<Shape> shape = shape_of(call);
    if (!shape->tape) return false;
    std::unique_ptr<Plan> plan = take(*shape);
    call.fill(plan->input(0));
    for (size_t i = 1; i < plan->input_count(); ++i) plan->input(i).copy_(call.features.at(i - 1));
    plan->run();
    call.take(plan->outputs());
    const std::lock_guard<std::mutex> lock(mutex_);
    shape->idle.push_back(std::move(plan));
    return true;
  }

 private:
  using Key = std::vector<std::int64_t>;

  struct Shape {
    Key key;
    std::shared_ptr<const Tape> tape;  ///< none if the method cannot be planned
    std::vector<std::unique_ptr<Plan>> idle;
  };

  /// Shapes that are kept; the one longest out of use makes room. Ordinary use has a few (one or
  /// two crop sizes by 1, 2 and 4 targets).
  static constexpr size_t most_shapes = 12;

  static Key key_of(const Call& call) {
    Key key = {call.count, call.size};
    for (const at::Tensor& feature : call.features) {
      key.push_back(feature.dim());
      key.insert(key.end(), feature.sizes().begin(), feature.sizes().end());
    }
    return key;
  }

  std::shared_ptr<Shape> shape_of(const Call& call) {
    const Key key = key_of(call);
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto shape = shapes_.begin(); shape != shapes_.end(); ++shape) {
      if ((*shape)->key != key) continue;
      shapes_.splice(shapes_.begin(), shapes_, shape);
      return shapes_.front();
    }
    if (shapes_.size() >= most_shapes) shapes_.pop_back();
    shapes_.push_front(std::make_shared<Shape>(first_of(key, call)));
    return shapes_.front();
  }

  /// Writes the tape and makes its first plan; what fails here is left to the interpreter.
  Shape first_of(const Key& key, const Call& call) {
    Shape shape{key, nullptr, {}};
    try {
      std::vector<c10::IValue> inputs = {
          at::zeros({call.count, 3, call.size, call.size}, at::kFloat)};
      if (name_ == "locate") inputs.emplace_back(call.features);
      auto tape = std::make_shared<const Tape>(record(module_, name_, inputs));
      shape.idle.push_back(std::make_unique<Plan>(*tape, weights_, options_));
      shape.tape = tape;
    } catch (const NoTape&) {
    } catch (const dnnl::error&) {
    } catch (const c10::Error&) {
    }
    return shape;
  }

  std::unique_ptr<Plan> take(Shape& shape) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!shape.idle.empty()) {
        std::unique_ptr<Plan> plan = std::move(shape.idle.back());
        shape.idle.pop_back();
        return plan;
      }
    }
    return std::make_unique<Plan>(*shape.tape, weights_, options_);
  }

  torch::jit::Module module_;
  std::string name_;
  PlanOptions options_;
  WeightStore weights_;
  std::mutex mutex_;
  std::list<std::shared_ptr<Shape>> shapes_;  ///< the last used first
};

#endif

}  // namespace

struct Method::State {
  State(const torch::jit::Module& module, const std::string& name, const ModelOptions& options)
      : interpreter(module, name, options.device) {
#ifdef SIAMRT_ONEDNN
    if (options.device == "cpu" && has_plans())
      plans.emplace(module, name, plan_options(name, options.precision));
#endif
  }
  Interpreter interpreter;
#ifdef SIAMRT_ONEDNN
  std::optional<Plans> plans;
#endif
};

Method::Method(const torch::jit::Module& module, const std::string& name,
               const ModelOptions& options)
    : state_(std::make_unique<State>(module, name, options)) {}

Method::~Method() = default;

void Method::run(const Call& call) const {
#ifdef SIAMRT_ONEDNN
  if (state_->plans && state_->plans->run(call)) return;
#endif
  state_->interpreter.run(call);
}

bool has_plans() {
#ifdef SIAMRT_ONEDNN
  return true;
#else
  return false;
#endif
}

}  // namespace siamrt::model
