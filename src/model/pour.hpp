#pragma once

#include "model/archive.hpp"
#include "model/pour_target.hpp"

#include <string>

namespace siamrt::model {

/// The archive's description and its network's parameters and buffers, as the state dict names
/// them.
PourTarget target_of(const Archive& archive);

/// Replaces the weights of an archive's network by those of the checkpoint at `path`, which must
/// fit to the last name. The description's digest becomes poured_digest(), its source the
/// checkpoint. Throws Error(input) for a file that is no whole checkpoint, Error(model) that names
/// every tensor that is missing, extra or misshapen; the archive is left as it was then.
void pour(const std::string& path, Archive& archive);

}  // namespace siamrt::model
