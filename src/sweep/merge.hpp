#pragma once

#include "sweep/manifest.hpp"

#include <string>
#include <vector>

namespace siamrt::sweep {

/// Joins the folders of shards (or of any sweeps of the same entries) in `folder`: copies the
/// results that it lacks and gives the manifest of all. Failures of any shard stay failures.
/// Throws Error(usage) that names the first difference where the shards are not of one sweep,
/// Error(input) for a folder that is none.
Manifest merge(const std::vector<std::string>& shards, const std::string& folder);

}  // namespace siamrt::sweep
