#pragma once

#include "model/checkpoint_fit.hpp"

#include <siamrt/description.hpp>

#include <string>
#include <vector>

namespace siamrt::model {

/// What a checkpoint is poured into: an archive's description and its network's parameters. Free of
/// LibTorch to look at.
struct PourTarget {
  Description description;
  std::vector<Parameter> parameters;
};

/// Reads an archive (or the built-in model, `default`) that far. Throws as Model::open does.
PourTarget read_target(const std::string& name_or_path);

/// Digest of the archive with the weights of a checkpoint: what Model::open gives it. Throws
/// Error(model), with `place` first, that names every tensor that does not fit.
std::string poured_digest(const PourTarget& target, const Checkpoint& checkpoint,
                          const std::string& place);

}  // namespace siamrt::model
