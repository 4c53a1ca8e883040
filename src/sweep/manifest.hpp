#pragma once

#include "bench/plan.hpp"
#include "data/dataset.hpp"
#include "sweep/entry.hpp"

#include <string>
#include <vector>

namespace siamrt::sweep {

/// What a sweep's folder says about itself (`sweep.json`): enough to join shards and to write the
/// tables again.
struct Manifest {
  std::string network;  ///< name of the archive
  std::string dataset;
  data::OpenOptions data;
  std::string profile;
  bench::Plan plan;
  std::vector<Entry> entries;
};

/// Writes FOLDER/sweep.json, making the folder. Throws Error(system).
void write_manifest(const std::string& folder, const Manifest& manifest);

/// Throws Error(input) for a folder without one, or one that is damaged.
Manifest read_manifest(const std::string& folder);

}  // namespace siamrt::sweep
