#pragma once

#include "model/tape.hpp"

#include <dnnl.hpp>

#include <vector>

namespace siamrt::model {

/// An element-wise function in oneDNN's words.
struct Activation {
  dnnl::algorithm function = dnnl::algorithm::undef;
  float alpha = 0;
  float beta = 0;
};

/// What happens to a convolution's result before it is written: a function, or another value added.
struct After {
  Activation activation;
  int added = -1;  ///< number of the value that is added, or -1
};

struct Geometry {
  std::vector<std::int64_t> stride;
  std::vector<std::int64_t> padding;
  std::vector<std::int64_t> dilation;
  std::int64_t groups = 1;
};

/// Inference-mode batch normalisation: (x - mean) / sqrt(var + eps) * weight + bias; weight and
/// bias may be undefined.
struct Norm {
  at::Tensor mean;
  at::Tensor var;
  at::Tensor weight;
  at::Tensor bias;
  double eps = 0;
};

/// A step of a tape with what was joined to it.
struct FusedStep : Tape::Step {
  bool convolution = false;  ///< the rest counts
  Geometry geometry;
  at::Tensor weight;  ///< undefined where the weights are a value (argument 1), as in correlations
  at::Tensor bias;    ///< undefined for none
  std::vector<Norm> norms;  ///< to be folded into weight and bias
  std::vector<After> after;
};

/// The tape with batch norms, activations and additions joined to the convolutions before them. A
/// joined convolution stands where the last joined step stood, so all that it needs is there.
std::vector<FusedStep> fuse(const Tape& tape);

/// The element-wise functions that a step amounts to, one after another; empty if it is none that
/// oneDNN has to the last digits (sigmoid and exp stay LibTorch's: they make scores and boxes).
std::vector<Activation> activations_of(const Tape::Step& step);

/// The convolution's weight (float32, row-major) and bias with the norms folded in, computed in
/// double and rounded once. The bias is undefined if there is neither bias nor norm.
at::Tensor folded_weight(const FusedStep& convolution);
at::Tensor folded_bias(const FusedStep& convolution);

}  // namespace siamrt::model
