#pragma once

#include "model/checkpoint.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace siamrt::model {

/// A parameter or buffer of a network, as its state dict names it.
struct Parameter {
  std::string name;
  std::vector<std::int64_t> sizes;
  bool floating = true;
};

/// Every tensor of the network that the checkpoint lacks, every one that is too many, and every one
/// of another shape or kind of number, in words; empty where all fit. Missing `num_batches_tracked`
/// are no misfit (inference does not use them), nor are names that begin with one of `ignored`.
/// The same rules and words as scripts/networks/checkpoint.py.
std::string misfit(const Checkpoint& checkpoint, const std::vector<Parameter>& network,
                   const std::vector<std::string>& ignored);

/// SHA-256 over names, types, shapes and elements of the tensors that `network` takes, in the order
/// of their names: the same for the same weights in any format, whatever else the file holds.
/// `num_batches_tracked` do not count. requires: no misfit.
std::string weights_digest(const Checkpoint& checkpoint, const std::vector<Parameter>& network);

}  // namespace siamrt::model
