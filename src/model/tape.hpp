#pragma once

#include <torch/script.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace siamrt::model {

/// A method of a network run once and written down: a straight line of tensor operators with every
/// shape known, no control flow, everything that depends on weights and shapes alone already
/// computed.
///
/// Values are numbered; a value is a tensor that depends on the method's inputs.
struct Tape {
  struct Shape {
    std::vector<std::int64_t> sizes;
    at::ScalarType type = at::kFloat;
  };

  /// An operator's argument: a value, a list of tensors (values and constants mixed), or a
  /// constant.
  struct Argument {
    int value = -1;     ///< number of the value, or -1
    bool list = false;  ///< `items` counts
    std::vector<Argument> items;
    c10::IValue constant;  ///< where neither: a number, a list of numbers, a weight, None
  };

  struct Step {
    c10::Symbol kind;  ///< e.g. aten::conv2d; in-place operators stand as their functional twins
    std::function<void(torch::jit::Stack&)> run;  ///< the operator itself, on a stack of arguments
    bool in_place = false;                        ///< `run` changes its first argument
    bool view = false;  ///< results may be views of the first argument (reshape, slice, ...)
    std::vector<Argument> arguments;
    std::vector<int> results;
  };

  std::vector<Shape> values;
  std::vector<int> inputs;  ///< values of the method's arguments, lists flattened
  std::vector<Step> steps;
  std::vector<int> outputs;  ///< values of the method's results, lists and tuples flattened
};

/// The network cannot be written down: it looks at a tensor's numbers to decide what to do, or uses
/// something outside the tape's words. what() says which.
class NoTape : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs `method` of `module` on `inputs` (tensors, lists of tensors) and writes down what it does.
/// What the tape says holds for all inputs of the same shapes. Throws NoTape, or whatever the
/// network throws.
Tape record(const torch::jit::Module& module, const std::string& method,
            const std::vector<c10::IValue>& inputs);

}  // namespace siamrt::model
